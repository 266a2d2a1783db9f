"""The table of a resupply: every family once, in the council's own words and order of ids. Pure.

Owns its form. Refuses to know anything of a family but the row it came in: whatever was done, said, corrected,
withdrawn or erased since, the table is the same to the byte, so that nobody learns from it who took part.

Source: agreement 7.2e; RFC 4180.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Final

from store.exchange.intake.fields import bare
from store.exchange.intake.identity import as_compared
from store.exchange.intake.reading_rows import reference_in
from store.exchange.intake.tables import Row

_MARK: Final = "\ufeff"
"""Spreadsheets take a table for the one encoding it is in by this alone."""

_END: Final = "\r\n"
"""Of a line: RFC 4180, 2."""

_AT_ONCE: Final = 1_000
"""Rows looked at together; one of them that needs quotation marks takes the longer way with its neighbours."""

_PLAIN_CHARS: Final = 60
"""No id that is longer is one (reading_rows)."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery.

    Attributes:
        headings: What stands over each of its columns, or says what it holds.
        id_place: Which of them holds the council's id, from 0.
        rows: Those below the headings.
        lines: The same as the table has them, where no cell of it needs quotation marks (`Table.lines`).
    """

    headings: Sequence[str]
    id_place: int
    rows: Iterable[Row] = field(repr=False)
    lines: Iterable[str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as it goes back.

    Attributes:
        content: UTF-8 with its mark, cells parted by commas, the first line the headings.
        references: The council's id of every family in it, in its order.
        no_id_count: Rows without an id, which nothing that comes back could be held against.
        again_count: Rows of a family that stands further up, or came before: the first one counts.
    """

    content: bytes = field(repr=False)
    references: Sequence[str] = field(repr=False)
    no_id_count: int
    again_count: int


def lay_out(deliveries: Sequence[Delivered]) -> Laid:
    """Return every family of some deliveries as one table.

    Args:
        deliveries: Oldest first. Columns under the same heading become one.
    """
    headings, places = _joined([each.headings for each in deliveries])
    width = len(headings)
    kept: dict[str, int] = {}
    references: list[str] = []
    lines: list[str] = []
    no_id = again = 0
    for delivered, into in zip(deliveries, places, strict=True):
        is_plain = into == list(range(width))
        for cells, written in _told(delivered, None if is_plain else into, width):
            said, keys = _ids(cells)
            if all(said) and kept.keys().isdisjoint(keys) and len(set(keys)) == len(keys):  # nearly always
                kept.update(zip(keys, range(len(lines), len(lines) + len(keys)), strict=True))
                references += said
                lines += written
                continue
            for reference, key, line in zip(said, keys, written, strict=True):
                if not reference:
                    no_id += 1
                elif key in kept:
                    again += 1
                else:
                    kept[key] = len(lines)
                    references.append(reference)
                    lines.append(line)
    order = [kept[key] for key in sorted(kept)]
    content = BytesIO()
    content.write(f"{_MARK}{_line(headings)}{_END}".encode("utf-8", "surrogatepass"))
    for start in range(0, len(order), _AT_ONCE):
        some = _END.join([*(lines[place] for place in order[start : start + _AT_ONCE]), ""])
        content.write(some.encode("utf-8", "surrogatepass"))
    return Laid(content.getvalue(), [references[place] for place in order], no_id, again)


def _told(
    delivered: Delivered, into: Sequence[int] | None, width: int
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands where the ids do, and the lines of the table, of many rows at once."""
    place = delivered.id_place
    if into is None and delivered.lines is not None:
        texts = iter(delivered.lines)
        while lines := list(islice(texts, _AT_ONCE)):
            yield [line.split(",", place + 1)[place] if line.count(",") >= place else "" for line in lines], lines
        return
    left = iter(delivered.rows)
    while rows := list(islice(left, _AT_ONCE)):
        cells = [row[place] if place < len(row) else "" for row in rows]
        yield cells, _lines(rows if into is None else [_placed(row, into, width) for row in rows])


def _ids(cells: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """Return the council's id in each of some cells, and what it is compared by; empty where there is none."""
    whole = "".join(cells)
    is_plain = whole.isascii() and whole.isprintable() and " " not in whole and max(map(len, cells)) <= _PLAIN_CHARS
    # Nearly always; what follows says the same, and takes longer.
    if is_plain and not any(cell[:1] == "0" or cell[-2:] == ".0" for cell in cells):
        return cells, list(map(str.lower, cells))
    references = list(map(reference_in, cells))
    return references, list(map(as_compared, references))


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return each row as a line; where none needs quotation marks, which is seen at once, the writer is not asked."""
    lines = list(map(",".join, rows))
    whole = "".join(lines)
    commas_count = sum(map(len, rows)) - len(rows)
    if '"' not in whole and whole.isprintable() and whole.count(",") == commas_count and all(lines):
        return lines
    return list(map(_line, rows))


class _Echo:
    """Where a writer of tables writes to, so that a line can be had by itself."""

    def write(self, text: str) -> str:
        """Return what was written."""
        return text


_WRITE: Final = csv.writer(_Echo(), lineterminator=_END).writerow


def _line(row: Sequence[str]) -> str:
    """Return a row as a line of the table, without its end; most need no quotation marks."""
    plain = ",".join(row)
    if '"' not in plain and plain.isprintable() and plain.count(",") == len(row) - 1 and plain:
        return plain
    return str(_WRITE(row)).removesuffix(_END)


def _joined(tables: Sequence[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Return the headings of all tables together, and where each column of each table stands among them."""
    at: dict[tuple[str, int], int] = {}
    headings: list[str] = []
    places: list[list[int]] = []
    for table in tables:
        seen: dict[str, int] = {}
        into = []
        for heading in table:
            name = bare(heading) or heading
            number = seen[name] = seen.get(name, 0) + 1
            if (name, number) not in at:
                at[name, number] = len(headings)
                headings.append(heading)
            into.append(at[name, number])
        places.append(into)
    return headings, places


def _placed(row: Row, into: Sequence[int], width: int) -> list[str]:
    """Return a row with each cell under its heading; what stands beside its table comes after all of them."""
    placed = [""] * width
    for cell, place in zip(row, into, strict=False):
        placed[place] = cell
    return [*placed, *row[len(into) :]]
