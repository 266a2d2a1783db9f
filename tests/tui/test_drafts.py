"""What was typed into a form survives a lock, and a kill costs no more than the line that is being typed."""

import os
import signal
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts.terms.store import LockCause
from tests.exchange.enrolled import FORGOTTEN
from tests.tui.at_terminal import at_terminal
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp

TO_THE_NOTE = ("a", "6", "enter", "enter")
"""From the list to the line for a note of an attempt without contact."""


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


async def press(app: DoorstepApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def offered(sitting: Sitting, key: str = "a") -> str:
    """Come in again, open the same form, and return what it shows."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, key)
        seen.append(screen_text(app))

    sitting.play(play)
    return seen[0]


@pytest.mark.parametrize("cause", [LockCause.IDLE, LockCause.SUSPEND, LockCause.CLOSED])
def test_a_lock_takes_nothing_that_was_typed(sitting: Sitting, cause: LockCause) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *TO_THE_NOTE, *"dog")
        app.lock(cause)

    sitting.play(play)

    assert "What was typed here before is back" in offered(sitting)
    assert "dog" in offered(sitting)


@pytest.mark.parametrize("key", ["f12", "ctrl+q"])
def test_nor_does_the_key_that_locks_or_leaves_also_under_help(sitting: Sitting, key: str) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *TO_THE_NOTE, *"dog", "f1")
        await pilot.press(key)

    sitting.play(play)

    assert "dog" in offered(sitting)


def test_a_lock_takes_nothing_of_how_somebody_is_asked_and_asking_them_leaves_no_draft(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "enter", "c", "3", *"14", "enter", "1", "1", "4", *"07")
        app.lock(LockCause.IDLE)

    sitting.play(play)

    async def go_on(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "enter", "c")
        seen.append(screen_text(app))
        await press(app, pilot, "backspace", "1", "enter", "1", "enter", "enter")
        seen.append(screen_text(app))

    seen: list[str] = []
    sitting.play(go_on)
    assert "What was typed here before is back" in seen[0]
    assert "14" in seen[0]
    assert "07" in seen[0]
    assert "We would like" in seen[1]
    with sitting.open() as store:
        assert store.rows("SELECT count(*) FROM localdraft") == [(0,)]


def test_what_was_kept_leaves_no_draft(sitting: Sitting) -> None:
    sitting.press(*TO_THE_NOTE, *"dog", "ctrl+s", "ctrl+s")

    with sitting.open() as store:
        assert store.rows("SELECT count(*) FROM localdraft") == [(0,)]
        assert store.rows("SELECT count(*) FROM attempt WHERE note = 'dog'") == [(1,)]


def test_a_form_in_which_nothing_was_said_leaves_no_draft(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "p")  # it begins with a line
        await pilot.press("f12")

    sitting.play(play)

    assert "What was typed here before is back" not in offered(sitting, "p")


def test_a_killed_app_costs_only_the_line_that_was_being_typed(sitting: Sitting) -> None:
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("a")
        seat.see("What came of it?").press("6")
        seat.see("How was contact sought?").press("\r")
        seat.see("When was it?").press("\r")
        seat.see("Anything the next visit").press("dog")
        seat.see("dog").press("\x1b[Z")  # Shift+Tab leaves the line, and is an answer too
        seat.see("When was it?").press("cat")
        seat.see("cat")

        os.kill(seat.child(), signal.SIGKILL)
        seat.until_ended()

    again = offered(sitting)
    assert "dog" in again
    assert "cat" not in again
