"""Watching over an open app: it locks when nobody is there, after a sleep, and when the system says so.

Owns when. Refuses to own locking (app), and which screens must not be taken away: a screen says so itself.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from store.keeping.acts.terms.store import LockCause

if TYPE_CHECKING:
    from textual.app import App

IDLE_S: Final = 300.0
"""Agreement 9.1c and A8 ask for measures and name no time. Long enough to look for a door, short enough for a laptop
that was left on a table."""

LOOK_S: Final = 2.0
"""How often is looked. A process is not told of a sleep: the two clocks are compared, soon after waking."""

SLEPT_S: Final = 1.0
"""Clocks read one after the other differ by far less."""


class Lockable(Protocol):
    """An app that can be locked."""

    def lock(self, cause: LockCause) -> None:
        """Lock."""

    def may_lock(self) -> bool:
        """Say whether nothing is shown that must not be taken away."""


def awake_s() -> float:
    """Return seconds that stand still while the machine sleeps."""
    if sys.platform == "win32":
        return time.monotonic()  # it has no other here: a sleep is not seen, the idle time goes on
    return time.clock_gettime(getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC))  # macOS counts sleep otherwise


def elapsed_s() -> float:
    """Return seconds that go on while the machine sleeps, where the system has such a clock."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(slots=True)
class Vigil:
    """The watch over one app.

    Attributes:
        hear_system: Begins to hear what the system says; called once, in the app's loop, with what locks.
        idle_s: How long nobody has to press a key.
        awake: As `awake_s`.
        elapsed: As `elapsed_s`.
    """

    hear_system: Callable[[Callable[[LockCause], None]], None] = lambda _: None
    idle_s: float = IDLE_S
    awake: Callable[[], float] = awake_s
    elapsed: Callable[[], float] = elapsed_s
    _app: Lockable | None = field(default=None, init=False)
    _asleep: float = field(default=0.0, init=False)
    _stirred: float = field(default=0.0, init=False)

    def begin(self, app: "App[int]", lockable: Lockable) -> None:
        """Watch from now on."""
        self._app = lockable
        self._asleep, self._stirred = self._sleep(), self.elapsed()
        app.set_interval(LOOK_S, self.look)
        self.hear_system(lockable.lock)

    def stir(self) -> bool:
        """Hear that somebody pressed a key; return whether it may count: after a sleep nothing does but the lock."""
        if self.look():
            return False
        self._stirred = self.elapsed()
        return True

    def look(self) -> bool:
        """Lock if it is time; return whether it was."""
        if self._app is None:
            return False
        if self._sleep() - self._asleep > SLEPT_S:
            self._app.lock(LockCause.SUSPEND)
            return True
        if self.elapsed() - self._stirred < self.idle_s:
            return False
        if not self._app.may_lock():
            self._stirred = self.elapsed()  # somebody reads aloud or is read to; the time begins after that
            return False
        self._app.lock(LockCause.IDLE)
        return True

    def _sleep(self) -> float:
        """Return for how long the machine slept since it was started; a busy machine may pause between the two."""
        while True:
            before, elapsed, after = self.awake(), self.elapsed(), self.awake()
            if after - before < SLEPT_S / 4:
                return elapsed - after
