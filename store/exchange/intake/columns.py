"""Which column holds what: told, remembered, read off its heading, or off what stands in it.

Owns the mapping of one delivery, and turning away what may not be in it before any row is looked at. Refuses to own
remembering (memory) and the rows.

Source: agreement 7.2c: contact details and eligibility never stand in one table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from store.agreement.purposes import DatasetKind
from store.errors import (
    ColumnImplausibleError,
    ColumnsUnknownError,
    CombinedError,
    HeadingsDoubledError,
    HeadingsUnsureError,
    KindDiffersError,
    MappingFormError,
    TableUnreadableError,
)
from store.exchange.intake.dates import Order, day_of, order_of
from store.exchange.intake.fields import (
    CONTACT,
    DATES,
    LINES,
    NEEDED,
    NUMBERS,
    OF_KIND,
    SINGLE,
    Field,
    bare,
    field_of,
)
from store.exchange.intake.tables import Row, Table

LOOKED_AT: Final = 500
"""Rows from which it is judged what a column holds."""

_SEEN_CHARS: Final = 1_000
"""So much of a cell is looked at: no heading, number or day is longer, and notes are no shorter for it."""

_ABOVE_AT_MOST: Final = 20
"""So many lines may stand above the headings: a title, a date, a warning."""

_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", re.IGNORECASE)
"""Royal Mail, Programmers' Guide: the forms a postcode can take."""

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER: Final = re.compile(r"[+0-9][0-9 ()./\-]{4,30}(?:\s*(?:x|ext\.?)\s*[0-9]{1,6})?", re.IGNORECASE)
_DAYS_OF: Final = {
    DatasetKind.CONTACTS: Field.LETTER_SENT,
    DatasetKind.REFUSALS: Field.REFUSED_ON,
    DatasetKind.ELIGIBILITY: Field.ELIGIBILITY,
    DatasetKind.UPDATES: Field.LETTER_SENT,
}
"""What a column of days is, where nothing else says."""

_OF_CONTACTS: Final = frozenset({DatasetKind.CONTACTS, DatasetKind.UPDATES})
"""Kinds that say how families are reached."""

_SHOWN_UNREAD: Final = frozenset({*LINES, Field.FIRST_NAME, Field.FULL_NAME, Field.SURNAME, Field.TITLE})
"""What goes to the door as it came: nobody reads it before."""

_YES_OR_NO: Final = frozenset({"y", "n", "yes", "no", "true", "false"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        number: From 1.
        heading: What stands over it; empty where nothing does.
        holds: What it holds; None while nobody knows.
        sample: Some of what stands in it.
        order: How its days are written.
    """

    number: int
    heading: str = field(repr=False)
    holds: Field | None
    sample: tuple[str, ...] = field(repr=False)
    order: Order = Order.DAY_FIRST


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one delivery.

    Attributes:
        every: In their order.
        above: How many rows stand above the first family.
    """

    every: tuple[Column, ...]
    above: int

    def places(self) -> dict[Field, list[int]]:
        """Return where each field stands, from 0, in the order of the columns."""
        found: dict[Field, list[int]] = {}
        for column in self.every:
            if column.holds is not None:
                found.setdefault(column.holds, []).append(column.number - 1)
        return found

    def order(self, of: Field) -> Order:
        """Return how the days of a field are written."""
        return next((column.order for column in self.every if column.holds is of), Order.DAY_FIRST)

    def heading(self) -> tuple[int, str] | None:
        """Return a place, from 0, and what stands over it; None where nothing stands over any."""
        return next(((column.number - 1, column.heading) for column in self.every if bare(column.heading)), None)

    def are_headings(self, row: Row) -> bool:
        """Say whether a row says over again what stands over the columns."""
        return list(filter(None, map(bare, row))) == list(filter(None, (bare(column.heading) for column in self.every)))

    def known(self) -> dict[str, str]:
        """Return what each column holds by its bare heading, or by its number where it has none; to be remembered."""
        return {
            bare(column.heading) or str(column.number): column.holds.value
            for column in self.every
            if column.holds is not None
        }


def columns_of(
    table: Table,
    kind: DatasetKind,
    remembered: Mapping[str, str],
    told: Mapping[str, Field],
    *,
    has_letters_day: bool = False,
    is_headed: bool | None = None,
) -> Columns:
    """Return the columns of a table, as far as it is known what they hold.

    Args:
        table: The delivery's.
        kind: What it was said to be.
        remembered: What was known of the council's last one, as `Columns.known` told it.
        told: What was said of a column, by its heading or its number.
        has_letters_day: Whether the day of its letters was said for all of it.
        is_headed: Whether its first line is headings; None where nobody said so.

    Raises:
        TableUnreadableError: There is nothing in it.
        HeadingsUnsureError: Its first line may be headings or a family.
        MappingFormError: What was said names no column, or more than one.
    """
    rows = [[cell[:_SEEN_CHARS] for cell in row] for row in islice(table.rows(), _ABOVE_AT_MOST + LOOKED_AT)]
    if not rows:
        raise TableUnreadableError("there is nothing in it")
    at = _headings(rows, remembered, told, is_headed=is_headed)
    headings = [] if at is None else list(rows[at])
    body = rows if at is None else rows[at + 1 :]
    width = max(map(len, rows))
    headings += [""] * (width - len(headings))
    samples = [tuple(row[n] if n < len(row) else "" for row in body) for n in range(width)]
    fields = _fields(headings, samples, remembered, _by_number(headings, told), kind, has_letters_day)
    return Columns(
        tuple(
            Column(n + 1, headings[n].strip(), fields[n], samples[n], order_of(samples[n]))
            for n in range(width)
            if fields[n] is not None or headings[n].strip() or any(map(str.strip, samples[n]))
        ),
        0 if at is None else at + 1,
    )


def hold(columns: Columns, kind: DatasetKind) -> None:
    """Make sure that a delivery holds what it was said to hold, all of it known, and nothing beside.

    Raises:
        CombinedError: Contact details and eligibility stand together.
        KindDiffersError: It is another kind of delivery.
        HeadingsDoubledError: Two columns of eligibility stand under one heading.
        ColumnsUnknownError: It is not known what some columns hold, two say what only one can, or something that is
            needed is missing.
        ColumnImplausibleError: Most of a column cannot be what it is said to hold.
    """
    found = {column.holds for column in columns.every}
    if kind is DatasetKind.ELIGIBILITY:
        _hold_apart(columns)
    eligible = [column.number for column in columns.every if column.holds is Field.ELIGIBILITY]
    if eligible and found & CONTACT:
        raise CombinedError(eligible)
    if eligible and kind is not DatasetKind.ELIGIBILITY:
        raise KindDiffersError(kind, DatasetKind.ELIGIBILITY)
    if kind not in _OF_CONTACTS and found & CONTACT:
        raise KindDiffersError(kind, DatasetKind.CONTACTS)
    if kind is not DatasetKind.REFUSALS and Field.REFUSED_ON in found and not found & CONTACT:
        raise KindDiffersError(kind, DatasetKind.REFUSALS)
    unknown = [column.number for column in columns.every if column.holds not in OF_KIND[kind]]
    unknown += sorted(n + 1 for of, places in columns.places().items() if of in SINGLE and places[1:] for n in places)
    missing = [each.value.replace("_", " ") for each in NEEDED[kind] if each not in found]
    if unknown or missing:
        raise ColumnsUnknownError(unknown, missing)
    for column in columns.every:
        _hold_plausible(column)


def _hold_apart(columns: Columns) -> None:
    """Make sure that no two columns are told by one heading: what stands under it is kept under it."""
    told: dict[str, list[int]] = {}
    for column in columns.every:
        told.setdefault(bare(column.heading) or str(column.number), []).append(column.number)
    doubled = sorted(number for numbers in told.values() if numbers[1:] for number in numbers)
    if doubled:
        raise HeadingsDoubledError(doubled)


def rows_below(table: Table, columns: Columns) -> Iterator[Row]:
    """Yield the rows of a table that tell of a family each: headings that come again, page by page, tell of none."""
    rows = islice(table.rows(), columns.above, None)
    found = columns.heading()
    if found is None:
        return rows
    place, heading = found
    return (row for row in rows if not (place < len(row) and heading in row[place] and columns.are_headings(row)))


def lines_below(table: Table, columns: Columns) -> Iterator[str] | None:
    """Return the same rows as lines; None where the table is not to be had so."""
    lines = table.lines()
    if lines is None:
        return None
    below = islice(lines, columns.above, None)
    found = columns.heading()
    if found is None:
        return below
    _, heading = found
    return (line for line in below if not (heading in line and columns.are_headings(line.split(","))))


def read_told(said: Sequence[str]) -> dict[str, Field]:
    """Return what was said with `--map`, by bare heading or number.

    Raises:
        MappingFormError: One of them is not understood.
    """
    told = {}
    for each in said:
        heading, is_parted, name = each.rpartition("=")
        try:
            told[bare(heading)] = Field(name.strip().casefold().replace(" ", "_"))
        except ValueError:
            raise MappingFormError from None
        if not (is_parted and bare(heading)):
            raise MappingFormError
    return told


def _headings_at(rows: Sequence[Row]) -> int | None:
    """Return which row holds the headings: the first with two that are known, or with the only one there is."""
    for at, row in enumerate(rows[:_ABOVE_AT_MOST]):
        known = sum(field_of(cell) is not None for cell in row)
        if known >= 2 or (known == 1 and sum(bool(cell.strip()) for cell in row) == 1):
            return at
    return None


def _headings(
    rows: Sequence[Row], remembered: Mapping[str, str], told: Mapping[str, Field], *, is_headed: bool | None
) -> int | None:
    """Return which row holds the headings, as somebody said or as it looks; None where none does.

    Raises:
        HeadingsUnsureError: As `_headings_said`.
    """
    if is_headed is False:
        return None
    at = _headings_at(rows)
    if at is None and is_headed:
        return next((at for at, row in enumerate(rows[:_ABOVE_AT_MOST]) if _filled(row) > 1), 0)
    return _headings_said(rows, remembered, told) if at is None else at


def _filled(row: Row) -> int:
    return sum(map(bool, map(str.strip, row)))


def _headings_said(rows: Sequence[Row], remembered: Mapping[str, str], told: Mapping[str, Field]) -> int | None:
    """Return which row holds the headings, where a single word of it is known; None where none does.

    Raises:
        HeadingsUnsureError: Nobody said so, and a family may not be lost, nor headings become one.
    """
    at = next((at for at, row in enumerate(rows) if _filled(row) > 1), None)
    known = set() if at is None else {field_of(cell) for cell in rows[at]} - {None}
    if at is None or not known:
        return None
    if Field.FAMILY_ID in known:  # nobody is called so, and no street is
        return at
    bares = {bare(cell) for cell in rows[at]} - {""}
    if bares & told.keys() or len(bares & remembered.keys()) > 1:
        return at
    width = max(map(len, rows))
    filled = {str(n + 1) for n in range(width) if any(n < len(row) and row[n].strip() for row in rows)}
    if filled <= told.keys() | remembered.keys():
        return None
    raise HeadingsUnsureError


def _by_number(headings: Sequence[str], told: Mapping[str, Field]) -> dict[int, Field]:
    """Return what was said, by the column's place from 0.

    Raises:
        MappingFormError: It names no column.
    """
    bares = [bare(each) for each in headings]
    found = {}
    for said, each in told.items():
        if bares.count(said) > 1:
            raise MappingFormError
        if said in bares:
            found[bares.index(said)] = each
        elif said.isascii() and said.isdigit() and 1 <= int(said) <= len(headings):
            found[int(said) - 1] = each
        else:
            raise MappingFormError
    return found


def _fields(
    headings: Sequence[str],
    samples: Sequence[Sequence[str]],
    remembered: Mapping[str, str],
    told: Mapping[int, Field],
    kind: DatasetKind,
    has_letters_day: bool,
) -> list[Field | None]:
    fields: list[Field | None] = []
    for n, heading in enumerate(headings):
        known = field_of(heading, kind)
        before = remembered.get(bare(heading) or str(n + 1))
        if known is Field.ELIGIBILITY or (known in CONTACT and kind is DatasetKind.ELIGIBILITY):
            fields.append(known)  # whatever anybody says of it: nothing carries it past clause 7.2c
        else:
            fields.append(told.get(n) or (Field(before) if before in set(Field) else None) or known)
    for n, values in enumerate(samples):
        if kind is DatasetKind.ELIGIBILITY and fields[n] in (Field.ELIGIBILITY, Field.LEAVE_OUT):
            guess = _guessed(values, set(), kind)
            fields[n] = guess if guess in CONTACT else fields[n]  # nor does it under a heading nobody knows
        if fields[n] is None:
            taken = {each for each in fields if each}
            if has_letters_day or headings[n].strip():
                taken.add(Field.LETTER_SENT)  # days under a heading nobody knows may be anybody's birthdays
            fields[n] = _guessed(values, taken, kind)
    return fields


def _guessed(values: Sequence[str], taken: set[Field], kind: DatasetKind) -> Field | None:
    """Return what a column holds by what stands in it; None where that is not plain."""
    said = [value.strip() for value in values if value.strip()]
    if not said:
        return Field.LEAVE_OUT
    if {value.casefold() for value in said} <= _YES_OR_NO:
        return Field.ELIGIBILITY  # a criterion under a heading nobody knows
    guesses = {
        Field.POSTCODE: lambda value: _POSTCODE.fullmatch(value) is not None,
        Field.EMAIL: lambda value: _EMAIL.fullmatch(value) is not None,
        Field.MOBILE: lambda value: value.replace(" ", "").startswith(("07", "+447", "447")) and len(value) > 9,
        _DAYS_OF[kind]: lambda value: day_of(value) is not None,
    }
    for guess, fits in guesses.items():
        if guess not in taken and all(map(fits, said)):
            return guess
    is_id = len(set(said)) == len(values) > 1 and all(any(map(str.isdigit, value)) for value in said)
    return Field.FAMILY_ID if is_id and Field.FAMILY_ID not in taken else None


def _hold_plausible(column: Column) -> None:
    """Refuse a column most of which cannot be what it is said to hold: a safety note is no telephone number.

    Nor is it a line of an address, whatever it looks like: under a heading that says so, words wait until somebody has
    read them.
    """
    if column.holds in _SHOWN_UNREAD and field_of(column.heading) is Field.NOTES:
        raise ColumnImplausibleError(column.number, column.holds)
    said = [value.strip() for value in column.sample if value.strip()]
    fits = (
        {
            **dict.fromkeys(NUMBERS, lambda value: _NUMBER.fullmatch(value) is not None),
            **dict.fromkeys(DATES, lambda value: (day_of(value, column.order) or day_of(value)) is not None),
            Field.POSTCODE: lambda value: len(value) <= 10,
            Field.EMAIL: lambda value: "@" in value,
        }.get(column.holds)
        if column.holds
        else None
    )
    if fits is not None and said and 2 * sum(map(fits, said)) < len(said):
        assert column.holds is not None
        raise ColumnImplausibleError(column.number, column.holds)
