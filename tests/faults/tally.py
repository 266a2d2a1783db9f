"""What a fault suite counted.

Owns the counts and how one row of the table reads. Refuses to own what counts as what: each suite says.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Tally:
    """One suite's counts.

    Attributes:
        suite: What was done, as a person reads it.
        tried: Faults made.
        refused: Faults that were refused or detected, each by a name.
        survived: Faults after which everything acknowledged was there, and was the same.
        lost: What was acknowledged and is missing, changed or doubled without anything saying so; one line each.
        named: By what the faults were caught, and how often.
    """

    suite: str
    tried: int = 0
    refused: int = 0
    survived: int = 0
    lost: list[str] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add the seconds that pass inside."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - started

    def add(self, other: "Tally") -> None:
        """Count another suite's faults as this one's."""
        self.tried += other.tried
        self.refused += other.refused
        self.survived += other.survived
        self.lost += other.lost
        self.named += other.named
        self.seconds += other.seconds

    def row(self) -> str:
        """Return the counts as one line of the table."""
        counts = f"{self.tried:>8,}{self.refused:>10,}{self.survived:>10,}{len(self.lost):>6,}{self.seconds:>9.1f}"
        return f"{self.suite:<58}{counts}"


HEADING = f"{'suite':<58}{'tried':>8}{'refused':>10}{'survived':>10}{'lost':>6}{'seconds':>9}"
