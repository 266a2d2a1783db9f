"""At the door, in `make demo`'s own app: keys only, nothing read but the screen."""

import sys
from pathlib import Path

import pytest

from store.fieldwork import made_up
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal
from tui.printed.demo_stage import PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

COUNT = 12
F1, F3, F9, F12 = "\x1bOP", "\x1bOR", "\x1b[20~", "\x1b[24~"
CTRL_S = "\x13"
LIST = "To do"


def test_somebody_new_finds_a_family_and_records_covers_and_locks(tmp_path: Path) -> None:
    family = list(made_up.families(COUNT, delivery="de11ea5e" * 4))[8]
    number, street = family.details.address.lines[0].split(" ", 1)

    with at_terminal("demo", "field", "--families", str(COUNT), TMPDIR=str(tmp_path)) as seat:
        seat.see("its passphrase is").press(f"{PASSPHRASE}\r")
        seat.see(LIST, without="Passphrase:")

        find(seat, "5", f"{number} {street[:4].lower()}", street[:10])
        keep_no_contact(seat)
        make_appointment(seat)
        cover(seat, street)
        lock(seat, street)

        seat.press(LEAVE)
        assert seat.until_ended() == 0
    assert list(tmp_path.iterdir()) == []


def find(seat: AtTerminal, view: str, typed: str, seen: str) -> None:
    """Look at a view, type half a street name, and go to the list."""
    seat.press(view)
    seat.see(f"[{view} ").press("/")
    seat.see_cursor_in_line(2)
    seat.press(typed)
    seat.see("1 by").press("\r")
    seat.press(F1)
    seat.see("On this screen").press(F3)
    seat.see(seen, without="On this screen")


def keep_no_contact(seat: AtTerminal) -> None:
    """Two keys."""
    seat.press("n")
    seat.see("No contact at").press("\r")
    seat.see("Kept: no contact.", without="No contact at")


def make_appointment(seat: AtTerminal) -> None:
    """Make one for tomorrow evening: when, with whom, and the rest as it stands."""
    seat.press("p")
    seat.see("Appointment").see("When is it?").press("tomorrow 18:30\r")
    seat.see("tomorrow 18:30", without="When is it?").press("1")
    seat.see("How many minutes").press(CTRL_S)
    seat.see("Is this right?").press(CTRL_S)
    seat.see("Tue 3 Nov 18:30")


def cover(seat: AtTerminal, street: str) -> None:
    """One key, and nothing of the family is there."""
    seat.press(F9)
    seat.see("November 2015", without=street[:8])


def lock(seat: AtTerminal, street: str) -> None:
    """One key, from under the cover; nothing is left on the screen."""
    seat.press(F12)
    seat.see("Passphrase:", without=street[:8])
