"""Asking somebody over a real store: each answer is kept before the next question is put."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store.agreement.purposes import Purpose
from store.errors import CeremonyOpenError, NothingToAskError, OutOfOrderError, PersonClosedError, PersonUnknownError
from store.fieldwork.consents.ceremony import MARK, Ended
from store.fieldwork.consents.deeds import (
    close_left_open,
    keep_answer,
    keep_break_off,
    keep_mark,
    respondent_of,
    taker_of,
    turn_to,
)
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.known import read_known, read_stands, read_stands_without
from store.fieldwork.consents.questions import Respondent
from store.fieldwork.consents.saying import Around
from store.fieldwork.consents.state import State
from store.fieldwork.consents.withdrawing import Whose, Withdrawing, enter_in_error, withdraw
from store.fieldwork.family import read_family
from store.ids import PersonId
from store.keeping.acts import ConsentRecorded, FamilyDelivered
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import (
    CeremonyEnd,
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    InterviewState,
    NotAskedReason,
)
from store.keeping.store import Store
from tests.exchange.exchanging import told
from tests.fieldwork.consents.made_askings import (
    GIVEN,
    LINKAGE,
    MOTHER,
    PERMISSION,
    RECONTACT,
    REFUSED,
    TAKE_PART,
    said,
)
from tests.made import families, made_base, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base's folder that holds one family."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(1))
    return folder


DELIVERED: FamilyDelivered = families(1)[0]
CARER = Respondent(DELIVERED.family, DELIVERED.details.people[0].person, "Amara", None, is_young_person=False)
CHILD = Respondent(DELIVERED.family, DELIVERED.details.people[1].person, "Zoë", 14, is_young_person=True)


def everything(store: Store, decision: ConsentDecision = GIVEN) -> None:
    """Ask the carer everything."""
    ceremony = turn_to(store, CARER, Wave.ONE)
    ceremony = keep_answer(store, ceremony, TAKE_PART, said(TAKE_PART))
    ceremony = keep_mark(store, ceremony, InterviewState.COMPLETE, store.now(), Around())
    ceremony = keep_answer(store, ceremony, LINKAGE, said(LINKAGE, decision))
    ceremony = keep_answer(store, ceremony, RECONTACT, said(RECONTACT))
    assert ceremony.next == Ended(CeremonyEnd.FINISHED)


def states(store: Store, person: Respondent) -> dict[str, State]:
    return {
        stand.question.purpose.value: stand.state for stand in read_stands(store.rows, person.family, person.person)
    }


def test_three_answers_of_one_adult_are_kept_one_by_one(folder: Path) -> None:
    with opened(folder) as store:
        everything(store, REFUSED)

        assert states(store, CARER) == {
            "take-part": State.GIVEN,
            "linkage": State.REFUSED,
            "re-contact": State.GIVEN,
        }
        with pytest.raises(NothingToAskError):
            turn_to(store, CARER, Wave.ONE)


def test_a_power_cut_between_two_answers_leaves_the_first_and_asks_the_second_again(folder: Path) -> None:
    with opened(folder) as store:
        ceremony = turn_to(store, CARER, Wave.ONE)
        ceremony = keep_answer(store, ceremony, TAKE_PART, said(TAKE_PART))
        ceremony = keep_mark(store, ceremony, InterviewState.COMPLETE, store.now(), Around())
        keep_answer(store, ceremony, LINKAGE, said(LINKAGE))

    with opened(folder) as store:
        with pytest.raises(CeremonyOpenError):
            turn_to(store, CARER, Wave.ONE)
        assert close_left_open(store) == 1
        again = turn_to(store, CARER, Wave.ONE)

        assert (again.next, again.after) == (RECONTACT, (RECONTACT,))
        assert states(store, CARER)["linkage"] is State.GIVEN


def test_an_answer_that_is_refused_keeps_nothing(folder: Path) -> None:
    with opened(folder) as store:
        ceremony = turn_to(store, CARER, Wave.ONE)
        size = store.journal.size

        with pytest.raises(OutOfOrderError):
            keep_answer(store, ceremony, LINKAGE, said(LINKAGE))

        assert store.journal.size == size


def test_a_child_who_is_not_permitted_is_closed_and_the_carer_is_not(folder: Path) -> None:
    with opened(folder) as store:
        ceremony = turn_to(store, CHILD, Wave.ONE)
        keep_answer(
            store, ceremony, PERMISSION, said(PERMISSION, REFUSED, guardian=replace(MOTHER, person=CARER.person))
        )

        with pytest.raises(PersonClosedError):
            turn_to(store, CHILD, Wave.ONE)
        assert turn_to(store, CARER, Wave.ONE).next == TAKE_PART


def test_breaking_off_leaves_a_reason_with_each_question(folder: Path) -> None:
    with opened(folder) as store:
        ceremony = turn_to(store, CARER, Wave.ONE)
        ceremony = keep_answer(store, ceremony, TAKE_PART, said(TAKE_PART))
        assert ceremony.next is MARK
        keep_break_off(store, ceremony, NotAskedReason.NOT_PRIVATE, Around())

        stands = read_stands(store.rows, CARER.family, CARER.person)
        assert {stand.reason for stand in stands if stand.state is State.NOT_ASKED} == {NotAskedReason.NOT_PRIVATE}
        assert turn_to(store, CARER, Wave.ONE).next is MARK


def test_a_withdrawal_and_an_error_are_kept_and_change_where_things_stand(folder: Path) -> None:
    with opened(folder) as store:
        everything(store)
        stands = tuple(read_stands(store.rows, CARER.family, CARER.person))
        whose = Whose(CARER.family, CARER.person, stands, is_of_child=False)

        asked = Withdrawing(Withdrawn.LINKAGE, ExpressedBy.PERSON, ConsentMode.PHONE)
        store.record(*withdraw(asked, whose, taker_of(store), store.now()))
        (recontact,) = [stand for stand in stands if stand.question.purpose is Purpose.RECONTACT]
        left = read_stands_without(store, CARER.family, recontact)
        store.record(*enter_in_error(recontact, "Keyed twice.", whose, left, taker_of(store), store.now()))

        assert states(store, CARER) == {
            "take-part": State.GIVEN,
            "linkage": State.WITHDRAWN,
            "re-contact": State.NEVER_ASKED,
        }


def test_whoever_asks_does_so_under_their_live_training(folder: Path) -> None:
    with opened(folder) as store:
        everything(store)
        records = [act for act in told(store, ConsentRecorded) if isinstance(act, ConsentRecorded)]

        assert {act.credential for act in records} == {taker_of(store).credential}
        assert taker_of(store).credential is not None


def test_what_is_known_before_anybody_is_asked_is_nothing(folder: Path) -> None:
    with opened(folder) as store:
        known = read_known(store.rows, CARER.family, CARER.person, Wave.ONE)

    assert (known.stands, known.interview, known.interview_id, known.left_open) == ((), None, None, ())


def test_somebody_of_a_family_is_asked_as_what_they_are_to_it(folder: Path) -> None:
    with opened(folder) as store, store.reader() as connection:
        file = read_family(connection, DELIVERED.family, None)
    assert file is not None
    on = date(2015, 11, 2)

    carer = respondent_of(file, CARER.person, on)
    child = respondent_of(file, CHILD.person, on)
    told_now = respondent_of(file, CHILD.person, on, age_said=16)

    assert not carer.is_young_person
    assert carer.called == DELIVERED.details.people[0].first_names
    assert child.is_young_person
    assert (told_now.age_years, told_now.is_child) == (16, False)
    with pytest.raises(PersonUnknownError):
        respondent_of(file, PersonId("0" * 32), on)
