"""7.2a: that two councils are one is taken back, and each council's word is of its own families alone again."""

from dataclasses import replace

import pytest

from store import errors
from store.agreement.purposes import Purpose
from store.exchange.intake.arriving import Asked
from store.exchange.intake.identity import joined_with
from store.exchange.intake.ledger import Counts
from store.exchange.intake.parting import locked_while_joined, part
from store.exchange.wave_two.agreeing import agreeing_families
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.exchange import HeldReason, RowDecision
from store.keeping.acts.terms.families import FamilyLock, WishBy, WishDecision
from store.keeping.store import Store
from tests.exchange.test_intake import asked, family, held, of_anglia, of_kent, refusing, take, told
from tests.fieldwork import doings

WRONG = "The wrong council was chosen"
JOINED = "One council since April"


def of_both() -> Asked:
    return replace(of_kent(asked(*map(family, range(2, 14)))), gone=RowDecision.REMOVE)


def kents(*numbers: int) -> Asked:
    """Return families of Kent that have ids of Essex, and live elsewhere."""
    rows = [family(n).replace("CM1", "ME1") for n in numbers]
    return replace(asked(*rows), council="Kent", out_of_schedule="Agreed by letter", gone=RowDecision.KEEP)


def listed(*references: str) -> Asked:
    return replace(refusing(*(f"{each},28/09/2015" for each in references)), council="Kent")


def joined_by_mistake(store: Store) -> None:
    """Essex has ten families, of which Kent names eight by the same ids, and the two others no more."""
    take(store, asked(*map(family, range(10))))
    take(store, of_both())


def locked(store: Store) -> list[tuple[str, str]]:
    """Return the families that are locked, each by the council that supplied it and that council's id."""
    return store.rows(
        "SELECT council, council_reference FROM lockset JOIN family USING (family) JOIN supplied USING (family)"
        " JOIN delivery USING (delivery) WHERE lock = ? ORDER BY 1, 2",
        (FamilyLock.LOCKED,),
    )


def to_look_at(store: Store) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.council, each.reference, each.others) for each in locked_while_joined(store)]


def test_who_was_taken_for_another_council_s_family_comes_in_once_the_councils_are_parted(store: Store) -> None:
    """Clause 7.2a: Kent's families were left out, for those of Essex have the same ids."""
    take(store, asked(*map(family, range(10))))
    take(store, replace(of_kent(asked(*map(family, range(6)))), gone=RowDecision.KEEP))
    again = kents(*range(2, 10))
    assert held(take(store, again)) == {HeldReason.ALREADY_HELD}

    assert part(store, "KENT", "essex", WRONG)
    with pytest.raises(errors.OtherCouncilsFamiliesError):
        take(store, replace(of_both(), joined=None))
    outcome = take(store, again)

    assert outcome.counts == Counts(mailed=8, opted_out=0, held=0, supplied=8)
    assert store.rows("SELECT count(*) FROM heldback WHERE delivery = ?", (outcome.delivery,)) == [(0,)]
    (parted,) = told(store, acts.CouncilsParted)
    assert (parted.council, parted.other_council, parted.reason) == ("Kent", "Essex", WRONG)
    assert joined_with(store, "Kent") == joined_with(store, "Essex") == []
    with pytest.raises(errors.DeliveryDoubledError):
        take(store, again)


def test_a_list_of_refusals_is_of_its_own_council_s_families_again_once_they_are_parted(store: Store) -> None:
    """Clause 7.2a: also what Kent's list said while the two were one, of families that Kent had still to supply."""
    joined_by_mistake(store)
    take(store, listed("ECC-3", "ECC-12"))
    assert [each for _, each in locked(store)] == ["ECC-0", "ECC-1", "ECC-3", "ECC-12"]

    part(store, "Essex", "Kent", WRONG)
    unmatched = take(store, listed("ECC-4", "ECC-13"))

    assert (unmatched.matched_count, unmatched.unmatched_count) == (1, 1)
    assert [each for _, each in locked(store)] == ["ECC-0", "ECC-1", "ECC-3", "ECC-12", "ECC-13"]
    assert take(store, kents(*range(2, 6))).counts == Counts(mailed=4, opted_out=2, held=0, supplied=2)


def test_who_is_locked_for_the_other_council_alone_is_listed_and_never_opened(store: Store) -> None:
    """Clause 7.2a: by its list, by a door of its family, by a delivery of it that named them no more."""
    take(store, kents(20, 21, 22, 23, 24))
    take(store, asked(*map(family, range(20, 25))))
    joined_by_mistake(store)
    take(store, listed("ECC-3", "ECC-4"))
    ((refusing_one,),) = store.rows(
        "SELECT family FROM supplied JOIN delivery USING (delivery) JOIN family USING (family)"
        " WHERE council = 'Kent' AND council_reference = 'ECC-20'"
    )
    store.record(doings.wish(refusing_one, WishDecision.NO_CONTACT), doings.lock(refusing_one))
    take(store, replace(of_both(), raw=asked(*map(family, range(2, 15))).raw))
    assert to_look_at(store) == []
    before = locked(store)

    part(store, "Essex", "Kent", WRONG)
    take(store, refusing("ECC-4,28/09/2015"))

    of_kents = [("Essex", each, ("Kent",)) for each in ("ECC-0", "ECC-1", "ECC-20", "ECC-3")]
    assert to_look_at(store) == of_kents
    assert locked(store) == before
    store.replay()
    assert (to_look_at(store), locked(store)) == (of_kents, before)
    take(store, replace(of_both(), raw=asked(*map(family, range(2, 16))).raw))
    assert to_look_at(store) == []


def test_who_was_looked_at_and_opened_stays_open_whatever_the_other_council_sends(store: Store) -> None:
    joined_by_mistake(store)
    take(store, listed("ECC-3"))
    part(store, "Essex", "Kent", WRONG)
    opened = next(each.family for each in locked_while_joined(store) if each.reference == "ECC-3")
    ((wish,),) = store.rows("SELECT wish FROM wish WHERE family = ?", (opened,))

    store.record(
        doings.wish(opened, WishDecision.ENTERED_IN_ERROR, follows=wish, by=WishBy.OFFICE, reason=WRONG),
        doings.lock(FamilyId(opened), FamilyLock.OPEN),
    )
    take(store, listed("ECC-3", "ECC-5"))

    assert [each for _, each in locked(store)] == ["ECC-0", "ECC-1"]
    assert [reference for _, reference, _ in to_look_at(store)] == ["ECC-0", "ECC-1"]


def test_councils_that_nobody_joined_are_not_parted_and_a_third_stays_with_its_own(store: Store) -> None:
    take(store, asked(*map(family, range(7))))
    take(store, replace(asked(*map(family, range(7, 14))), council="Kent"))
    take(store, replace(of_anglia(*range(14)), joined=JOINED))

    with pytest.raises(errors.CouncilsNotJoinedError):
        part(store, "Essex", "Kent", WRONG)
    with pytest.raises(errors.LineFormError):
        part(store, "Essex", "Anglia", " ")
    assert told(store, acts.CouncilsParted) == []
    assert part(store, "Essex", "Anglia", WRONG)
    assert (joined_with(store, "Kent"), joined_with(store, "Essex")) == (["Anglia"], [])


def test_councils_are_one_still_by_way_of_a_third(store: Store) -> None:
    for each, other in (("Essex", "Kent"), ("Kent", "Anglia"), ("Anglia", "Essex")):
        store.record(acts.CouncilsJoined(delivery="a" * 32, council=each, other_council=other, reason=JOINED))

    assert not part(store, "Essex", "Kent", WRONG)
    assert joined_with(store, "Essex") == ["Anglia", "Kent"]
    assert part(store, "Anglia", "Essex", WRONG)


def test_a_family_that_waited_under_the_other_name_alone_is_its_own_council_s_when_they_are_parted(
    store: Store,
) -> None:
    """Clause 7.2a: otherwise no later list of its council would find it."""
    take(store, asked(*map(family, range(6)), family(6, "28/10/2015")))
    take(store, replace(of_kent(asked(*map(family, range(8)))), gone=RowDecision.KEEP))
    assert [reference for _, reference in supplied(store, "Kent")] == ["ECC-6", "ECC-7"]

    part(store, "Essex", "Kent", WRONG)
    take(store, listed("ECC-6", "ECC-7"))

    assert locked(store) == [("Kent", "ECC-6"), ("Kent", "ECC-7")]


def supplied(store: Store, council: str) -> list[tuple[str, str]]:
    return store.rows(
        "SELECT council, council_reference FROM family JOIN supplied USING (family) JOIN delivery USING (delivery)"
        " WHERE council = ? ORDER BY 2",
        (council,),
    )


def test_who_was_let_go_for_the_other_council_s_delivery_is_of_wave_2_once_the_councils_are_parted(
    store: Store,
) -> None:
    """Clause 7.2e: the joining was a mistake, and no delivery of its own council left the family out."""
    joined_by_mistake(store)
    ((one, carer),) = store.rows(
        "SELECT family, person FROM family JOIN person USING (family) WHERE council_reference = 'ECC-1'"
    )
    store.record(doings.consent(one, carer, Purpose.RECONTACT, ConsentDecision.GIVEN))
    assert agreeing_families(store) == set()

    part(store, "Kent", "Essex", WRONG)

    assert agreeing_families(store) == {one}
    store.record(doings.lock(one, FamilyLock.OPEN))
    take(store, replace(asked(*map(family, (0, *range(2, 10)))), gone=RowDecision.REMOVE))
    assert agreeing_families(store) == set()
