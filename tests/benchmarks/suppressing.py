"""Suppression of a 50 x 20 table with its totals, against one linear programme over the same table.

The programme is the least that can be asked of one: how much a single hidden cell can hold, with the hidden figures
alone as variables. Suppression by linear programmes solves two for every cell on few cases. The counts are made up.
"""

from collections.abc import Callable
from random import Random

from scipy.optimize import linprog
from scipy.sparse import coo_array

from store.exchange.suppression.protecting import suppress
from store.exchange.suppression.tables import Hidden, Table, Tables
from tests.benchmarks.measuring import Result, side_by_side

UP_TO = 5
MEANS = (8, 15, 30, 60)
"""Cases in a cell, on average: from a table half of whose cells are on few, to one with a few of them."""


def run(*, is_quick: bool = False) -> list[Result]:
    return [_one(mean, 2 if is_quick else 9) for mean in (MEANS[:1] if is_quick else MEANS)]


def _one(mean: int, rounds: int) -> Result:
    tables = made_up(50, 20, mean)
    hidden = suppress(tables, UP_TO)
    found = side_by_side(
        {"ours": lambda _: suppress(tables, UP_TO), "floor": programme(tables, hidden)},
        rounds,
        1,
    )
    few, others = sum(hidden.few_count), sum(hidden.others_count)
    return Result(
        f"suppress 50 x 20, {mean} cases a cell",
        2,
        found["ours"] * 1000,
        found["floor"] * 1000,
        "ms",
        f"against one linear programme; {few} cells on few cases, {others} more hidden",
    )


def made_up(rows: int, columns: int, mean: int) -> Tables:
    """Return a table of counts that are few in many cells and many in few."""
    dice = Random(2015)
    cells = tuple(tuple(int(dice.expovariate(1 / mean)) for _ in range(columns)) for _ in range(rows))
    return Tables(
        "columns",
        tuple(f"column {number}" for number in range(columns)),
        tuple(map(sum, zip(*cells, strict=True))),
        (Table("rows", tuple(f"row {number}" for number in range(rows)), cells),),
    )


def programme(tables: Tables, hidden: Hidden) -> Callable[[int], object]:
    """Return what solves one linear programme: the most that the first hidden cell can hold."""
    (table,) = tables.tables
    figures = [[*line, sum(line)] for line in (*table.cells, tables.totals)]
    is_hidden = [*hidden.tables[0], hidden.totals]
    height, width = len(figures), len(figures[0])
    at = [(row, column) for row in range(height) for column in range(width) if is_hidden[row][column]]
    signs = [1 if (row < height - 1) == (column < width - 1) else -1 for row, column in at]
    lines = [line for row, column in at for line in (row, height + column)]
    right = [0] * (height + width)
    for (row, column), sign in zip(at, signs, strict=True):
        right[row] += sign * figures[row][column]
        right[height + column] += sign * figures[row][column]
    variables = [variable for variable in range(len(at)) for _ in range(2)]
    matrix = coo_array(
        ([sign for sign in signs for _ in range(2)], (lines, variables)), shape=(height + width, len(at))
    ).tocsr()
    objective = [-1, *[0] * (len(at) - 1)]

    def solve(_: int) -> None:
        assert linprog(objective, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs").status == 0

    return solve
