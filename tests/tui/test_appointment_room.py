"""The form of an appointment: made in few keys, its clash said before it is kept, and what became of it told."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.clock import to_ms
from store.keeping.acts import AppointmentChanged, AppointmentMade
from store.keeping.acts.terms.attempts import AppointmentChange
from tests.fieldwork import doings
from tests.tui.sitting import DELIVERED, FAMILIES, Sitting, screen_text, settled
from tui.app import DoorstepApp

TOMORROW_HALF_PAST_SIX = (*"tomorrow", "space", *"18:30", "enter")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def booked(sitting: Sitting, place: int) -> AppointmentMade:
    """Keep an appointment tomorrow at half past six with one of the families."""
    with sitting.open() as store:
        at = (store.now() + timedelta(days=1)).replace(hour=18, minute=30, second=0, microsecond=0)
        made = doings.appointment(FAMILIES[place], to_ms(at))
        store.record(made)
    return made


def at_end(sitting: Sitting, *keys: str) -> str:
    """Press keys, and return what stands on the screen then."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)
    return seen[0]


def test_an_appointment_is_made_from_the_list(sitting: Sitting) -> None:
    sitting.press("p", *TOMORROW_HALF_PAST_SIX, "1", "ctrl+s", "enter")

    (made,) = sitting.told(AppointmentMade)
    assert isinstance(made, AppointmentMade)
    assert (made.duration_min, made.is_firm, made.person is not None) == (60, True, True)


def test_a_clash_is_said_before_it_is_kept(sitting: Sitting) -> None:
    booked(sitting, 0)

    said = at_end(sitting, "down", "p", *TOMORROW_HALF_PAST_SIX, "1", "ctrl+s")

    assert "CLASHES with" in said
    assert str(DELIVERED[0].details.address.lines[0]) in said
    assert len(sitting.told(AppointmentMade)) == 1


def test_an_attempt_that_agrees_one_says_its_clash_too(sitting: Sitting) -> None:
    booked(sitting, 0)

    said = at_end(sitting, "down", "a", "4", "1", "1", *["enter"] * 3, *TOMORROW_HALF_PAST_SIX, *["enter"] * 5)

    assert "CLASHES with" in said


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("2", AppointmentChange.KEPT),
        ("3", AppointmentChange.BROKEN_BY_RESPONDENT),
        ("4", AppointmentChange.BROKEN_BY_INTERVIEWER),
        ("5", AppointmentChange.CANCELLED),
        ("6", AppointmentChange.ENTERED_IN_ERROR),
    ],
)
def test_one_key_says_what_became_of_it(sitting: Sitting, key: str, change: AppointmentChange) -> None:
    made = booked(sitting, 0)

    sitting.press("p", "2", key, "enter", "enter")

    (told,) = sitting.told(AppointmentChanged)
    assert isinstance(told, AppointmentChanged)
    assert (told.appointment, told.change) == (made.appointment, change)


def test_one_that_is_moved_does_not_clash_with_itself(sitting: Sitting) -> None:
    made = booked(sitting, 0)

    said = at_end(sitting, "p", "2", "1", *TOMORROW_HALF_PAST_SIX[:-1], "backspace", "5", "enter", "enter", "enter")
    sitting.press("p", "enter")

    assert "It clashes with nothing." in said
    (told,) = sitting.told(AppointmentChanged)
    assert isinstance(told, AppointmentChanged)
    assert (told.change, told.duration_min, told.at_ms) == (AppointmentChange.MOVED, 60, made.at_ms + 5 * 60_000)


def test_what_became_of_it_is_taken_back_with_one_key(sitting: Sitting) -> None:
    made = booked(sitting, 0)

    sitting.press("p", "2", "5", "enter", "enter", "u")

    ended, again = sitting.told(AppointmentChanged)
    assert isinstance(ended, AppointmentChanged)
    assert isinstance(again, AppointmentChanged)
    assert (ended.change, again.change, again.at_ms) == (
        AppointmentChange.CANCELLED,
        AppointmentChange.MOVED,
        made.at_ms,
    )


def test_one_that_was_made_is_taken_back_once(sitting: Sitting) -> None:
    sitting.press("p", *TOMORROW_HALF_PAST_SIX, "1", "ctrl+s", "enter", "u", "u")

    (told,) = sitting.told(AppointmentChanged)
    assert isinstance(told, AppointmentChanged)
    assert told.change is AppointmentChange.ENTERED_IN_ERROR
