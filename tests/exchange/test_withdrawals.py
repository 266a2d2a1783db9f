"""A withdrawal by receipt code can always be recorded, and reaches base and every holder (clauses "Consent")."""

from pathlib import Path

import pytest

from store.agreement.purposes import Purpose
from store.custody.clocks import clocks_about, running_for
from store.errors import NotGivenError, ReceiptCodeFormError, WithdrawalUnclearError
from store.exchange import orders
from store.exchange.back_checks import checks, draw_checks
from store.exchange.meant_for import is_for
from store.exchange.withdrawn_by_code import (
    ByCode,
    by_code_of,
    keep_withdrawal,
    note_withdrawal,
    withdrawn_by_code,
)
from store.fieldwork.consents.asking import interview_in_error
from store.fieldwork.consents.deeds import taker_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.finding import find
from store.fieldwork.consents.known import read_stands, read_stands_without
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.state import Stand, State, Told
from store.fieldwork.consents.withdrawing import Whose, enter_in_error
from store.fieldwork.family_words import Interview
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of
from store.ids import DeviceId, FamilyId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import (
    BackCheckMatter,
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    InterviewState,
    NotAskedReason,
)
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.acts.terms.incidents import RequestEnd
from store.keeping.freshness import Frozen
from store.keeping.history import acts_about, ancestry
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, Laptop, about, told
from tests.fieldwork.consents.agreeing import OfFamily, linked_people, wave_two_families
from tests.fieldwork.consents.made_askings import NIS
from tests.fieldwork.doings import consent
from tests.keeping.test_acts import sample
from tests.tui.test_extract_command import take
from tui.forms.room import lock_elsewhere

FAMILY = FAMILIES[0]
WITHDRAWN = ConsentDecision.WITHDRAWN


@pytest.fixture
def taken(tmp_path: Path) -> tuple[Exchange, str]:
    """Base and a laptop that took down one carer's three yeses, both having heard everything; the receipt code."""
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    return exchange, code


def withdrawn(store: Store, family: FamilyId = FAMILY) -> set[Purpose]:
    found = (act for act, _ in acts_about(store, family, acts.ConsentRecorded))
    return {act.purpose for act in found if isinstance(act, acts.ConsentRecorded) and act.decision is WITHDRAWN}


def reading(store: Store) -> tuple[bool, bool]:
    """Say whether the family may be contacted again, and whether anybody of it may be linked."""
    records = [
        OfFamily(act.family, Told.from_act(act, place))
        for act, place in acts_about(store, FAMILY, acts.ConsentRecorded)
        if isinstance(act, acts.ConsentRecorded)
    ]
    lineage = ancestry(store)
    return bool(wave_two_families(records, lineage)), bool(linked_people(records, lineage, NIS))


def test_a_withdrawal_on_the_laptop_reaches_base_with_the_next_bundle(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    with exchange.at_base() as base:
        assert reading(base) == (True, True)

    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))
    exchange.sync_laptop()
    exchange.sync_base()

    with exchange.at_base() as base:
        assert withdrawn(base) == {Purpose.LINKAGE}
        assert reading(base) == (True, False)


def test_a_withdrawal_before_anybody_has_signed_in_is_kept_by_whoever_comes_in_next(
    taken: tuple[Exchange, str],
) -> None:
    exchange, code = taken
    closed = ClosedStore(exchange.laptop.folder)
    note_withdrawal(
        closed,
        ByCode(code.lower(), Withdrawn.WHOLE_SURVEY, is_linkage_too=False, is_to_delete=True, mode=ConsentMode.PHONE),
    )
    closed.release()

    with exchange.laptop.open() as store:
        assert withdrawn(store) == {Purpose.TAKE_PART, Purpose.RECONTACT}
        found = (act for act, _ in acts_about(store, FAMILY, acts.ConsentRecorded))
        told_of = [act for act in found if isinstance(act, acts.ConsentRecorded) and act.decision is WITHDRAWN]
        assert {(act.mode, act.expressed_by) for act in told_of} == {(ConsentMode.PHONE, ExpressedBy.PERSON)}
        locks = [act for act, _ in acts_about(store, FAMILY, acts.FamilyLockSet)]

    assert [act.lock for act in locks if isinstance(act, acts.FamilyLockSet)] == [FamilyLock.LOCKED]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (ByCode("ABCDE-FGHJK", Withdrawn.LINKAGE), ReceiptCodeFormError),
        (ByCode(code_of("7" * 32), Withdrawn.WHOLE_SURVEY), WithdrawalUnclearError),
        (ByCode(code_of("7" * 32), Withdrawn.PARENTS_PERMISSION), WithdrawalUnclearError),
    ],
)
def test_what_is_mistyped_or_unclear_is_refused_at_once_and_nothing_is_noted(
    taken: tuple[Exchange, str], said: ByCode, kind: type[Exception]
) -> None:
    exchange, _ = taken
    closed = ClosedStore(exchange.laptop.folder)

    with pytest.raises(kind):
        note_withdrawal(closed, said)

    assert closed.queue.waiting() == []
    closed.release()


def test_a_frozen_store_notes_a_withdrawal_and_keeps_it_once_it_takes_acts_again(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    with exchange.laptop.open() as store:
        store.frozen = Frozen.ROLLED_BACK
        keep_withdrawal(store, ByCode(code, Withdrawn.RECONTACT))
        assert withdrawn(store) == set()
        store.frozen = None

    with exchange.laptop.open() as store:
        assert withdrawn(store) == {Purpose.RECONTACT}


def test_where_the_family_is_not_held_here_base_finds_the_record(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = exchange.another("other")
    exchange.sync()
    with other.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE), sheet="S-17")
        (request,) = [act for act in told(store, acts.RequestReceived) if isinstance(act, acts.RequestReceived)]
        read = by_code_of(request)
        assert read == ByCode(code, Withdrawn.LINKAGE)

    exchange.sync()

    with exchange.at_base() as base:
        assert withdrawn(base) == {Purpose.LINKAGE}
        (closed,) = [act for act in told(base, acts.RequestClosed) if isinstance(act, acts.RequestClosed)]
        assert (closed.request, closed.end) == (request.request, RequestEnd.ANSWERED)
        assert clocks_about(base, request.request) != []
        assert running_for(base, request.request) == []
    with exchange.laptop.open() as store:
        assert withdrawn(store) == {Purpose.LINKAGE}
        assert reading(store) == (True, False)


def test_a_code_that_base_does_not_know_either_stays_an_open_request(taken: tuple[Exchange, str]) -> None:
    exchange, _ = taken
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code_of("7" * 32), Withdrawn.LINKAGE))

    exchange.sync()

    with exchange.at_base() as base:
        assert told(base, acts.RequestClosed) == []


def test_what_was_never_agreed_to_is_said_so_while_the_person_is_there(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))
        size = store.journal.size

        with pytest.raises(NotGivenError):
            keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))

        assert store.journal.size == size


def second_holder(exchange: Exchange) -> Laptop:
    """Give the family to a second laptop too, as happens where one is handed over before the other gave it back."""
    other = exchange.another("other")
    exchange.sync()
    exchange.give([FAMILY], other)
    exchange.sync()
    assert FAMILY in other.held()
    return other


def test_a_withdrawal_at_one_laptop_reaches_every_other_holder_once(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = second_holder(exchange)
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.RECONTACT))

    exchange.sync(rounds=3)

    with other.open() as store:
        assert withdrawn(store) == {Purpose.RECONTACT}
        assert about(store, FAMILY).count("consent_recorded") == 1
    with exchange.at_base() as base:
        assert reading(base) == (False, True)
    exchange.hold_all()


def test_any_further_contact_locks_the_family_on_every_device(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = second_holder(exchange)
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.ANY_CONTACT))

    exchange.sync(rounds=3)

    assert FAMILY not in other.held()
    with exchange.at_base() as base:
        assert find(base, code).family == FAMILY


def test_a_lock_that_is_set_at_a_screen_of_base_reaches_every_holder(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    with exchange.at_base() as base:
        done = withdrawn_by_code(base, ByCode(code, Withdrawn.ANY_CONTACT), base.now(), base.keys.person.staff)
        base.record(*done)
        lock_elsewhere(base, done)

    exchange.back_up()
    exchange.sync(rounds=2)

    assert FAMILY not in exchange.laptop.held()


def test_two_holders_do_not_lock_each_other_for_ever(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    second_holder(exchange)
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.ANY_CONTACT))
    exchange.sync(rounds=3)
    with exchange.at_base() as base:
        ordered = len(told(base, acts.OrderIssued))

    exchange.sync(rounds=3)

    with exchange.at_base() as base:
        assert len(told(base, acts.OrderIssued)) == ordered


def test_any_further_contact_told_to_base_locks_the_family_on_the_laptop(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    with exchange.at_base() as base:
        keep_withdrawal(base, ByCode(code, Withdrawn.ANY_CONTACT))

    exchange.back_up()
    exchange.sync(rounds=2)

    assert FAMILY not in exchange.laptop.held()


def test_a_yes_after_a_withdrawal_stands_though_base_told_the_withdrawal_on(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = second_holder(exchange)
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.RECONTACT))
        (said,) = [
            act
            for act, _ in acts_about(store, FAMILY, acts.ConsentRecorded)
            if isinstance(act, acts.ConsentRecorded) and act.decision is WITHDRAWN
        ]
        store.record(
            said.model_copy(update={"record": "9" * 32, "follows": said.record, "decision": ConsentDecision.GIVEN})
        )

    exchange.sync(rounds=3)

    with exchange.at_base() as base:
        assert reading(base) == (True, True)
    with exchange.laptop.open() as store:
        assert reading(store) == (True, True)
    with other.open() as store:
        assert withdrawn(store) == {Purpose.RECONTACT}


def test_a_withdrawal_that_base_takes_down_reaches_the_laptop_that_holds_the_family(
    taken: tuple[Exchange, str],
) -> None:
    exchange, code = taken
    with exchange.at_base() as base:
        keep_withdrawal(base, ByCode(code, Withdrawn.LINKAGE))

    exchange.sync()

    with exchange.laptop.open() as store:
        assert withdrawn(store) == {Purpose.LINKAGE}
    exchange.hold_all()


def test_a_withdrawal_comes_down_in_the_bundle_that_brings_the_family(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = exchange.another("other")
    exchange.give([FAMILY], other)
    with exchange.at_base() as base:
        keep_withdrawal(base, ByCode(code, Withdrawn.LINKAGE))

    exchange.sync_base()

    assert exchange.sync_laptop(other).refused == []
    with other.open() as store:
        assert withdrawn(store) == {Purpose.LINKAGE}
    exchange.sync()
    exchange.hold_all()


def test_a_withdrawal_about_a_family_that_is_gone_holds_up_nothing_else(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    exchange.order(lambda base, to: orders.destroy(base, to, [FAMILY]))
    exchange.sync_base()
    exchange.sync_laptop()  # it is gone there, and base has yet to hear so
    with exchange.at_base() as base:
        keep_withdrawal(base, ByCode(code, Withdrawn.LINKAGE))
    exchange.give(FAMILIES[1:2])

    exchange.sync_base()
    outcome = exchange.sync_laptop()

    assert outcome.refused == []
    assert exchange.laptop.held() == {FAMILIES[1]}
    assert exchange.laptop.bodies(FAMILY) == []
    exchange.sync()
    exchange.hold_all()


@pytest.mark.parametrize("decision", ConsentDecision)
def test_nothing_but_what_takes_an_answer_back_comes_down_about_what_somebody_said(decision: ConsentDecision) -> None:
    reason = NotAskedReason.LANGUAGE if decision is ConsentDecision.NOT_ASKED else None
    said = sample(acts.ConsentRecorded).model_copy(update={"decision": decision, "not_asked_reason": reason})

    takes_back = decision in (ConsentDecision.WITHDRAWN, ConsentDecision.ENTERED_IN_ERROR)
    assert is_for(said, DeviceId("d0" * 16), DeviceId("ba" * 16)) is takes_back


@pytest.mark.parametrize("state", InterviewState)
def test_no_interview_comes_down_but_one_that_was_marked_in_error(state: InterviewState) -> None:
    marked = sample(acts.InterviewMarked).model_copy(update={"state": state})

    is_error = state is InterviewState.ENTERED_IN_ERROR
    assert is_for(marked, DeviceId("d0" * 16), DeviceId("ba" * 16)) is is_error


def linkage_of_carer(store: Store) -> Stand:
    carer = PersonId(DELIVERED[0].details.people[0].person)
    (found,) = [each for each in read_stands(store.rows, FAMILY, carer) if each.question.purpose is Purpose.LINKAGE]
    return found


def mark_in_error(store: Store, stand: Stand) -> None:
    """Mark the record that a question rests on, as the room at the door does."""
    person = stand.question.person
    whose = Whose(FAMILY, person, tuple(read_stands(store.rows, FAMILY, person)), is_of_child=False)
    left = read_stands_without(store, FAMILY, stand)
    store.record(*enter_in_error(stand, "Keyed for the wrong person.", whose, left, taker_of(store), store.now()))


def test_an_answer_that_one_laptop_marks_in_error_counts_on_no_other_holder(taken: tuple[Exchange, str]) -> None:
    exchange, _ = taken
    other = second_holder(exchange)
    with other.open() as store:
        assert linkage_of_carer(store).state is State.GIVEN
    with exchange.laptop.open() as store:
        mark_in_error(store, linkage_of_carer(store))

    exchange.sync(rounds=3)

    for laptop in (exchange.laptop, other):
        with laptop.open() as store:
            assert linkage_of_carer(store).state is State.NEVER_ASKED
    with exchange.at_base() as base:
        assert reading(base) == (True, False)
    assert other.bodies(FAMILY).count("consent_recorded") == 1
    assert exchange.sync_base().sent_count == 0  # and is told once
    exchange.hold_all()


def test_a_withdrawal_that_was_marked_in_error_is_none_on_the_other_holder_either(taken: tuple[Exchange, str]) -> None:
    exchange, code = taken
    other = second_holder(exchange)
    with exchange.laptop.open() as store:
        keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))
    exchange.sync(rounds=3)
    with other.open() as store:
        assert linkage_of_carer(store).state is State.WITHDRAWN
    with exchange.laptop.open() as store:
        mark_in_error(store, linkage_of_carer(store))

    exchange.sync(rounds=3)

    with other.open() as store:
        assert (linkage_of_carer(store).state, linkage_of_carer(store).is_live) == (State.GIVEN, True)
    with exchange.at_base() as base:
        assert reading(base) == (True, True)
    exchange.hold_all()


def test_an_answer_that_base_marks_in_error_counts_on_no_laptop_any_more(taken: tuple[Exchange, str]) -> None:
    exchange, _ = taken
    with exchange.at_base() as base:
        mark_in_error(base, linkage_of_carer(base))

    exchange.sync()

    with exchange.laptop.open() as store:
        assert linkage_of_carer(store).state is State.NEVER_ASKED
    exchange.hold_all()


def test_an_interview_that_was_marked_in_error_is_none_on_the_other_holder_either(taken: tuple[Exchange, str]) -> None:
    exchange, _ = taken
    other = second_holder(exchange)

    def interviews(store: Store) -> list[Interview]:
        found = file_of(store, FAMILY)
        assert found is not None
        return list(found.interviews)

    with other.open() as store:
        assert [each.state for each in interviews(store)] == [InterviewState.COMPLETE]
    with exchange.laptop.open() as store:
        (marked,) = interviews(store)
        store.record(interview_in_error(marked, FAMILY))

    exchange.sync(rounds=3)

    with other.open() as store:
        assert interviews(store) == []
    with exchange.at_base() as base:
        assert interviews(base) == []
        draw_checks(base)
        assert [each.candidate.matter for each in checks(base)].count(BackCheckMatter.INTERVIEW) == 0
    assert exchange.sync_base().sent_count == 0
    exchange.hold_all()


def test_who_interviewed_does_not_check_it_though_base_says_that_the_mark_was_an_error(
    taken: tuple[Exchange, str],
) -> None:
    exchange, _ = taken
    with exchange.at_base() as base:
        draw_checks(base)
        done_by = {each.candidate.record: each.candidate.done_by for each in checks(base)}
        found = file_of(base, FAMILY)
        assert found is not None
        (marked,) = found.interviews
        assert marked.interview in done_by

        base.record(interview_in_error(marked, FAMILY))

        assert {each.candidate.record: each.candidate.done_by for each in checks(base)} == done_by


def test_in_wave_two_the_laptop_that_hears_the_last_yes_taken_back_locks_the_family_itself(tmp_path: Path) -> None:
    """Clause 4.4: not with base's next bundle, which may come days after the visit."""
    exchange = Exchange(tmp_path)
    agreed = consent(FAMILY, DELIVERED[0].details.people[0].person, Purpose.RECONTACT, ConsentDecision.GIVEN)
    with exchange.at_base() as base:
        base.record(DELIVERED[0].model_copy(update={"wave": Wave.TWO}), agreed)
    exchange.give([FAMILY])
    exchange.sync()

    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
        assert file_of(store, FAMILY).wave is Wave.TWO  # type: ignore[union-attr]
        keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))
        assert file_of(store, FAMILY).standing is not Standing.LOCKED  # type: ignore[union-attr]
        keep_withdrawal(store, ByCode(code, Withdrawn.RECONTACT))
        assert file_of(store, FAMILY).standing is Standing.LOCKED  # type: ignore[union-attr]
