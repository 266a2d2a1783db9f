"""What base hears or decides of a family reaches whoever has it: wishes, what is opened again, values that clashed."""

from pathlib import Path

import pytest

from store.exchange.allocation import free_families
from store.exchange.settling import open_conflicts, read_conflict, settle
from store.exchange.withdrawn_by_code import ByCode, keep_withdrawal
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.known import read_stands
from store.fieldwork.consents.state import State
from store.fieldwork.family import FamilyFile
from store.fieldwork.lifting import lift_wish
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of
from store.fieldwork.office_outcomes import set_outcome, take_outcome_back
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.ids import PersonId
from store.keeping.acts import OutcomeSet
from store.keeping.acts.terms.exchange import ConflictChoice
from store.keeping.acts.terms.families import PersonRole, WishBy, WishChannel, WishReach
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, Laptop, correction
from tests.tui.test_extract_command import take

FAMILY = FAMILIES[0]


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base and a laptop that has one family; both have heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()
    return exchange


def file(store: Store) -> FamilyFile:
    found = file_of(store, FAMILY)
    assert found is not None
    return found


def refuse(store: Store, entered: RefusalEntered) -> None:
    store.record(*record_refusal(entered, file(store), circumstances_of(store, agreement_of(store))))


def lift(store: Store) -> None:
    """Take back the wish that was told last, of those that stand."""
    now = circumstances_of(store, agreement_of(store))
    wish = next(each.wish for each in file(store).wishes if each.is_standing)
    store.record(*lift_wish(wish, "They rang.", WishChannel.TELEPHONE, file(store), now, is_error=False))


def on_laptop(exchange: Exchange, laptop: Laptop | None = None) -> FamilyFile:
    with (laptop or exchange.laptop).open() as store:
        return file(store)


def test_a_family_that_base_pauses_is_paused_on_its_laptop_until_base_takes_that_back(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        refuse(base, RefusalEntered(WishBy.PROXY, WishReach.FAMILY, channel=WishChannel.TELEPHONE))
    exchange.sync()
    assert on_laptop(exchange).standing is Standing.PAUSED

    with exchange.at_base() as base:
        lift(base)
    exchange.sync()

    assert on_laptop(exchange).standing is Standing.TO_DO
    exchange.hold_all()


def test_one_person_who_rang_the_office_is_closed_on_the_laptop_too(exchange: Exchange) -> None:
    young = next(
        PersonId(each.person) for each in DELIVERED[0].details.people if each.role is not PersonRole.MAIN_CARER
    )
    with exchange.at_base() as base:
        refuse(base, RefusalEntered(WishBy.OFFICE, WishReach.PERSON, person=young, channel=WishChannel.TELEPHONE))

    exchange.sync()

    assert [lock.person for lock in on_laptop(exchange).locks] == [young]
    exchange.hold_all()


def test_a_pause_or_one_person_closed_at_one_door_reaches_a_second_laptop_that_has_the_family(
    exchange: Exchange,
) -> None:
    second = exchange.another("laptop-2")
    exchange.give([FAMILY], second)
    exchange.sync()
    child = next(each.person for each in DELIVERED[0].details.people if each.role is PersonRole.YOUNG_PERSON)
    with exchange.laptop.open() as store:
        refuse(store, RefusalEntered(WishBy.PROXY, WishReach.FAMILY, by_description="A neighbour."))
        refuse(store, RefusalEntered(WishBy.RESPONDENT, WishReach.PERSON, person=child, by_person=child))
    exchange.sync()

    there = on_laptop(exchange, second)
    assert there.standing is Standing.PAUSED
    assert {lock.person for lock in there.locks} == {None, child}
    with exchange.at_base() as base:
        assert len(file(base).wishes) == 2
    assert exchange.sync_base().sent_count == 0  # and is told once
    with exchange.at_base() as base:
        lift(base)
        lift(base)
    exchange.sync()
    assert on_laptop(exchange, second).standing is Standing.TO_DO
    exchange.hold_all()


def ended(store: Store, code: int, person: PersonId | None = None) -> None:
    """Give an outcome at the office."""
    now = circumstances_of(store, agreement_of(store))
    store.record(*set_outcome(code, person, "The school rang.", file(store), now))


def test_a_case_that_the_office_ends_is_done_on_its_laptop_until_base_takes_that_back(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        ended(base, 790)
    exchange.sync()
    there = on_laptop(exchange)
    assert there.standing is Standing.DONE
    assert [(each.code, each.person) for each in there.outcomes] == [("790", None)]
    (why,) = [event.act() for event in there.history if event.kind == OutcomeSet.kind]
    assert isinstance(why, OutcomeSet)
    assert why.reason == "The school rang."
    exchange.give([FAMILY])  # once more: it stays as it is
    exchange.sync()
    assert on_laptop(exchange).standing is Standing.DONE

    with exchange.at_base() as base:
        now = circumstances_of(base, agreement_of(base))
        base.record(*take_outcome_back(None, "It was another family.", file(base), now))
    exchange.sync()

    assert (on_laptop(exchange).standing, on_laptop(exchange).outcomes) == (Standing.TO_DO, ())
    assert exchange.sync_base().sent_count == 0
    exchange.hold_all()


def test_a_case_that_the_office_ended_is_given_to_nobody_and_one_person_of_it_is_told_in_words(
    exchange: Exchange,
) -> None:
    young = next(PersonId(each.person) for each in DELIVERED[1].details.people if each.role is PersonRole.YOUNG_PERSON)
    other = FAMILIES[1]
    with exchange.at_base() as base:
        found = file_of(base, other)
        assert found is not None
        base.record(*set_outcome(532, young, "Ill.", found, circumstances_of(base, agreement_of(base))))
        assert other in {each.family for each in free_families(base)}

    exchange.give([other])
    exchange.sync()

    with exchange.laptop.open() as store:
        given = file_of(store, other)
    assert given is not None
    assert any(note.text.endswith("is not visited any more: unable (532).") for note in given.notes)
    with exchange.at_base() as base:
        ended_ = file_of(base, other)
        assert ended_ is not None
        base.record(*set_outcome(740, None, "A shop.", ended_, circumstances_of(base, agreement_of(base))))
        third = file_of(base, FAMILIES[2])
        assert third is not None
        assert FAMILIES[2] in {each.family for each in free_families(base)}
        base.record(*set_outcome(740, None, "A shop.", third, circumstances_of(base, agreement_of(base))))
        assert FAMILIES[2] not in {each.family for each in free_families(base)}
    exchange.sync()
    with exchange.laptop.open() as store:
        given = file_of(store, other)
        assert given is not None
        assert given.standing is Standing.DONE
    exchange.hold_all()


def test_what_a_door_locked_and_base_opens_is_open_at_that_door(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        carer = PersonId(DELIVERED[0].details.people[0].person)
        refuse(store, RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY, by_person=carer))
        assert file(store).standing is Standing.LOCKED
    exchange.sync()

    with exchange.at_base() as base:
        lift(base)
        assert file(base).standing is Standing.TO_DO
    exchange.sync()

    assert on_laptop(exchange).standing is Standing.TO_DO
    exchange.hold_all()


def test_a_laptop_that_has_not_the_family_hears_nothing_of_it(exchange: Exchange) -> None:
    other = exchange.another("other")
    exchange.sync()
    with exchange.at_base() as base:
        refuse(base, RefusalEntered(WishBy.PROXY, WishReach.FAMILY))

    exchange.sync()

    assert other.bodies(FAMILY) == []


@pytest.mark.parametrize("is_given_since", [False, True])
def test_a_value_that_was_settled_stands_on_every_laptop_that_has_the_family(
    exchange: Exchange, *, is_given_since: bool
) -> None:
    """Also on one that was given the family while it was still open."""
    other = exchange.another("other")
    if not is_given_since:
        exchange.give([FAMILY], other)
        exchange.sync()
    with exchange.at_base() as base:
        base.record(correction(FAMILY, "left of the mill"))
    exchange.laptop.correct(FAMILY, "behind the mill")
    exchange.sync_laptop()
    assert exchange.sync_base().conflicts_count == 1
    if is_given_since:
        exchange.give([FAMILY], other)
    exchange.sync()

    with exchange.at_base() as base:
        (conflict,) = open_conflicts(base)
        settle(base, read_conflict(base, conflict), ConflictChoice.NEITHER, "over it", "Rang them.")
    exchange.sync()

    assert [on_laptop(exchange, each).address.directions for each in exchange.laptops] == ["over it"] * 2
    with exchange.at_base() as base:
        assert file(base).address.directions == "over it"
        assert open_conflicts(base) == []
    exchange.hold_all()


def test_what_a_laptop_said_after_that_and_did_not_know_of_it_stays_there_and_clashes_anew(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        base.record(correction(FAMILY, "left of the mill"))
    exchange.laptop.correct(FAMILY, "behind the mill")
    exchange.sync_laptop()
    exchange.sync_base()
    with exchange.at_base() as base:
        (conflict,) = open_conflicts(base)
        settle(base, read_conflict(base, conflict), ConflictChoice.NEITHER, "over it", "Rang them.")
    exchange.laptop.correct(FAMILY, "the mill burnt down")

    exchange.sync()

    assert on_laptop(exchange).address.directions == "the mill burnt down"
    with exchange.at_base() as base:
        assert len(open_conflicts(base)) == 1
    exchange.hold_all()


def test_a_consent_that_was_withdrawn_at_base_is_not_given_on_the_laptop_any_more(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    with exchange.at_base() as base:
        keep_withdrawal(base, ByCode(code, Withdrawn.LINKAGE))

    exchange.sync()

    with exchange.laptop.open() as store:
        carer = PersonId(DELIVERED[0].details.people[0].person)
        stands = read_stands(store.rows, FAMILY, carer)
    assert State.WITHDRAWN in {each.state for each in stands}
    exchange.hold_all()
