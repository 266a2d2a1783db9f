"""A withdrawal is by purpose, never inferred, and has the effects the agreement gives it (4.2, 7.2e, 10)."""

from dataclasses import replace
from typing import Any

import pytest

from store.agreement.purposes import Purpose
from store.errors import (
    GuardianIsChildError,
    GuardianMissingError,
    NotGivenError,
    ReasonMissingError,
    WithdrawalUnclearError,
)
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.saying import GuardianSaid
from store.fieldwork.consents.state import Stand, Told, stands
from store.fieldwork.consents.withdrawing import (
    Whose,
    Withdrawing,
    ends_wave_two,
    enter_in_error,
    is_last_yes_in_error,
    nobody_else_agrees,
    withdraw,
    withdrawable,
)
from store.keeping.acts import Act, ConsentRecorded, ContactWishRecorded, FamilyLockSet
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ConsentMode, ExpressedBy, Relationship
from store.keeping.acts.terms.families import FamilyLock, WishReach
from store.keeping.causality import at_base
from store.keeping.merging.stands import stands_without
from tests.fieldwork.consents.agreeing import OfFamily, linked_people, wave_two_families
from tests.fieldwork.consents.made_askings import (
    CARER,
    CHILD,
    CHILD_ID,
    FAMILY,
    JOURNAL,
    MOTHER,
    NIS,
    NOW,
    TAKER,
    known_after,
)
from tests.fieldwork.consents.test_ceremony import all_of

WITHDRAWN = ConsentDecision.WITHDRAWN


def whose(kept: list[Act], *, is_of_child: bool = False) -> Whose:
    person = next(act.person for act in kept if isinstance(act, ConsentRecorded))
    return Whose(FAMILY, person, known_after(kept).stands, is_of_child)


def asked(what: Withdrawn, **changed: Any) -> Withdrawing:
    return replace(Withdrawing(what, ExpressedBy.PERSON, ConsentMode.PHONE), **changed)


def taken_back(acts: list[Act]) -> set[Purpose]:
    return {act.purpose for act in acts if isinstance(act, ConsentRecorded) and act.decision is WITHDRAWN}


def reading(kept: list[Act]) -> tuple[bool, bool]:
    """Say whether the family may be contacted again, and whether anybody of it is linked."""
    records = [act for act in kept if isinstance(act, ConsentRecorded)]
    told = [OfFamily(FAMILY, Told.from_act(act, at_base(JOURNAL, 0, n))) for n, act in enumerate(records)]
    return bool(wave_two_families(told, {})), bool(linked_people(told, {}, NIS))


def test_linkage_alone_is_withdrawn_and_everything_else_stands() -> None:
    kept = all_of(CARER)

    acts = withdraw(asked(Withdrawn.LINKAGE, target=NIS, receipt_code="ABCDE-FGHJK"), whose(kept), TAKER, NOW)

    (record,) = acts
    assert isinstance(record, ConsentRecorded)
    assert (record.purpose, record.target, record.decision) == (Purpose.LINKAGE, NIS, WITHDRAWN)
    assert record.follows in {act.record for act in kept if isinstance(act, ConsentRecorded)}
    assert record.receipt_code == "ABCDE-FGHJK"
    assert (reading(kept), reading([*kept, *acts])) == ((True, True), (True, False))


def test_re_contact_is_withdrawn_and_the_family_is_not_locked() -> None:
    kept = all_of(CARER)

    acts = withdraw(asked(Withdrawn.RECONTACT), whose(kept), TAKER, NOW)

    assert taken_back(acts) == {Purpose.RECONTACT}
    assert not any(isinstance(act, FamilyLockSet) for act in acts)
    assert reading([*kept, *acts]) == (False, True)


@pytest.mark.parametrize(
    ("what", "others", "is_locked"),
    [
        (Withdrawn.RECONTACT, all_of(CHILD), False),
        (Withdrawn.RECONTACT, [], True),
        (Withdrawn.LINKAGE, [], False),
        (Withdrawn.ANY_CONTACT, [], True),
        (Withdrawn.WHOLE_SURVEY, [], True),
    ],
)
def test_in_wave_two_the_last_yes_to_it_that_is_withdrawn_locks_the_family_at_once(
    what: Withdrawn, others: list[Act], is_locked: bool
) -> None:
    """Clause 4.4: no family of wave 2 without a live yes."""
    kept = all_of(CARER)
    known = replace(whose(kept), holds_wave_two=nobody_else_agrees(Wave.TWO, known_after(others).stands))
    said = replace(asked(what), is_linkage_too=False, is_to_delete=False)

    acts = withdraw(said, known, TAKER, NOW)

    locks = [act for act in acts if isinstance(act, FamilyLockSet)]
    assert [lock.lock for lock in locks] == [FamilyLock.LOCKED] * is_locked
    assert ends_wave_two(said, known) is is_locked
    if what is Withdrawn.RECONTACT and is_locked:
        assert {lock.follows_from for lock in locks} == {act.record for act in acts if isinstance(act, ConsentRecorded)}


def test_a_young_persons_yes_is_the_last_one_of_wave_two_as_well() -> None:
    known = replace(whose(all_of(CHILD), is_of_child=True), holds_wave_two=nobody_else_agrees(Wave.TWO, ()))
    no_more = withdraw(asked(Withdrawn.ANY_CONTACT), known, TAKER, NOW)
    not_permitted = withdraw(
        asked(Withdrawn.PARENTS_PERMISSION, by=ExpressedBy.GUARDIAN, guardian=MOTHER), known, TAKER, NOW
    )

    assert [sum(isinstance(act, FamilyLockSet) for act in acts) for acts in (no_more, not_permitted)] == [1, 1]
    assert not nobody_else_agrees(Wave.ONE, ())


def test_any_further_contact_locks_the_family_and_leaves_linkage() -> None:
    kept = all_of(CARER)

    acts = withdraw(asked(Withdrawn.ANY_CONTACT), whose(kept), TAKER, NOW)

    assert taken_back(acts) == {Purpose.RECONTACT}
    (wish,) = [act for act in acts if isinstance(act, ContactWishRecorded)]
    (lock,) = [act for act in acts if isinstance(act, FamilyLockSet)]
    assert (wish.reach, lock.lock, lock.follows_from) == (WishReach.FAMILY, FamilyLock.LOCKED, wish.wish)
    assert reading([*kept, *acts]) == (False, True)


def test_any_further_contact_can_be_refused_by_somebody_who_agreed_to_nothing() -> None:
    acts = withdraw(asked(Withdrawn.ANY_CONTACT), Whose(FAMILY, CARER.person, (), is_of_child=False), TAKER, NOW)

    assert [type(act) for act in acts] == [ContactWishRecorded, FamilyLockSet]


def test_a_young_persons_no_to_contact_closes_that_person_and_not_the_family() -> None:
    kept = all_of(CHILD)

    acts = withdraw(asked(Withdrawn.ANY_CONTACT), whose(kept, is_of_child=True), TAKER, NOW)

    (wish,) = [act for act in acts if isinstance(act, ContactWishRecorded)]
    assert (wish.reach, wish.person) == (WishReach.PERSON, CHILD_ID)
    assert not any(isinstance(act, FamilyLockSet) for act in acts)


@pytest.mark.parametrize("left_out", ["is_linkage_too", "is_to_delete"])
def test_the_whole_survey_asks_about_linkage_and_about_the_answers_and_infers_neither(left_out: str) -> None:
    said = asked(Withdrawn.WHOLE_SURVEY, **{"is_linkage_too": False, "is_to_delete": False, left_out: None})

    with pytest.raises(WithdrawalUnclearError):
        withdraw(said, whose(all_of(CARER)), TAKER, NOW)


@pytest.mark.parametrize("is_linkage_too", [True, False])
def test_the_whole_survey_takes_linkage_back_only_where_that_was_said(is_linkage_too: bool) -> None:
    kept = all_of(CARER)
    said = asked(Withdrawn.WHOLE_SURVEY, is_linkage_too=is_linkage_too, is_to_delete=True)

    acts = withdraw(said, whose(kept), TAKER, NOW)

    expected = {Purpose.TAKE_PART, Purpose.RECONTACT} | ({Purpose.LINKAGE} if is_linkage_too else set())
    assert taken_back(acts) == expected
    assert {act.delete_answers for act in acts if isinstance(act, ConsentRecorded)} == {True}
    assert any(isinstance(act, FamilyLockSet) for act in acts)
    assert reading([*kept, *acts]) == (False, not is_linkage_too)


def test_a_parents_permission_withdrawn_by_the_parent_stops_the_childs_future_use() -> None:
    kept = all_of(CHILD)
    said = asked(Withdrawn.PARENTS_PERMISSION, by=ExpressedBy.GUARDIAN, guardian=MOTHER)
    assert reading(kept) == (True, True)

    acts = withdraw(said, whose(kept), TAKER, NOW)

    assert taken_back(acts) == {Purpose.PARENTAL_PERMISSION}
    assert reading([*kept, *acts]) == (False, False)


def test_nobody_but_a_parent_withdraws_a_parents_permission() -> None:
    kept = all_of(CHILD)
    itself = GuardianSaid(CHILD_ID, "Zoë Abara", Relationship.PARENT)

    said = asked(Withdrawn.PARENTS_PERMISSION, by=ExpressedBy.GUARDIAN, guardian=itself)

    with pytest.raises(GuardianMissingError):
        withdraw(asked(Withdrawn.PARENTS_PERMISSION), whose(kept), TAKER, NOW)
    with pytest.raises(GuardianIsChildError):
        withdraw(said, whose(kept), TAKER, NOW)


@pytest.mark.parametrize(
    "said",
    [
        asked(Withdrawn.LINKAGE, target="health-records"),
        asked(Withdrawn.PARENTS_PERMISSION, by=ExpressedBy.GUARDIAN, guardian=replace(MOTHER, person=None)),
    ],
)
def test_what_was_never_agreed_to_cannot_be_withdrawn(said: Withdrawing) -> None:
    with pytest.raises(NotGivenError):
        withdraw(said, whose(all_of(CARER)), TAKER, NOW)


def test_what_was_withdrawn_once_is_not_offered_again() -> None:
    kept = all_of(CARER)
    before = withdrawable(known_after(kept).stands)

    kept += withdraw(asked(Withdrawn.LINKAGE), whose(kept), TAKER, NOW)
    after = withdrawable(known_after(kept).stands)

    assert {stand.question.purpose for stand in before} - {stand.question.purpose for stand in after} == {
        Purpose.LINKAGE
    }
    with pytest.raises(NotGivenError):
        withdraw(asked(Withdrawn.LINKAGE), whose(kept), TAKER, NOW)


def test_a_record_entered_in_error_is_marked_with_a_reason_and_both_stay() -> None:
    kept = all_of(CARER)
    of_carer = whose(kept)
    (linkage,) = [stand for stand in of_carer.stands if stand.question.purpose is Purpose.LINKAGE]

    with pytest.raises(ReasonMissingError):
        enter_in_error(linkage, " ", of_carer, (), TAKER, NOW)
    (mark,) = enter_in_error(linkage, "Keyed for the wrong person.", of_carer, (), TAKER, NOW)

    assert isinstance(mark, ConsentRecorded)
    assert (mark.decision, mark.follows) == (ConsentDecision.ENTERED_IN_ERROR, linkage.record)
    assert reading([*kept, mark]) == (True, False)
    assert stands([], {}) == []


def of_purpose(known: Whose, purpose: Purpose) -> Stand:
    return next(stand for stand in known.stands if stand.question.purpose is purpose)


def left_without(kept: list[Act], marked: Stand) -> list[Stand]:
    records = [act for act in kept if isinstance(act, ConsentRecorded)]
    told = [Told.from_act(act, at_base(JOURNAL, 0, n)) for n, act in enumerate(records)]
    return stands_without(told, marked, {})


def again(kept: list[Act], purpose: Purpose, **changed: Any) -> list[Act]:
    """Return what was kept, and one answer of it given once more after that."""
    (one,) = [act for act in kept if isinstance(act, ConsentRecorded) and act.purpose is purpose]
    return [*kept, one.model_copy(update={"record": "9" * 32, **changed})]


@pytest.mark.parametrize(
    ("kept", "marked", "others", "is_locked"),
    [
        (all_of(CARER), Purpose.RECONTACT, [], True),
        (all_of(CARER), Purpose.RECONTACT, all_of(CHILD), False),
        (all_of(CARER), Purpose.LINKAGE, [], False),
        (again(all_of(CARER), Purpose.RECONTACT), Purpose.RECONTACT, [], False),
        (again(all_of(CARER), Purpose.RECONTACT, decision=ConsentDecision.REFUSED), Purpose.RECONTACT, [], False),
        (all_of(CHILD), Purpose.PARENTAL_PERMISSION, [], True),
        (all_of(CHILD), Purpose.YOUNG_PERSONS_ASSENT, [], False),
        (again(all_of(CHILD), Purpose.PARENTAL_PERMISSION), Purpose.PARENTAL_PERMISSION, [], False),
    ],
)
def test_in_wave_two_the_last_yes_to_it_that_was_an_error_locks_the_family_at_once(
    kept: list[Act], marked: Purpose, others: list[Act], is_locked: bool
) -> None:
    """Clause 4.4; what stood before the record stands again, and a yes among that keeps the family."""
    known = replace(whose(kept), holds_wave_two=nobody_else_agrees(Wave.TWO, known_after(others).stands))
    stand = of_purpose(known, marked)
    left = left_without(kept, stand)

    mark, *locks = enter_in_error(stand, "Keyed twice.", known, left, TAKER, NOW)

    assert isinstance(mark, ConsentRecorded)
    assert is_last_yes_in_error(stand, known, left) is is_locked
    assert [act.lock for act in locks if isinstance(act, FamilyLockSet)] == [FamilyLock.LOCKED] * is_locked
    assert {act.follows_from for act in locks if isinstance(act, FamilyLockSet)} <= {mark.record}
    in_wave_one = replace(known, holds_wave_two=nobody_else_agrees(Wave.ONE, ()))
    assert len(enter_in_error(stand, "Keyed twice.", in_wave_one, left, TAKER, NOW)) == 1


@pytest.mark.parametrize(("before", "is_locked"), [(None, False), (ConsentDecision.WITHDRAWN, True)])
def test_a_permission_of_this_wave_that_was_an_error_locks_nothing_but_where_one_was_taken_back(
    before: ConsentDecision | None, is_locked: bool
) -> None:
    """It is asked for in each wave: a visit rests on none that this wave's own asking was to bring."""
    kept = [
        act.model_copy(update={"wave": Wave.TWO, "age_years": 14}) if isinstance(act, ConsentRecorded) else act
        for act in all_of(CHILD)
    ]
    if before is not None:
        kept = again(kept, Purpose.PARENTAL_PERMISSION, decision=before)
        kept.append(kept[-1].model_copy(update={"record": "8" * 32, "decision": ConsentDecision.GIVEN}))
    known = replace(whose(kept), holds_wave_two=True)
    stand = of_purpose(known, Purpose.PARENTAL_PERMISSION)

    assert is_last_yes_in_error(stand, known, left_without(kept, stand)) is is_locked
