"""Playing at a program: keys go in, and what comes of each is measured.

Owns what "seen" and "settled" mean. Refuses to own what is pressed (the cases) and how figures are summed (figures).

* The picture is drawn from stamped chunks after a program has settled, so that drawing is part of no latency.
* Settled is: nothing was written for `QUIET_MS`, the processes were idle meanwhile, and none waits for a processor. A
  program that thinks for two seconds in silence has not settled. The quiet time itself is not counted.
"""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Self

from tests.benchmarks.terminal import processes
from tests.benchmarks.terminal.keys import encoded
from tests.benchmarks.terminal.picture import Picture
from tests.benchmarks.terminal.program import Program
from tests.benchmarks.terminal.terminal import Chunk

QUIET_MS: Final = 60
BUSY_AT_MOST: Final = 0.15
"""Of the quiet time: a cursor that blinks is idle."""
TIMEOUT_MS: Final = 60_000
PATIENCE_MS: Final = 1_000
"""After that, a key is held to change nothing: on a busy machine a program may wait longer than it is quiet."""
_MS: Final = 1_000_000


class UnseenError(AssertionError):
    """What was waited for did not come."""


class Begun(NamedTuple):
    """A start: milliseconds to the first thing one sees and to what was waited for; what it took until then."""

    first_ms: float
    shown_ms: float
    processor_ms: float
    resident_mib: float


class Pressed(NamedTuple):
    """What came of a key.

    Attributes:
        first_ms: From the key, or the first of a burst, to the first time the picture changed; nought where it did not.
        settled_ms: From the key, or the last of a burst, to the last time it changed.
        shown_ms: To what was waited for, if anything was.
        processor_ms: Of all processes, for one key.
        written_bytes: To the terminal, for one key.
        frames: How often the picture changed.
    """

    first_ms: float
    settled_ms: float
    shown_ms: float
    processor_ms: float
    written_bytes: float
    frames: int


class Playing:
    """A program that somebody plays at; leaving the block ends it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._program = Program(command, environment)
        self._terminal = self._program.terminal
        self._picture = Picture(self._terminal.columns, self._terminal.rows)
        self._waiting: list[Chunk] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.end()

    def text(self) -> str:
        """Return what stands on the screen."""
        return self._picture.text()

    def resident_mib(self) -> float:
        """Return its memory now."""
        return processes.resident_mib(self._program.family())

    def begin(self, sought: str) -> Begun:
        """Wait for the first thing it shows, and for a pattern on the screen."""
        first_ns, shown_ns = self._see(re.compile(sought, re.MULTILINE))
        family = self._program.family()
        begun = self._program.begun_ns
        return Begun(
            (first_ns - begun) / _MS,
            (shown_ns - begun) / _MS,
            processes.processor_ns(family) / _MS,
            processes.resident_mib(family),
        )

    def settle(self) -> None:
        """Wait until nothing happens any more."""
        for chunk in self._settled():
            self._picture.feed(chunk.written)

    def press(self, key: str, sought: str | None = None) -> Pressed:
        """Press one key.

        Args:
            key: As `keys` calls it.
            sought: A pattern that must come onto the screen, before it counts as settled.

        Raises:
            UnseenError: It did not.
        """
        return self._burst(encoded(key), 1, 0, None if sought is None else re.compile(sought, re.MULTILINE))

    def type(self, text: str) -> list[Pressed]:
        """Press one key after the other, each when the last one has settled."""
        return [self.press(letter) for letter in text]

    def hold(self, key: str, count: int, hertz: float) -> Pressed:
        """Hold a key down: so many repeats, at a pace, whether or not the program follows."""
        return self._burst(encoded(key), count, 1e9 / hertz, None)

    def _burst(self, typed: bytes, count: int, every_ns: float, sought: re.Pattern[str] | None) -> Pressed:
        self.settle()
        family = self._program.family()
        before_ns = processes.processor_ns(family)
        begun_ns = pressed_ns = time.monotonic_ns()
        for number in range(count):
            self._wait_until(begun_ns + int(number * every_ns))
            pressed_ns = time.monotonic_ns()
            self._terminal.write(typed)
        first_ns = settled_ns = shown_ns = 0
        written_bytes = frames = 0
        deadline = time.monotonic_ns() + (TIMEOUT_MS if sought else PATIENCE_MS) * _MS
        while True:
            for at_ns, written in self._settled():
                written_bytes += len(written)
                if self._picture.feed(written):
                    frames += 1
                    first_ns, settled_ns = first_ns or at_ns, at_ns
                    if sought and not shown_ns and sought.search(self.text()):
                        shown_ns = at_ns
            if shown_ns or (frames and sought is None):
                break
            if time.monotonic_ns() > deadline or self._program.has_ended():
                if sought is None:
                    break
                raise UnseenError(f"{sought.pattern!r} is not on the screen:\n{self.text()}")
        spent_ns = processes.processor_ns(family) - before_ns
        stamps = ((first_ns, begun_ns), (settled_ns, pressed_ns), (shown_ns, pressed_ns))
        # What settled before the last key of a burst, at the end of a list for example, left nothing to be done.
        first_ms, settled_ms, shown_ms = (max(0, at_ns - since_ns) / _MS for at_ns, since_ns in stamps)
        return Pressed(first_ms, settled_ms, shown_ms, spent_ns / _MS / count, written_bytes / count, frames)

    def _wait_until(self, moment_ns: int) -> None:
        while (left_ns := moment_ns - time.monotonic_ns()) > 0:
            self._waiting += self._terminal.chunks(left_ns / _MS)

    def _settled(self) -> list[Chunk]:
        """Return what was written until nothing more came."""
        chunks, self._waiting = self._waiting, []
        family = self._program.family()
        deadline = time.monotonic_ns() + TIMEOUT_MS * _MS
        quiet_ns, ran_ns = time.monotonic_ns(), processes.processor_ns(family)
        while time.monotonic_ns() < deadline and not self._program.has_ended():
            more = self._terminal.chunks(QUIET_MS)
            chunks += more
            now_ns, now_ran_ns = time.monotonic_ns(), processes.processor_ns(family)
            is_idle = now_ran_ns - ran_ns <= BUSY_AT_MOST * (now_ns - quiet_ns)
            if not more and is_idle and not processes.wants_processor(family):
                break
            family = self._program.family()
            quiet_ns, ran_ns = now_ns, processes.processor_ns(family)
        return chunks

    def _see(self, sought: re.Pattern[str]) -> tuple[int, int]:
        first_ns = 0
        deadline = time.monotonic_ns() + TIMEOUT_MS * _MS
        while True:
            chunks = self._terminal.chunks((deadline - time.monotonic_ns()) / _MS)
            for place, (at_ns, written) in enumerate(chunks):
                if not self._picture.feed(written):
                    continue
                first_ns = first_ns or (0 if self._picture.is_blank() else at_ns)
                if sought.search(self.text()):
                    self._waiting += chunks[place + 1 :]
                    return first_ns, at_ns
            if not chunks or self._program.has_ended():
                raise UnseenError(f"{sought.pattern!r} is not on the screen:\n{self.text()}")
