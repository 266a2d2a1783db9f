"""Rows that are in force between two dates: laws, clocks, roles, legal bases.

Owns finding the row of a day and the days on which a table changes. Refuses to own what a row says.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A row with a first and a last day, London. A last day of None means that the row is still in force."""

    @property
    def from_on(self) -> date:
        """The first day."""
        ...

    @property
    def to_on(self) -> date | None:
        """The last day."""
        ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], on: date) -> Row | None:
    """Return the row in force on a day; None where there is none. Rows of one table never overlap (`coherence`)."""
    return next((row for row in rows if row.from_on <= on and (row.to_on is None or on <= row.to_on)), None)


def change_days(rows: Iterable[Dated], first: date, until: date | None = None) -> Sequence[date]:
    """Return `first` and every later day on which a table changes, in order: what holds on these, holds between them.

    Args:
        rows: The table.
        first: The first day of interest.
        until: The first day of no interest any more; None for no end.
    """
    days = {first}
    for row in rows:
        days.add(row.from_on)
        if row.to_on is not None:
            days.add(row.to_on + timedelta(days=1))
    return sorted(day for day in days if first <= day and (until is None or day < until))
