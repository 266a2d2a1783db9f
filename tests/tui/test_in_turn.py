"""Keys that arrive in one burst do what they would do one by one, in their order."""

from pathlib import Path

import pytest

from store.keeping.acts import AttemptRecorded
from tests.exchange.enrolled import FORGOTTEN
from tests.tui.at_terminal import LEAVE, at_terminal
from tests.tui.sitting import Sitting

BACKSPACE, LEFT, HOME, TAB_BACK = "\x7f", "\x1b[D", "\x1b[H", "\x1b[Z"


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_a_whole_attempt_in_one_burst_is_kept_as_it_was_typed(sitting: Sitting) -> None:
    """Choices, a line that is put right with Backspace and arrows, back and on again, and the end."""
    line = f"dpg{BACKSPACE}{BACKSPACE}og{HOME}a {BACKSPACE * 2}bad {LEFT}{BACKSPACE}{TAB_BACK}\r\r"
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("a")
        seat.see("What came of it?").press(f"6\r\r{line}")
        seat.see("Is this right?").press("\r")
        seat.see("✓", without="Is this right?").press(LEAVE)
        seat.until_ended()

    (kept,) = sitting.told(AttemptRecorded)
    assert isinstance(kept, AttemptRecorded)
    assert kept.told.note == "ba dog"


def test_two_fields_in_one_burst_each_hold_their_own(sitting: Sitting) -> None:
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        seat.see("To do 6").press("o")
        seat.see("The same again").press("739\x7f13\r7313\r")

        seat.see("The PIN for the cover is set.").press(LEAVE)
        seat.until_ended()
