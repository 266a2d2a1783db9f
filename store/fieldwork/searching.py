"""Finding families: searching that narrows as letters are added, views, sorting, counts. Pure.

Owns what matches and in which order. Refuses to own where lines come from, and how they are painted. Everything is told
in row numbers, places in the sequence of lines: a list of them is nothing but integers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import compress, repeat
from operator import attrgetter, contains
from typing import Final

from store.clock import LONDON, Instant, to_ms
from store.fieldwork.lines import Line, Standing
from store.keeping.folding import fold

_ABROAD: Final = re.compile(r"(?:\+|\b00)44\s*(?:\(0\))?\s*")
"""What a British number begins with where it is written for callers from abroad. Source: ITU E.164, country code 44."""

_HOUSE: Final = re.compile(r"\s*(\d+)\S*\s+(.*)", re.DOTALL)


class Search:
    """Which of some rows match what is typed, narrowing what was found before while letters are added.

    Args:
        lines: All of them.
        rows: Those to look in, in the order in which they are to be found; all of them by themselves.
    """

    def __init__(self, lines: Sequence[Line], rows: Sequence[int] | None = None) -> None:
        self._rows: Sequence[int] = range(len(lines)) if rows is None else rows
        self._folded = [lines[row].folded for row in self._rows]
        self._found: list[tuple[frozenset[str], Sequence[int]]] = [(frozenset(), range(len(self._folded)))]

    def find(self, typed: str) -> Sequence[int]:
        """Return the rows in which every word that was typed occurs, in the order of the rows.

        Args:
            typed: Words in any order, parts of words, with or without accents.
        """
        words = frozenset(fold(_ABROAD.sub("0", typed)).split())
        while not _narrows(words, self._found[-1][0]):
            self._found.pop()
        known, places = self._found[-1]
        for word in sorted(words - known, key=len, reverse=True):
            places = self._narrowed(places, word)
        if words != known:
            self._found.append((words, places))
        if len(places) == len(self._rows):
            return self._rows
        return list(map(self._rows.__getitem__, places))

    def _narrowed(self, places: Sequence[int], word: str) -> Sequence[int]:
        # The loop runs inside the interpreter: at 100,000 rows twice as fast as a comprehension.
        texts: Iterable[str] = self._folded if isinstance(places, range) else map(self._folded.__getitem__, places)
        found = list(compress(places, map(contains, texts, repeat(word))))
        return places if len(found) == len(places) else found


def _narrows(words: frozenset[str], known: frozenset[str]) -> bool:
    """Return whether everything that matches `words` was among what matched `known`."""
    return all(any(before in word for word in words) for before in known)


class View(StrEnum):
    """Which families are looked at."""

    TODAY = "today"
    TO_DO = "to_do"
    APPOINTMENTS = "appointments"
    DONE = "done"
    ALL = "all"


def tomorrow_ms(now: Instant) -> int:
    """Return when today ends in London, in milliseconds since 1970, as `Line.next_at_ms` counts."""
    today = now.astimezone(LONDON).date()
    return to_ms(datetime.combine(today + timedelta(days=1), time(), LONDON))


def in_view(lines: Sequence[Line], view: View, before_ms: int) -> Sequence[int]:
    """Return the rows of a view, in the order of the lines.

    Today are families that are still worked with an appointment before the day ends, also one that was missed. Done are
    those where nothing is left to do: finished, or locked. A paused family is found under all, and by its appointment.

    Args:
        lines: All of them.
        view: Which.
        before_ms: When today ends: `tomorrow_ms`.
    """
    if view is View.ALL:
        return range(len(lines))
    if view is View.APPOINTMENTS:
        return [row for row, line in enumerate(lines) if line.next_at_ms is not None]
    standings = _STANDINGS[view]
    rows = [row for row, line in enumerate(lines) if line.standing in standings]
    return _before(lines, rows, before_ms) if view is View.TODAY else rows


def counted(lines: Sequence[Line], before_ms: int) -> dict[View, int]:
    """Return how many families `in_view` finds in each view, in two passes over the lines."""
    standings = Counter(map(_STANDING, lines))
    appointed = [line for line in lines if line.next_at_ms is not None]
    still_worked = _STANDINGS[View.TODAY]
    soon = [line for line in appointed if line.standing in still_worked and (line.next_at_ms or 0) < before_ms]
    return {
        View.TODAY: len(soon),
        View.TO_DO: sum(standings[each] for each in _STANDINGS[View.TO_DO]),
        View.APPOINTMENTS: len(appointed),
        View.DONE: sum(standings[each] for each in _STANDINGS[View.DONE]),
        View.ALL: len(lines),
    }


def _before(lines: Sequence[Line], rows: Sequence[int], before_ms: int) -> Sequence[int]:
    return [row for row in rows if (at := lines[row].next_at_ms) is not None and at < before_ms]


_STANDING: Final = attrgetter("standing")
_PLACED_BY: Final = attrgetter("name", "street", "postcode", "reference", "folded", "standing", "next_at_ms")


# Plain strings: at 100,000 lines an enum's own comparison is what takes the time.
_STANDINGS: Final[dict[View, frozenset[str]]] = {
    View.TODAY: frozenset({Standing.TO_DO.value}),
    View.TO_DO: frozenset({Standing.TO_DO.value}),
    View.DONE: frozenset({Standing.DONE.value, Standing.LOCKED.value}),
}


class Order(StrEnum):
    """By what families are sorted."""

    NEXT = "next"
    NAME = "name"
    STREET = "street"
    POSTCODE = "postcode"
    VISITS = "visits"


_NEVER: Final = 2**63


def in_order(lines: Sequence[Line], rows: Iterable[int], order: Order) -> Sequence[int]:
    """Return rows sorted; equal ones stay as they were.

    Next: the soonest appointment first, families without one last. Street: by its name, then by house number, as one
    walks along it. Visits: the fewest first.
    """
    match order:
        case Order.NEXT:
            return sorted(rows, key=lambda row: _NEVER if (at := lines[row].next_at_ms) is None else at)
        case Order.NAME:
            return sorted(rows, key=lambda row: fold(lines[row].name))
        case Order.STREET:
            return sorted(rows, key=lambda row: _walked(lines[row].street))
        case Order.POSTCODE:
            return sorted(rows, key=lambda row: (fold(lines[row].postcode), _walked(lines[row].street)))
        case Order.VISITS:
            return sorted(rows, key=lambda row: lines[row].visits_count)


def may_stand_elsewhere(before: Line, now: Line, order: Order) -> bool:
    """Say whether a family that changed may be in other views, elsewhere in them, or found by other words.

    Args:
        before: As its line was.
        now: As it is.
        order: Of the view.
    """
    is_by_visits = order is Order.VISITS and before.visits_count != now.visits_count
    return is_by_visits or _PLACED_BY(before) != _PLACED_BY(now)


def _walked(street: str) -> tuple[str, int]:
    house = _HOUSE.fullmatch(street)
    # A number of thousands of digits is no house: int() refuses it.
    if house is None or len(house[1]) > 9:
        return fold(street), 0
    return fold(house[2]), int(house[1])
