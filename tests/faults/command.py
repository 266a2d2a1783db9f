"""The `doorstep` command in a real child process, and what its folder held before and after.

Owns starting it and how a refusal reads. Refuses to own which refusal is due.
"""

import atexit
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from store.errors import StoreError
from tests.faults import practice
from tests.faults.warm_command import RUN

LINE = practice.PASSPHRASE.encode() + b"\n"
LONGEST_S = 120

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
    *words: str | Path,
    line: bytes = LINE,
    environment: Mapping[str, str] | None = None,
    before: str = "",
    is_fresh: bool = False,
) -> Ran:
    """Run the command to its end.

    Args:
        words: Its arguments.
        line: Its standard input.
        environment: On top of ours; an empty value takes a variable away.
        before: Python that runs first in the same process, for what a machine can be and a test cannot make it.
        is_fresh: Whether the interpreter starts for it, instead of a process being forked that has loaded the command:
            for what rests on how Python starts, or on what is loaded when.
    """
    environment = {name: value for name, value in {**os.environ, **(environment or {})}.items() if value}
    if not is_fresh:
        return _warm().run([str(word) for word in words], line, environment, before)
    ran = subprocess.run(
        [sys.executable, "-c", f"{before}\n{RUN}", *map(str, words)],
        input=line,
        capture_output=True,
        env=environment,
        timeout=LONGEST_S,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


class _Warm:
    """The process that has loaded the command, and what it is asked for over."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._line.settimeout(LONGEST_S)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm_command", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        assert self._line.recv(16) == b"ready"

    def run(self, words: list[str], line: bytes, environment: dict[str, str], before: str) -> Ran:
        job = {"words": words, "environment": environment, "before": before, "folder": str(Path.cwd())}
        with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            typed.write(line)
            typed.seek(0)
            socket.send_fds(self._line, [json.dumps(job).encode()], [each.fileno() for each in (typed, out, err)])
            code = int(self._line.recv(16))
            out.seek(0)
            err.seek(0)
            return Ran(code, out.read().decode(), err.read().decode())

    def close(self) -> None:
        self._line.close()
        self._process.wait()


@cache
def _warm() -> _Warm:
    warm = _Warm()
    atexit.register(warm.close)
    return warm


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
