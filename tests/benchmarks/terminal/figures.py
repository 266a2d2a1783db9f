"""Figures of several programs that took turns.

Owns turns and medians. Refuses to own what is measured (playing) and what it is held against (measuring).
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from tests.benchmarks.terminal.playing import Pressed


class Figures:
    """What was measured of one program, in every turn: samples by name."""

    def __init__(self) -> None:
        self._samples: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, name: str, *samples: float) -> None:
        """Add what was measured once more."""
        self._samples[name] += samples

    def add_keys(self, name: str, keys: Iterable[Pressed]) -> None:
        """Add what came of some keys, each figure of them below the name."""
        for key in keys:
            self.add(f"{name}, ms", key.settled_ms)
            self.add(f"{name}, processor", key.processor_ms)
            self.add(f"{name}, bytes", key.written_bytes)
            self.add(f"{name}, frames", key.frames)

    def __getitem__(self, name: str) -> float:
        """The median.

        Raises:
            KeyError: Nothing of that name was measured.
        """
        if name not in self._samples:
            raise KeyError(name)
        return statistics.median(self._samples[name])

    def most(self, name: str) -> float:
        """Return the largest."""
        return max(self._samples[name])


Turn = Callable[[Figures], None]
"""Plays at a program from its start to its end, once, and adds what it measured."""


def in_turns(turns: Mapping[str, Turn], rounds: int, rehearsals: int = 1) -> dict[str, Figures]:
    """Let every program have its turn in every round, forwards and backwards, so that noise falls on all alike.

    Args:
        turns: By name.
        rounds: How many are counted.
        rehearsals: How many come first and are not: whatever lies on the disk is in memory then, and compiled.
    """
    figures: dict[str, Figures] = {}
    for number in range(-rehearsals, rounds):
        for name in list(turns)[:: 1 if number % 2 == 0 else -1]:
            turns[name](Figures() if number < 0 else figures.setdefault(name, Figures()))
    return figures
