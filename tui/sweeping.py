"""Garbage, swept while nobody waits for anything, and not in the middle of a key.

Owns when. Refuses to own what is garbage (Python). A sweep goes through whatever was made since the one before it:
once a sitting has gone on for some minutes that takes as long as a key does.
"""

import asyncio
import gc
import time
from collections.abc import Callable
from typing import Final

Later = Callable[[float, Callable[[], None]], object]

MADE_AT_MOST: Final = 20_000
"""So many containers are made before Python sweeps by itself, whoever waits: hundreds of keys without a rest."""

WORTH_IT: Final = 700
"""Fewer are left lying; as many as Python itself lets pile up where nobody told it otherwise."""

RESTED_S: Final = 1.0
"""So long after the last key somebody reads, or is gone."""


def sweep_seldom() -> None:
    """Let Python sweep from now on, though seldom by itself, and never what was loaded until now."""
    gc.freeze()
    gc.set_threshold(MADE_AT_MOST, *gc.get_threshold()[1:])
    gc.enable()


class Sweeper:
    """Sweeps once the keys have rested.

    Args:
        now: Returns seconds.
        later: Calls something after so many seconds; None for the loop it is stirred in.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, later: Later | None = None) -> None:
        self._now = now
        self._later = later or (lambda seconds, call: asyncio.get_running_loop().call_later(seconds, call))
        self._stirred = 0.0
        self._is_waiting = False

    def stir(self) -> None:
        """Hear that a key was pressed."""
        self._stirred = self._now()
        if not self._is_waiting:
            self._wait(RESTED_S)

    def _wait(self, seconds: float) -> None:
        self._is_waiting = True
        self._later(seconds, self._look)

    def _look(self) -> None:
        self._is_waiting = False
        left_s = self._stirred + RESTED_S - self._now()
        if left_s > 0:
            self._wait(left_s)
        elif gc.isenabled() and gc.get_count()[0] >= WORTH_IT:
            gc.collect()
