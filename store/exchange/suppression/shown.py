"""How tables look once figures are hidden: counts, percentages, a marker and the footnote that explains it. Pure.

Owns the text. Refuses to own what is hidden (protecting). A percentage is shown only where both its count and what it
is a share of are.

Source: agreement 12.1a; Government Analysis Function, "Symbols in tables": [c] for what is confidential.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from store.exchange.suppression.tables import Hidden, Tables, with_total

MARKER: Final = "[c]"
ALL: Final = "all"

_GAP: Final = 2


def footnote(up_to: int) -> str:
    """Return what the marker means."""
    return (
        f"{MARKER} Not shown: it rests on {up_to} cases or fewer, or such a figure could be worked out from it."
        " Nought is among these."
    )


def figure(count: int, *, is_hidden: bool) -> str:
    """Return a count, or the marker: never a blank."""
    return MARKER if is_hidden else f"{count:,}"


def percentage(part: int, whole: int, *, is_hidden: bool) -> str:
    """Return a share in per cent, or the marker where either count is hidden."""
    return MARKER if is_hidden or not whole else f"{part / whole:.0%}"


def lines_of(tables: Tables, hidden: Hidden) -> Iterator[str]:
    """Yield the lines of every table: counts, then each row's percentages; of a one-way table the totals alone."""
    totals = (ALL, with_total(tables.totals), hidden.totals)
    if not tables.tables:
        yield from _lines(tables.columns_by, tables.columns, [totals])
    for table, of in zip(tables.tables, hidden.tables, strict=True):
        rows = [(name, with_total(cells), out) for name, cells, out in zip(table.rows, table.cells, of, strict=True)]
        yield from _lines(f"{tables.columns_by} by {table.rows_by}", tables.columns, [*rows, totals])


def _lines(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int], Sequence[bool]]]
) -> Iterator[str]:
    counts, shares = [], []
    for name, line, out in rows:
        counts.append([name, *(figure(count, is_hidden=is_out) for count, is_out in zip(line, out, strict=True))])
        shares.append(
            [
                name,
                *(
                    percentage(count, line[-1], is_hidden=is_out or out[-1])
                    for count, is_out in zip(line, out, strict=True)
                ),
            ]
        )
    heading = ["", *columns, ALL]
    widths = [max(len(row[place]) for row in (heading, *counts, *shares)) + _GAP for place in range(len(heading))]
    for called, body in ((title, counts), ("Per cent of each row", shares)):
        yield called
        for row in (heading, *body):
            first, *others = row
            cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
            yield f"{first:<{widths[0]}}{''.join(cells)}".rstrip()
        yield ""
