"""Taking a consent back: by purpose, asked and never inferred, with its effects said before it is kept."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.agreement.purposes import Purpose
from store.exchange.withdrawn_by_code import ByCode, by_code_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.known import read_stands
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.state import State
from store.keeping.acts import (
    ClockStarted,
    ConsentRecorded,
    ContactWishRecorded,
    FamilyLockSet,
    InterviewMarked,
    RequestReceived,
)
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ConsentMode, ExpressedBy, InterviewState, Relationship
from store.keeping.acts.terms.incidents import RequestKind
from tests.exchange.exchanging import Exchange
from tests.fieldwork.doings import consent
from tests.tui.consent.asking import CARER, CARER_ASKED, CHILD, CHILD_ASKED, EVERYTHING, FAMILY, records, seen_after
from tests.tui.sitting import Sitting, settled
from tui.app import DoorstepApp

HERSELF_BY_PHONE = ("1", "2", "enter")
"""She says so herself, by telephone, and gives no reason."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    """The carer agreed to everything, and the family is open."""
    sitting = Sitting(tmp_path)
    sitting.press("enter", *EVERYTHING)
    return sitting


def withdrawn(sitting: Sitting) -> list[ConsentRecorded]:
    return [each for each in records(sitting) if each.decision is ConsentDecision.WITHDRAWN]


def states(sitting: Sitting) -> dict[str, State]:
    with sitting.open() as store:
        stands = read_stands(store.rows, FAMILY.family, CARER.person)
    return {each.question.purpose.value: each.state for each in stands}


def test_linkage_is_taken_back_by_the_code_on_the_leaflet_and_nothing_else_is(sitting: Sitting) -> None:
    code = records(sitting)[0].receipt_code
    assert code is not None
    typed = code.replace("-", "").lower()

    *_, effects, kept = seen_after(sitting, "l", *typed, "enter", "1", *HERSELF_BY_PHONE, "ctrl+s")

    assert "It is left out of the next extract for linkage." in effects
    assert "The answers are kept." in effects
    assert "Withdrawal kept" in kept
    (record,) = withdrawn(sitting)
    assert (record.purpose.value, record.receipt_code, record.mode, record.expressed_by) == (
        "linkage",
        code,
        ConsentMode.PHONE,
        ExpressedBy.PERSON,
    )
    assert states(sitting) == {
        "take-part": State.GIVEN,
        "linkage": State.WITHDRAWN,
        "re-contact": State.GIVEN,
    }


def test_one_wrong_letter_of_a_code_finds_nobody(sitting: Sitting) -> None:
    code = (records(sitting)[0].receipt_code or "").replace("-", "")
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

    *_, said = seen_after(sitting, "l", *wrong.lower(), "enter")

    assert "That is no receipt code: a letter or digit is wrong, missing or too many." in said
    assert withdrawn(sitting) == []


def test_a_code_that_nobody_here_has_is_kept_all_the_same_and_goes_to_base(sitting: Sitting) -> None:
    code = code_of("7" * 32)

    *_, means, kept = seen_after(sitting, "l", *code.lower().replace("-", ""), "enter", "1", "3", "2", "enter")

    assert f"Nobody shown on this laptop has the code {code}." in means
    assert "goes to base with the next bundle" in kept
    (request,) = sitting.told(RequestReceived)
    assert isinstance(request, RequestReceived)
    assert by_code_of(request) == ByCode(code, Withdrawn.LINKAGE, mode=ConsentMode.PHONE, by=ExpressedBy.REPRESENTATIVE)
    assert withdrawn(sitting) == []


def test_whoever_takes_back_the_whole_survey_is_asked_about_linkage_and_answers(sitting: Sitting) -> None:
    *_, linkage, delete, _, _, _, effects = seen_after(sitting, "enter", "l", "1", "4", "2", "1", *HERSELF_BY_PHONE)

    assert "Do they take linkage back as well? Ask them." in linkage
    assert "Do they want their answers deleted? Ask them." in delete
    assert "Linkage stays as it was." in effects
    assert "The answers are to be deleted: base has that as a request" in effects
    assert "LOCKED" in effects
    assert withdrawn(sitting) == []


def test_the_whole_survey_taken_back_locks_the_family_and_leaves_linkage_as_it_was_asked(sitting: Sitting) -> None:
    sitting.press("enter", "l", "1", "4", "2", "1", *HERSELF_BY_PHONE, "ctrl+s")

    assert states(sitting) == {
        "take-part": State.WITHDRAWN,
        "linkage": State.GIVEN,
        "re-contact": State.WITHDRAWN,
    }
    assert {each.delete_answers for each in withdrawn(sitting)} == {True}
    assert len(sitting.told(ContactWishRecorded, FamilyLockSet)) == 2
    (request, clock) = sitting.told(RequestReceived, ClockStarted)
    assert isinstance(request, RequestReceived)
    assert isinstance(clock, ClockStarted)
    assert (request.request_kind, request.person) == (RequestKind.DELETION, CARER.person)
    assert clock.about_id == request.request


def test_a_parent_takes_a_permission_back_and_says_who_they_are(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)

    sitting.press("enter", *CHILD_ASKED, "y", "f3", "1", "enter", "l", "3", "1", "1", "1", "2", "enter", "ctrl+s")

    (record,) = withdrawn(sitting)
    assert (record.person, record.purpose.value) == (CHILD.person, "parental-permission")
    assert record.guardian is not None
    assert (record.guardian.person, record.guardian.relationship) == (CARER.person, Relationship.PARENT)


def test_what_was_never_agreed_to_is_not_offered(tmp_path: Path) -> None:
    refused = (*CARER_ASKED, "y", "c", "n", "y", "enter")

    *_, offered = seen_after(Sitting(tmp_path), "enter", *refused, "l", "1")

    assert "linkage with" not in offered
    assert "contact for wave 2" in offered
    assert "any further contact" in offered


def test_a_consent_entered_in_error_does_not_count_and_both_stay_in_sight(sitting: Sitting) -> None:
    *_, ending, _, family, history = seen_after(
        sitting, "enter", "x", "2", *"keyed twice", "enter", "enter", "end", "h"
    )

    assert "linkage: YES" in ending
    marked = records(sitting)[-1]
    assert (marked.decision, marked.reason) == (ConsentDecision.ENTERED_IN_ERROR, "keyed twice")
    assert states(sitting)["linkage"] is State.NEVER_ASKED
    assert "linkage YES" not in family
    assert "linkage: YES" in history
    assert "linkage: entered in error" in history


def test_the_last_yes_to_wave_two_that_was_an_error_locks_the_family_here_and_now(tmp_path: Path) -> None:
    """Clause 4.4: not with base's next bundle; it is said before it is kept."""
    exchange, sitting = Exchange(tmp_path / "exchange"), Sitting(tmp_path)
    agreed = consent(FAMILY.family, CARER.person, Purpose.RECONTACT, ConsentDecision.GIVEN)
    with exchange.at_base() as base:
        base.record(FAMILY.model_copy(update={"wave": Wave.TWO}), agreed)
    exchange.give([FAMILY.family])
    exchange.sync()
    sitting.folder = exchange.laptop.folder

    *_, ending, family = seen_after(sitting, "enter", "x", "1", *"of somebody else", "enter", "ctrl+s")

    assert "LOCKED at once" in ending
    assert "LOCKED: do not visit, do not ring" in family
    (lock,) = [act for act in sitting.told(FamilyLockSet) if isinstance(act, FamilyLockSet)]
    assert (lock.family, lock.follows_from) == (FAMILY.family, records(sitting)[-1].record)


def test_an_interview_that_was_marked_complete_by_a_slip_is_marked_anew(sitting: Sitting) -> None:
    _, _, ending, *_, again = seen_after(sitting, "enter", "x", "4", "enter", *CARER_ASKED)

    assert "interview: complete" in ending
    assert "Now comes the interview" in again
    sitting.press("enter", *CARER_ASKED, "p")
    marks = [each for each in sitting.told(InterviewMarked) if isinstance(each, InterviewMarked)]
    assert [each.state for each in marks] == [
        InterviewState.COMPLETE,
        InterviewState.ENTERED_IN_ERROR,
        InterviewState.PARTIAL,
    ]
    assert states(sitting)["linkage"] is State.GIVEN


def test_a_withdrawal_is_not_undone_by_the_key_that_undoes(sitting: Sitting) -> None:
    sitting.press("enter", "l", "1", "1", *HERSELF_BY_PHONE, "ctrl+s", "u")

    assert states(sitting)["linkage"] is State.WITHDRAWN


def test_going_back_from_the_code_takes_nothing_back(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("l", "f3", "enter"):
            await pilot.press(key)
            await settled(app, pilot)

    sitting.play(play)

    assert withdrawn(sitting) == []
