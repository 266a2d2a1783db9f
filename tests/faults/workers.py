"""Children to be killed: one warm process that forks them, and the pipe on which they tell.

Owns starting, killing and hearing out. Refuses to own what they do (appending) and what must be true then (ledger).
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How one child came to its end.

    Attributes:
        lines: What it told, in words, in order.
        refusal: The name of the error by which the store refused it, if it did before it was killed.
    """

    lines: list[list[str]]
    refusal: str | None


class Workers:
    """The warm process."""

    def __init__(self, warm: subprocess.Popen[bytes]) -> None:
        assert warm.stdin is not None
        assert warm.stdout is not None
        self._jobs = warm.stdin
        self._told = warm.stdout.fileno()
        self._heard = b""
        assert self._line(None) == ["ready"]

    def kill_after(self, after_s: float, job: str, folder: Path, seed: int, text: str) -> Ended:
        """Start a job, kill it without warning some seconds later, and return what it told until then."""
        pid = self._start(job, folder, seed, text)
        until = time.perf_counter() + after_s
        lines = []
        while (said := self._line(until)) is not None:
            lines.append(said)
        os.kill(pid, signal.SIGKILL)
        return self._ended(pid, lines)

    def pace(self, lines: int, job: str, folder: Path, text: str) -> tuple[Ended, float]:
        """Start a job, kill it once it told so many lines; return what it told, and the seconds that took."""
        started = time.perf_counter()
        pid = self._start(job, folder, 0, text)
        told = [line for line in (self._line(None) for _ in range(lines)) if line is not None]
        took_s = time.perf_counter() - started
        os.kill(pid, signal.SIGKILL)
        return self._ended(pid, told), took_s

    def kill_at(self, step: int, job: str, folder: Path, text: str) -> Ended:
        """Start a job that kills itself at a step, and return what it told; at its end it is killed all the same."""
        pid = self._start(job, folder, step, text)
        lines = []
        while (said := self._line(None)) != ["ended", str(pid), str(int(signal.SIGKILL))]:
            assert said is not None
            lines.append(said)
            if said[0] in {"finished", "refused", "fault"}:
                os.kill(pid, signal.SIGKILL)
                return self._ended(pid, lines)
        return self._ended(None, lines)

    def _start(self, job: str, folder: Path, seed: int, text: str) -> int:
        line = json.dumps({"job": job, "folder": str(folder), "seed": seed, "text": text})
        self._jobs.write(line.encode() + b"\n")
        self._jobs.flush()
        started = self._line(None)
        assert started is not None
        assert started[0] == "started", started
        return int(started[1])

    def _ended(self, pid: int | None, lines: list[list[str]]) -> Ended:
        """Hear a killed child out."""
        while pid is not None and (said := self._line(None)) != ["ended", str(pid), str(int(signal.SIGKILL))]:
            assert said is not None
            lines.append(said)
        faults = [said for said in lines if said[0] == "fault"]
        assert not faults, faults
        refusal = next((said[1] for said in lines if said[0] == "refused"), None)
        return Ended([said for said in lines if said[0] != "refused"], refusal)

    def _line(self, until: float | None) -> list[str] | None:
        """Return the next line in words; None if none came by then."""
        while b"\n" not in self._heard:
            left = None if until is None else max(until - time.perf_counter(), 0.0)
            if not select.select([self._told], [], [], left)[0]:
                return None
            heard = os.read(self._told, 1 << 16)
            assert heard, "the warm process ended"
            self._heard += heard
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode().split(" ")


@contextmanager
def warm_workers(environment: Mapping[str, str] | None = None, under: Sequence[str] = ()) -> Iterator[Workers]:
    """Run a warm process, whose children inherit this environment on top of ours.

    Args:
        environment: Added to ours.
        under: A command that runs it, instead of running it directly.
    """
    with subprocess.Popen(
        [*under, sys.executable, "-m", "tests.faults.appending"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    ) as warm:
        yield Workers(warm)
