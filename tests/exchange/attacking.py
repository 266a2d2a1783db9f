"""Somebody who reads published tables and works out what each hidden figure can be, by linear programmes.

Owns the attack, which knows nothing of how figures were hidden: what is published, that rows and columns add up, and
that no count is below nought. Refuses to own what counts as safe.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scipy.optimize import linprog

from store.exchange.suppression.tables import Hidden, Tables

Figure = int | None
"""None where it is hidden."""


@dataclass(frozen=True)
class Published:
    """Figures as anybody reads them; the last of each row is its total, and so is the last of the totals."""

    totals: Sequence[Figure]
    tables: Sequence[Sequence[Sequence[Figure]]]


@dataclass(frozen=True)
class Interval:
    """What a hidden figure can be; `table` is -1 for the shared totals."""

    table: int
    row: int
    column: int
    lowest: float
    highest: float

    @property
    def width(self) -> float:
        return self.highest - self.lowest


def publish(tables: Tables, hidden: Hidden) -> Published:
    """Return what is left of some tables."""
    return Published(
        _left([*tables.totals, tables.base], hidden.totals),
        [
            [_left([*cells, sum(cells)], out) for cells, out in zip(table.cells, of, strict=True)]
            for table, of in zip(tables.tables, hidden.tables, strict=True)
        ],
    )


def attack(published: Published) -> Iterator[Interval]:
    """Yield what each hidden figure can be."""
    lines = [(-1, 0, published.totals)]
    lines += [(place, row, line) for place, of in enumerate(published.tables) for row, line in enumerate(of)]
    variables: dict[tuple[int, int, int], int] = {}
    known: dict[tuple[int, int, int], int] = {}
    for place, row, line in lines:
        for column, figure in enumerate(line):
            if figure is None:
                variables[place, row, column] = len(variables)
            else:
                known[place, row, column] = figure
    last = len(published.totals) - 1
    sums = [[(place, row, column) for column in range(last + 1)] for place, row, _ in lines]
    for place, of in enumerate(published.tables):
        sums += [[*((place, row, column) for row in range(len(of))), (-1, 0, column)] for column in range(last + 1)]
    matrix, right = [], []
    for parts in sums:
        coefficients = [0] * len(variables)
        constant = 0
        for part in parts:
            sign = -1 if part == parts[-1] else 1
            if part in variables:
                coefficients[variables[part]] += sign
            else:
                constant += sign * known[part]
        if any(coefficients):
            matrix.append(coefficients)
            right.append(-constant)
        else:
            assert constant == 0
    for (place, row, column), at in variables.items():
        ends = []
        for way in (1, -1):
            objective = [0] * len(variables)
            objective[at] = way
            found = linprog(objective, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(way * found.fun if found.status == 0 else float("inf"))
        yield Interval(place, row, column, *ends)


def _left(figures: Sequence[int], out: Sequence[bool]) -> list[Figure]:
    return [None if is_out else figure for figure, is_out in zip(figures, out, strict=True)]
