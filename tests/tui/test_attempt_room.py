"""The form of an attempt: few keys, the outcome shown before it is kept, and nothing kept that cannot be."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import AppointmentMade, AttemptCorrected, AttemptRecorded, ContactWishRecorded, FamilyLockSet
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.field.attempt import AttemptRoom
from tui.field.contacts import ContactsScreen


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_no_contact_takes_six_keys_by_the_form(sitting: Sitting) -> None:
    sitting.press("a", "6", "enter", "enter", "enter", "enter")

    (told,) = sitting.told(AttemptRecorded)
    assert isinstance(told, AttemptRecorded)
    assert (told.told.result, told.told.mode) == (AttemptResult.NO_CONTACT, AttemptMode.VISIT)
    assert not told.told.is_late


def test_an_appointment_is_made_with_the_attempt_that_agreed_it(sitting: Sitting) -> None:
    sitting.press("a", "4", "1", "1", "enter", "enter", *"tomorrow", "space", *"18:30", *["enter"] * 5)

    (told,) = sitting.told(AttemptRecorded)
    (made,) = sitting.told(AppointmentMade)
    assert isinstance(told, AttemptRecorded)
    assert isinstance(made, AppointmentMade)
    assert told.told.reason is NoInterviewReason.APPOINTMENT
    assert told.told.next_appointment == made.appointment


def test_the_outcome_stands_there_before_it_is_kept(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "enter", "enter", "enter"):
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
        for key in ("a", "4", "2", "1", "enter", "2", "enter", "enter", "enter", "enter", "enter"):
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
        for key in ("a", "6", "enter", "enter", "enter"):
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
    sitting.press("a", "enter", "enter", "enter", "enter")

    with sitting.open() as store:
        left = store.rows("SELECT count(*) FROM localdraft")

    assert left == [(0,)]
    assert len(sitting.told(AttemptRecorded)) == 1


def test_what_cannot_be_kept_says_why_and_stays(sitting: Sitting) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("a", "6", "enter", *["backspace"] * 3, *"23:59", "enter", "enter"):
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
    sitting.press("n", "enter", "enter", "r", "4", "3", "1", *["enter"] * 8)

    (kept,) = sitting.told(AttemptRecorded)
    (anew,) = sitting.told(AttemptCorrected)
    assert isinstance(kept, AttemptRecorded)
    assert isinstance(anew, AttemptCorrected)
    assert anew.attempt == kept.attempt
    assert kept.told.result is AttemptResult.NO_CONTACT
    assert anew.told is not None
    assert (anew.told.result, anew.told.reason) == (AttemptResult.CONTACT_RESPONDENT, NoInterviewReason.AWAY)
