"""Tables of cases that were told before, at another time: nobody works a few cases out of both, by subtracting. Pure.

Owns what of the later tables is hidden for the sake of the earlier ones. Refuses to own the rectangles (protecting).

Whoever has both reads, of every figure that both show, by how much it changed: a table of the change, whose figures add
up like those of any other. So three things are hidden of the later one: what is few in it, what was hidden before, and
what rests on a few changes, each with the figures that it takes so that nobody works it out. That is safe because each
figure that changed can hold six more or fewer by a rectangle that lies in what is hidden of the later tables alone, and
each that was hidden before by one that lies in what both hide. No change is few: nought is among them, as in any table.

Tables that are told more finely than before, or by other areas, are not compared but refused: what was told coarsely
once is told as coarsely ever after.

Source: agreement 12.1a, "no output that allows a cell to be worked out"; Hundepool et al., "Statistical Disclosure
Control" (2012), 5.4.2, on linked tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.exchange.suppression.protecting import suppress
from store.exchange.suppression.tables import Hidden, Table, Tables

JOINED = "+"
"""Between the names of what is told together in one column."""


@dataclass(frozen=True, slots=True)
class Told:
    """Tables that were let out, and what of them was not."""

    tables: Tables
    hidden: Hidden


def suppress_after(tables: Tables, up_to: int, before: Sequence[Told]) -> tuple[Tables, Hidden] | None:
    """Return what is published of tables of which others were let out before, and what of that is hidden.

    Args:
        tables: As they stand now.
        up_to: As `suppress`.
        before: What was told of the same cases as they stood then, in any order.

    Returns:
        The tables with every row that was told before: one that is left out would say that it has no case. None where
        they cannot be told this way: more finely than before, or where some figures grew and others fell.
    """
    tables = with_rows_of(tables, [each.tables for each in before])
    found = hidden = suppress(tables, up_to)
    for each in before:
        then = as_now(each, tables)
        changed = None if then is None else change(then.tables, tables)
        if then is None or changed is None:
            return None
        hidden = _both(_both(hidden, then.hidden), suppress(changed, up_to))
    sizes = [*(sum(map(sum, table)) for table in hidden.tables), sum(hidden.totals)]
    others = tuple(n - m for n, m in zip(sizes, found.few_count, strict=True))
    return tables, Hidden(hidden.totals, hidden.tables, found.few_count, others)


def as_now(told: Told, tables: Tables) -> Told | None:
    """Return what was told, by the columns, tables and rows of later ones; None where it cannot be.

    The later ones have every row that was told. A figure that stands for several is hidden where any of them was.
    """
    places = _places(told.tables.columns, tables.columns)
    by = {table.rows_by: n for n, table in enumerate(told.tables.tables)}
    if places is None or any(table.rows_by not in by for table in tables.tables):
        return None
    found: list[Table] = []
    hidden: list[tuple[tuple[bool, ...], ...]] = []
    for table in tables.tables:
        then, out = told.tables.tables[by[table.rows_by]], told.hidden.tables[by[table.rows_by]]
        known = {name: n for n, name in enumerate(then.rows)}
        cells, outs = [], []
        for row in table.rows:
            at = known.get(row)
            cells.append(tuple(0 if at is None else sum(then.cells[at][n] for n in of) for of in places))
            # a row that was not told then is nobody's secret: it was not there, or had no case
            outs.append(tuple(at is not None and any(out[at][n] for n in of) for of in [*places, [-1]]))
        found.append(Table(table.rows_by, table.rows, tuple(cells)))
        hidden.append(tuple(outs))
    totals = tuple(sum(told.tables.totals[n] for n in of) for of in places)
    outs_of_totals = tuple(any(told.hidden.totals[n] for n in of) for of in [*places, [-1]])
    none = (0,) * (len(found) + 1)
    return Told(
        Tables(tables.columns_by, tables.columns, totals, tuple(found)),
        Hidden(outs_of_totals, tuple(hidden), none, none),
    )


def with_rows_of(tables: Tables, others: Sequence[Tables]) -> Tables:
    """Return tables with the rows that others of the same name have beside theirs; what is not there has no case."""
    found = []
    nothing = (0,) * len(tables.columns)
    for table in tables.tables:
        cells = dict(zip(table.rows, table.cells, strict=True))
        told = {row for other in others for of in other.tables if of.rows_by == table.rows_by for row in of.rows}
        rows = (*table.rows, *sorted(told - set(table.rows)))
        found.append(Table(table.rows_by, rows, tuple(cells.get(row, nothing) for row in rows)))
    return Tables(tables.columns_by, tables.columns, tables.totals, tuple(found))


def change(then: Tables, now: Tables) -> Tables | None:
    """Return by how much every figure grew, or by how much every one fell; None where some did this and some that.

    Args:
        then: As they were.
        now: As they are, of the same shape.
    """
    lines = [(then.totals, now.totals)]
    for before, after in zip(then.tables, now.tables, strict=True):
        lines += zip(before.cells, after.cells, strict=True)
    grown = [[n - m for m, n in zip(before, after, strict=True)] for before, after in lines]
    every = [each for line in grown for each in line]
    if min(every, default=0) < 0 < max(every, default=0):
        return None
    sign = -1 if min(every, default=0) < 0 else 1
    changed = iter([tuple(sign * each for each in line) for line in grown])
    totals = next(changed)
    tables = tuple(Table(of.rows_by, of.rows, tuple(next(changed) for _ in of.rows)) for of in now.tables)
    return Tables(now.columns_by, now.columns, totals, tables)


def _places(then: Sequence[str], now: Sequence[str]) -> list[list[int]] | None:
    """Return which columns of then each column of now is made of; None where that is not plain."""
    parts = [frozenset(name.split(JOINED)) for name in then]
    found = []
    for name in now:
        wanted = frozenset(name.split(JOINED))
        of = [n for n, part in enumerate(parts) if part <= wanted]
        if frozenset().union(*(parts[n] for n in of)) != wanted:
            return None
        found.append(of)
    return found


def _both(one: Hidden, other: Hidden) -> Hidden:
    totals = tuple(a or b for a, b in zip(one.totals, other.totals, strict=True))
    tables = tuple(
        tuple(tuple(a or b for a, b in zip(x, y, strict=True)) for x, y in zip(first, second, strict=True))
        for first, second in zip(one.tables, other.tables, strict=True)
    )
    return Hidden(totals, tables, one.few_count, one.others_count)
