"""How a ratio is taken, and how it is told."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One promise and what was measured.

    Attributes:
        target: The ratio, or the number, that is not to be exceeded; None where a figure is only told.
        ours, floor: In `unit`; floor is None where the promise is a number by itself.
    """

    name: str
    target: float | None
    ours: float
    floor: float | None
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_met(self) -> bool:
        return self.target is None or self.ratio <= self.target


def side_by_side(
    cases: dict[str, Callable[[int], object]],
    rounds: int,
    each: int,
    first: Callable[[str], object] = lambda _: None,
) -> dict[str, float]:
    """Return the median seconds of one call of each case; the cases take turns, so that noise falls on all alike.

    `first` is called with the name of a case before each call of it, and not timed.
    """
    taken: dict[str, list[float]] = {name: [] for name in cases}
    number = 0
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds):
            order = list(cases.items()) if turn % 2 == 0 else list(cases.items())[::-1]
            for name, case in order:
                for step in range(each):
                    first(name)
                    begun = time.perf_counter()
                    case(number + step)
                    taken[name].append(time.perf_counter() - begun)
            number += each
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def table(results: list[Result]) -> str:
    rows = [("what", "ours", "floor", "ratio", "at most", "")]
    for each in results:
        shown = f"{each.ratio:.2f} x" if each.floor else ""
        most = "" if each.target is None else f"{each.target:g}{' x' if each.floor else ' ' + each.unit}"
        floor = f"{each.floor:,.1f} {each.unit}" if each.floor else ""
        said = "" if each.target is None else ("met" if each.is_met else "MISSED")
        rows.append((each.name, f"{each.ours:,.1f} {each.unit}", floor, shown, most, f"{said} {each.note}".strip()))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
