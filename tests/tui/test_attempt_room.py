"""The form of an attempt: few keys, the outcome shown before it is kept, and nothing kept that cannot be."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import (
    AppointmentMade,
    AttemptCorrected,
    AttemptRecorded,
    ContactWishRecorded,
    FamilyLockSet,
    ObservationRecorded,
)
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, DwellingType, NoInterviewReason
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.attempt import AttemptRoom
from tui.field.contacts import ContactsScreen


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_no_contact_takes_seven_keys_by_the_form(sitting: Sitting) -> None:
    sitting.press("a", "6", *["enter"] * 5)

    (told,) = sitting.told(AttemptRecorded)
    assert isinstance(told, AttemptRecorded)
    assert (told.told.result, told.told.mode) == (AttemptResult.NO_CONTACT, AttemptMode.VISIT)
    assert not told.told.is_late


def test_an_appointment_is_made_with_the_attempt_that_agreed_it(sitting: Sitting) -> None:
    sitting.press("a", "4", "1", "1", "enter", "enter", "enter", *"tomorrow", "space", *"18:30", *["enter"] * 6)

    (told,) = sitting.told(AttemptRecorded)
    (made,) = sitting.told(AppointmentMade)
    assert isinstance(told, AttemptRecorded)
    assert isinstance(made, AppointmentMade)
    assert told.told.reason is NoInterviewReason.APPOINTMENT
    assert told.told.next_appointment == made.appointment


def test_the_outcome_stands_there_before_it_is_kept(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "enter", "enter", "enter", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "Household: still worked; if nothing more came of it: 310 no contact" in seen[0]
    assert "Still owed: 3 visits" in seen[0]
    assert sitting.told(AttemptRecorded) == []


def test_a_refusal_says_what_it_locks_before_it_does(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "4", "2", "1", "enter", "enter", "2", *["enter"] * 6):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))
        await pilot.press("ctrl+s")
        await settled(app, pilot)

    sitting.play(play)

    assert "LOCKED at once" in seen[0]
    assert len(sitting.told(ContactWishRecorded)) == 1
    assert len(sitting.told(FamilyLockSet)) == 1


def test_a_key_held_down_at_the_end_keeps_it_once(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "enter", "enter", "enter", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        assert isinstance(app.screen, AttemptRoom)
        app.screen.query_one("Asking").post_message(app.screen.query_one("Asking").Agreed())  # type: ignore[attr-defined]
        app.screen.query_one("Asking").post_message(app.screen.query_one("Asking").Agreed())  # type: ignore[attr-defined]
        await settled(app, pilot)

    sitting.play(play)

    assert len(sitting.told(AttemptRecorded)) == 1


def test_what_was_typed_is_offered_again_after_a_lock(sitting: Sitting) -> None:
    seen: list[str] = []
    sitting.press("a", "4", "5", "1", "f3")

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("a")
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "contact with respondent" in seen[0]
    assert "it is not kept yet" in seen[0]


def test_a_draft_is_gone_once_it_is_kept(sitting: Sitting) -> None:
    sitting.press("a", "6", "enter", "f3")
    sitting.press("a", *["enter"] * 5)

    with sitting.open() as store:
        left = store.rows("SELECT count(*) FROM localdraft")

    assert left == [(0,)]
    assert len(sitting.told(AttemptRecorded)) == 1


def test_what_cannot_be_kept_says_why_and_stays(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "enter", *["backspace"] * 3, *"23:59", "enter", "enter", "enter"):
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))
        assert isinstance(app.screen, AttemptRoom)

    sitting.play(play)

    assert "It cannot be kept like this" in seen[0]
    assert sitting.told(AttemptRecorded, AttemptCorrected) == []


def test_back_leads_to_the_list(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("a")
        await settled(app, pilot)
        await pilot.press("f3")
        await settled(app, pilot)
        assert isinstance(app.screen, ContactsScreen)

    sitting.play(play)


def test_the_last_attempt_is_told_anew_and_the_first_telling_stays(sitting: Sitting) -> None:
    sitting.press("n", "enter", "enter", "r", "4", "3", "1", *["enter"] * 10)

    (kept,) = sitting.told(AttemptRecorded)
    (anew,) = sitting.told(AttemptCorrected)
    assert isinstance(kept, AttemptRecorded)
    assert isinstance(anew, AttemptCorrected)
    assert anew.attempt == kept.attempt
    assert kept.told.result is AttemptResult.NO_CONTACT
    assert anew.told is not None
    assert (anew.told.result, anew.told.reason) == (AttemptResult.CONTACT_RESPONDENT, NoInterviewReason.AWAY)


def after(sitting: Sitting, *keys: str) -> str:
    """Press keys, and return what stands on the screen then."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play, (80, 50))
    return seen[0]


COMPLETE_BUT_ONE = ("a", "1", "1", "enter", "2", "enter", "4", "2", *["enter"] * 6)
"""The first of the family was interviewed, the second refused for themselves while being asked."""


def test_each_respondent_has_an_outcome_of_their_own_shown_before_it_is_kept(sitting: Sitting) -> None:
    seen = after(sitting, *COMPLETE_BUT_ONE)
    assert sitting.told(AttemptRecorded) == []

    sitting.press("a", "ctrl+s", "ctrl+s")

    (told,) = sitting.told(AttemptRecorded)
    assert isinstance(told, AttemptRecorded)
    assert "Household: 110 complete" in seen
    assert "441 refusal" in seen
    assert [each.code for each in told.told.respondents] == ["441", "110"]
    (wish,) = sitting.told(ContactWishRecorded)
    assert isinstance(wish, ContactWishRecorded)
    assert wish.person == told.told.respondents[0].person


def test_an_attempt_told_anew_has_its_respondents_again(sitting: Sitting) -> None:
    sitting.press(*COMPLETE_BUT_ONE, "ctrl+s")

    sitting.press("4", "enter", "r", "ctrl+s", "ctrl+s")

    (kept,) = sitting.told(AttemptRecorded)
    (anew,) = sitting.told(AttemptCorrected)
    assert isinstance(kept, AttemptRecorded)
    assert isinstance(anew, AttemptCorrected)
    assert anew.told == kept.told
    assert len(sitting.told(ContactWishRecorded)) == 1


def test_another_outcome_is_chosen_by_a_key_before_it_is_kept(sitting: Sitting) -> None:
    seen = after(sitting, "a", "6", *["enter"] * 4, "3")
    sitting.press("a", *["enter"] * 4, "enter")

    (told,) = sitting.told(AttemptRecorded)
    assert isinstance(told, AttemptRecorded)
    assert "3  642 " in seen
    assert "✓" in next(line for line in seen.splitlines() if line.startswith("  3  642") or " 3  642 " in line)
    assert told.told.household_code == "642"


def test_a_partial_interview_becomes_complete_at_a_later_visit(sitting: Sitting) -> None:
    sitting.press("a", "2", "1", "enter", "ctrl+s", "ctrl+s")

    seen = after(sitting, "2", "a", "1", "1", "enter", "ctrl+s")  # it stands under what is to do

    assert "Household: 110 complete" in seen
    assert "What was a partial interview is complete with this." in seen
    assert "Still owed" not in seen


def test_what_the_place_looks_like_is_kept_with_the_attempt_and_asked_once(sitting: Sitting) -> None:
    sitting.press("a", "6", "enter", "enter", "enter", "4", *["enter"] * 5)
    again = after(sitting, "a", "6", *["enter"] * 3)

    (attempt,) = sitting.told(AttemptRecorded)
    (seen,) = sitting.told(ObservationRecorded)
    assert isinstance(attempt, AttemptRecorded)
    assert isinstance(seen, ObservationRecorded)
    assert (seen.attempt, seen.dwelling) == (attempt.attempt, DwellingType.FLAT)
    assert "Is this right?" in again
