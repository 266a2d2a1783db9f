"""Somebody who reads published tables and works out what each hidden figure can be, by linear programmes.

Owns the attack, which knows nothing of how figures were hidden: what is published, that rows and columns add up, and
that no count is below nought. Refuses to own what counts as safe.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scipy.optimize import linprog

from store.exchange.suppression.tables import Hidden, Tables

_ENDS: Final = (0, 3)
"""Solved, and without an end. Source: SciPy, `scipy.optimize.linprog`."""

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
            found = _solved(objective, A_eq=matrix, b_eq=right, bounds=(0, None))
            ends.append(way * found.fun if found.status == 0 else float("inf"))
        yield Interval(place, row, column, *ends)


@dataclass(frozen=True)
class Changed:
    """By how much a figure can have changed, to whoever reads it at two times; or what it can have been at first."""

    is_change: bool
    table: int
    row: int
    column: int
    least: float
    most: float

    @property
    def is_known(self) -> bool:
        return self.most - self.least < 1e-6


def attack_both(then: Published, now: Published, *, grows: bool) -> Iterator[Changed]:
    """Yield by how much each figure can have changed, and what it can have been at first.

    Args:
        then: As it was published first; of the same shape as `now`.
        now: As it was published later.
        grows: Whether the reader knows that nothing ever falls.
    """
    places = [(-1, 0, column) for column in range(len(now.totals))]
    places += [
        (place, row, column)
        for place, of in enumerate(now.tables)
        for row, line in enumerate(of)
        for column in range(len(line))
    ]
    count = len(places)
    at = {place: n for n, place in enumerate(places)}
    bounds = [
        (0, None) if figure is None else (figure, figure)
        for published in (then, now)
        for figure in (_figure(published, *place) for place in places)
    ]
    matrix: list[list[int]] = []
    for parts in _sums(now):
        for offset in (0, count):
            line = [0] * (2 * count)
            for part in parts:
                line[offset + at[part]] += -1 if part == parts[-1] else 1
            matrix.append(line)
    falls: list[list[int]] | None = [[0] * (2 * count) for _ in places] if grows else None
    for n, line in enumerate(falls or []):
        line[n], line[count + n] = 1, -1
    for is_change in (True, False):
        for n, place in enumerate(places):
            ends = []
            for way in (1, -1):
                objective = [0] * (2 * count)
                objective[n] = -way if is_change else way
                objective[count + n] = way if is_change else 0
                found = _solved(
                    objective, A_ub=falls, b_ub=[0] * count if falls else None, A_eq=matrix, b_eq=[0] * len(matrix),
                    bounds=bounds,
                )  # fmt: skip
                ends.append(way * found.fun if found.status == 0 else way * float("-inf"))
            yield Changed(is_change, *place, *ends)


def _solved(objective: list[int], **held: Any) -> Any:
    """Return what comes of a programme that has a solution, for the true table is one: its end, or that there is none.

    What has no end HiGHS may take for what has no solution, as long as it simplifies it beforehand.
    """
    found = linprog(objective, **held, method="highs")
    if found.status not in _ENDS:
        found = linprog(objective, **held, method="highs", options={"presolve": False})
    assert found.status in _ENDS, found.message
    return found


def _figure(published: Published, table: int, row: int, column: int) -> Figure:
    return published.totals[column] if table < 0 else published.tables[table][row][column]


def _sums(published: Published) -> Iterator[list[tuple[int, int, int]]]:
    """Yield the figures that add up to the last of them: along each row, and down each column."""
    columns = range(len(published.totals))
    yield [(-1, 0, column) for column in columns]
    for place, of in enumerate(published.tables):
        for row in range(len(of)):
            yield [(place, row, column) for column in columns]
        for column in columns:
            yield [*((place, row, column) for row in range(len(of))), (-1, 0, column)]


def _left(figures: Sequence[int], out: Sequence[bool]) -> list[Figure]:
    return [None if is_out else figure for figure, is_out in zip(figures, out, strict=True)]
