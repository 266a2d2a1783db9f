"""The `doorstep` command in a real child process, and what its folder held before and after.

Owns starting it and how a refusal reads. Refuses to own which refusal is due.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from store.errors import StoreError
from tests.faults import practice

LINE = practice.PASSPHRASE.encode() + b"\n"
LONGEST_S = 120

RUN = "import sys; from tui.__main__ import main; sys.exit(main(sys.argv[1:]))"
"""What the installed command does."""

WITHOUT_ROOTS_RIGHTS = """
import ctypes, os, sys
if sys.platform == "linux" and os.geteuid() == 0:
    version_3, no_rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(version_3, no_rights) == 0
"""
"""Root may write where nobody may; after this it may no more than the owner of a file.

Source: capset(2), which the C library passes on.
"""

CLOCK = """
import datetime, store.clock
class Moved(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.datetime.now(zone) + datetime.timedelta(minutes=MINUTES)
store.clock.datetime = Moved
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How the command came out."""

    code: int
    out: str
    err: str


def doorstep(
    *words: str | Path, line: bytes = LINE, environment: Mapping[str, str] | None = None, before: str = ""
) -> Ran:
    """Run the command to its end.

    Args:
        words: Its arguments.
        line: Its standard input.
        environment: On top of ours; an empty value takes a variable away.
        before: Python that runs first in the same process, for what a machine can be and a test cannot make it.
    """
    inherited = {**os.environ, **(environment or {})}
    ran = subprocess.run(
        [sys.executable, "-c", f"{before}\n{RUN}", *map(str, words)],
        input=line,
        capture_output=True,
        env={name: value for name, value in inherited.items() if value},
        timeout=LONGEST_S,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def moved_clock(minutes: int) -> str:
    """Return what moves the machine's clock for a child."""
    return CLOCK.replace("MINUTES", str(minutes))


def hold_refused(ran: Ran, refusal: StoreError) -> None:
    """Make sure that the command refused in these two sentences, whatever their numbers, and said nothing else."""
    assert (ran.code, ran.out) == (1, ""), ran
    assert _without_numbers(ran.err) == _without_numbers(f"{refusal.message}\n{refusal.hint}\n")


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of everything under a folder, by name; empty where there is none."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.rglob("*")
    }


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "N", text)
