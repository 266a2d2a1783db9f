"""A full session at the door, locked, and killed: no word of a family in anything it wrote, nor in what is left of it.

Owns the session and the scan. What is looked for is every name, address and number on the laptop, and what was typed.
"""

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from store.fieldwork import made_up
from store.ids import new_id
from tests.benchmarks.door.laptops import PASSPHRASE, make_laptop
from tests.tui.at_terminal import AtTerminal, at_terminal
from tests.tui.test_locking import BLIND, may_look_into, memory_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pseudo terminal, and memory as Linux shows it")

COUNT = 12
F3, F12, CTRL_S = "\x1bOR", "\x1b[24~", "\x13"
TYPED = "quizzacious ferret under stairs"
"""Typed into a draft that is never kept."""
LONG = 6
"""Letters that a word has at least, not to stand in any program by chance."""


def canaries() -> set[bytes]:
    """Return what may be found nowhere: whole addresses, names and numbers of every family, and what was typed."""
    words = {TYPED, PASSPHRASE}
    for family in made_up.families(COUNT, new_id()):
        details = family.details
        words.update(details.address.lines)
        for person in details.people:
            words.add(f"{person.first_names} {person.surname}")
            words.update(phone.number for phone in person.phones)
    return {word.encode(encoding) for word in words if len(word) >= LONG for encoding in ("utf-8", "utf-16-le")}


def found_in(content: bytes, words: set[bytes]) -> list[bytes]:
    return sorted(set(re.findall(b"|".join(map(re.escape, words)), content)))


def everything_under(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            with suppress(FileNotFoundError):  # one that went meanwhile
                yield path, path.read_bytes()


def hold_silent(folder: Path, words: set[bytes]) -> None:
    """Scan every byte of every file, and the name of each."""
    seen = 0
    for path, content in everything_under(folder):
        seen += len(content)
        assert found_in(content, words) == [], path
        assert found_in(os.fsencode(path.name), words) == [], path
    assert seen > 500_000


def come_in(seat: AtTerminal) -> None:
    seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
    seat.see("To do", without="Passphrase:")


def work(seat: AtTerminal) -> None:
    """Look at a family, keep that nobody was there, make an appointment, and leave a form half filled."""
    seat.press("\r")
    seat.see("w Going in").press(F3)
    seat.see("To do", without="w Going in").press("n")
    seat.see("No contact at").press("\r")
    seat.see("Kept: no contact.", without="No contact at").press("p")
    seat.see("When is it?").press("tomorrow 18:30\r")
    seat.see("tomorrow 18:30", without="When is it?").press("1")
    seat.see("How many minutes").press(CTRL_S)
    seat.see("Is this right?").press(CTRL_S)
    seat.see("Tue 3 Nov 18:30", without="Is this right?").press("a")
    seat.see("Attempt")


def half_type(seat: AtTerminal) -> None:
    """Type a note into the form that stands open."""
    for key, asked in (
        ("6", "Was this the appointment?"),
        ("\r", "How was contact sought?"),
        ("\r", "When was it?"),
        ("\r", "Anything the next visit"),
    ):
        seat.press(key)
        seat.see(asked)
    seat.press(TYPED)
    seat.see(TYPED)


def test_a_session_leaves_no_word_of_a_family_locked_or_killed(tmp_path: Path) -> None:
    words = canaries()
    home = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    home |= {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")}
    for each in home.values():
        Path(each).mkdir(mode=0o700)
    laptop = make_laptop(tmp_path / "laptop", COUNT)

    with at_terminal("--store", str(laptop), **home) as seat:
        come_in(seat)
        is_seeing = may_look_into(seat.child())
        # where there is something to find, it is found
        assert not is_seeing or found_in(memory_of(seat.child()), words)
        work(seat)
        half_type(seat)
        hold_silent(tmp_path, words)
        seat.press(F12)
        seat.see("Passphrase:").see("PRACTICE")  # the next one has come as far as the store
        for pid in (seat.pid, *seat.processes()):
            assert not is_seeing or found_in(memory_of(pid), words) == []
        hold_silent(tmp_path, words)

        come_in(seat)
        for pid in (*seat.processes(), seat.pid):
            with suppress(ProcessLookupError):  # it ended with the one before
                os.kill(pid, signal.SIGKILL)
        seat.until_ended()
        hold_silent(tmp_path, words)
    if not is_seeing:
        pytest.skip(f"nothing was written; {BLIND}")
