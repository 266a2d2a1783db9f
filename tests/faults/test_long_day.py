"""Eight hours at twenty times the pace of the field, pressed into minutes: nothing lost, nothing that grows with time.

Owns the keys and what is measured. What an interviewer does in a day is the benchmarks' own: 60 families, 300 acts.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.keeping.inspection import inspect
from tests.benchmarks import stores
from tests.benchmarks.days import FAMILIES
from tests.benchmarks.door.laptops import PASSPHRASE, make_laptop
from tests.benchmarks.terminal.processes import resident_mib
from tests.faults.tally import Tally
from tests.tui.at_terminal import LEAVE, AtTerminal, at_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pseudo terminal, and memory as Linux counts it")

TIMES = 20
DAY = TIMES * FAMILIES
"""Calls of the long form: each looks at a family, keeps "no contact", and looks at the list again."""
CI = 40
SITTING = 10
"""Calls between unlocking the laptop and locking it."""
GROWTH = 1.1
"""What memory may be at the end beside a quarter of the way, and an act's bytes in the second half beside the first."""
PAGE_BYTES = 4096
F3, F12, DOWN = "\x1bOR", "\x1b[24~", "\x1b[B"
LIST, FAMILY, ASKED, KEPT, PROMPT = "To do", "w Going in", "No contact at", "Kept: no contact.", "Passphrase:"


@dataclass(frozen=True, slots=True)
class Measured:
    """How it stood at one moment.

    Attributes:
        calls: Kept by then.
        mib: Memory of every process, before it was locked.
        file_bytes: Of the store's folder, once it was.
    """

    calls: int
    mib: float
    file_bytes: int


def work(calls: int, folder: Path) -> Tally:
    """Work so many calls at a terminal, and say what was lost and what grew."""
    tally = Tally(f"a day of {calls:,} calls at the door, by keys")
    laptop = make_laptop(folder / "laptop", FAMILIES)
    measured = []
    with tally.timed(), at_terminal("--store", str(laptop)) as seat:
        for sitting in range(calls // SITTING):
            _unlock(seat)
            for _ in range(SITTING):
                _call(seat)
                tally.tried += 1
            mib = resident_mib([seat.pid, *seat.processes()])
            seat.press(F12)
            seat.see(PROMPT)
            if sitting + 1 in {calls // SITTING // part for part in (4, 2, 1)}:
                measured.append(Measured(tally.tried, mib, _size(laptop)))
        seat.press(LEAVE)
        seat.until_ended()
    tally.survived = _kept(laptop)
    if tally.survived != tally.tried:
        tally.lost.append(f"{tally.tried:,} calls were shown as kept, {tally.survived:,} are")
    tally.lost += _grown(*measured)
    tally.named = Counter({f"MiB after {each.calls:,}": round(each.mib) for each in measured})
    tally.named |= Counter({f"bytes after {each.calls:,}": each.file_bytes for each in measured})
    return tally


def _unlock(seat: AtTerminal) -> None:
    seat.see(PROMPT).press(f"{PASSPHRASE}\r")
    seat.see(LIST, without=PROMPT)


def _call(seat: AtTerminal) -> None:
    """Look at the family pointed at, come back, keep that nobody was there, and go on to the next."""
    seat.press("\r")
    seat.see(FAMILY).press(F3)
    seat.see(LIST, without=FAMILY).press("n")
    seat.see(ASKED).press("\r")
    seat.see(KEPT, without=ASKED).press(DOWN)


def _grown(early: Measured, middle: Measured, late: Measured) -> list[str]:
    """Return what did not stay flat."""
    grown = []
    if late.mib > GROWTH * early.mib:
        grown.append(f"memory went from {early.mib:.0f} to {late.mib:.0f} MiB")
    first = (middle.file_bytes - early.file_bytes) / (middle.calls - early.calls)
    last = (late.file_bytes - middle.file_bytes) / (late.calls - middle.calls)
    if (last - GROWTH * first) * (late.calls - middle.calls) > PAGE_BYTES:  # the file grows by whole ones
        grown.append(f"a call took {first:,.0f} bytes at first and {last:,.0f} at the end")
    return grown


def _size(laptop: Path) -> int:
    return sum(path.stat().st_size for path in laptop.iterdir())


def _kept(laptop: Path) -> int:
    with stores.open_at(laptop) as store:
        inspect(store, signatures=True)
        ((attempts,),) = store.rows("SELECT count(*) FROM attempt")
        return int(attempts)


def test_a_day_at_the_door_loses_nothing_and_does_not_grow(tmp_path: Path) -> None:
    tally = work(CI, tmp_path)

    assert tally.lost == []
    assert tally.survived == tally.tried == CI
