"""At base, in `doorstep demo base`: keys only, nothing read but the screen."""

import sys
from pathlib import Path

import pytest

from tests.tui.at_terminal import LEAVE, at_terminal
from tui.printed.demo_stage import PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

F12 = "\x1b[24~"


def test_a_supervisor_sees_the_board_gives_a_family_and_locks(tmp_path: Path) -> None:
    with at_terminal("demo", "base", "--families", "12", TMPDIR=str(tmp_path)) as seat:
        seat.see("passphrase is").press(f"{PASSPHRASE}\r")
        seat.see("For the team, not for release.", without="Passphrase:")
        seat.see("By interviewer").see("QUIET for 6 days")

        seat.press("f")
        seat.see("[5 All 12]").press("1")
        seat.see("[1 To give 3]").press("a11")
        seat.see("How many of them").press("\r")
        seat.see("Is this right?").press("\r")
        seat.see("3 families given to Laptop A").see("[1 To give 0]")

        seat.press(F12)
        seat.see("Passphrase:", without="To give").press(LEAVE)
        assert seat.until_ended() == 0
    assert list(tmp_path.iterdir()) == []
