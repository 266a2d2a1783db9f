"""What a terminal can throw at the app: a megabyte, a key held down, its own end; what was acknowledged stays."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.keeping.acts import AttemptRecorded
from tests.exchange.enrolled import FORGOTTEN
from tests.tui.at_terminal import LEAVE, LOCK, AtTerminal, at_terminal
from tests.tui.sitting import Sitting
from tui.forms.asking import LETTERS_AT_MOST

NO_CONTACT = ("n", "No contact at", "\r", "Kept: no contact.")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


@pytest.fixture
def seat(sitting: Sitting) -> Iterator[AtTerminal]:
    with at_terminal("--store", str(sitting.folder), "--clock-is-right") as seat:
        seat.see("Passphrase:").press(f"{FORGOTTEN}\r")
        yield seat.see("To do 6", without="Passphrase:")


def keep_an_attempt_and_type_a_note(seat: AtTerminal) -> None:
    ask, asked, agree, kept = NO_CONTACT
    seat.press(ask)
    seat.see(asked).press(agree)
    seat.see(kept).press("a")
    seat.see("What came of it?").press("6\r\rdog")
    seat.see("dog")


@pytest.mark.parametrize("ending", ["hang up", "close"])
def test_a_terminal_that_goes_takes_nothing_with_it(sitting: Sitting, seat: AtTerminal, ending: str) -> None:
    keep_an_attempt_and_type_a_note(seat)

    if ending == "hang up":
        os.kill(seat.child(), signal.SIGHUP)
        seat.see("Passphrase:", without="dog").press(LEAVE)
    else:
        seat.close()
    seat.until_ended()

    assert len(sitting.told(AttemptRecorded)) == 1
    with sitting.open() as store:
        ((draft,),) = store.rows("SELECT draft FROM localdraft WHERE draft != ''")
    assert '"note": "dog"' in draft


def test_a_key_held_down_and_a_megabyte_leave_it_answering(sitting: Sitting, seat: AtTerminal) -> None:
    seat.press("j" * 300 + "k" * 300 + "/")
    seat.paste("N" * 1_000_000)
    seat.see("0 by").press("\x15\r")
    seat.see("6 by").press("a")
    seat.see("What came of it?").press("6\r\r")
    seat.see("Anything the next visit")
    seat.paste("note " * 200_000)
    seat.see("note note").press("\r")
    seat.see("What kind of dwelling").press("\r")
    seat.see("Is this right?").press("\r")
    seat.see("✓", without="Is this right?").press(LEAVE)
    seat.until_ended()

    (kept,) = sitting.told(AttemptRecorded)
    assert isinstance(kept, AttemptRecorded)
    assert str(kept.told.note).startswith("note note")


@pytest.mark.parametrize("ending", ["lock", "hang up"])
def test_a_megabyte_that_comes_as_keys_holds_up_neither_the_lock_nor_the_end(
    sitting: Sitting, seat: AtTerminal, ending: str
) -> None:
    """As from a terminal that marks nothing as pasted; such as the Linux console."""
    keep_an_attempt_and_type_a_note(seat)
    seat.send("note " * 200_000)

    if ending == "lock":
        seat.press(LOCK)
    else:
        os.kill(seat.child(), signal.SIGHUP)
    seat.see("Passphrase:", without="note")
    seat.press(LEAVE)
    seat.until_ended()

    with sitting.open() as store:
        ((draft,),) = store.rows("SELECT draft FROM localdraft WHERE draft != ''")
    assert '"note": "dog' in draft
    assert len(draft) < LETTERS_AT_MOST  # whoever locks does not wait until the answer is as long as one may be
    assert len(sitting.told(AttemptRecorded)) == 1
