"""Days as councils write them: one form for a whole column, so that no day is read as another.

Owns recognising them. Refuses to guess a single cell: whether the day or the month comes first is seen from the column.

Source: agreement 7.2a: when a letter was sent decides whether its row may be used.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

_NUMBERS: Final = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{2}|[0-9]{4})(?:[ t].*)?")
_ISO: Final = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[ t].*)?")
_BARE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-/.]+([a-z]{3,9})\.?[ \-/.,]+([0-9]{2}|[0-9]{4})")
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.?[ \-]+([0-9]{1,2})(?:st|nd|rd|th)?,?[ \-]+([0-9]{4})")
_SERIAL: Final = re.compile(r"[34][0-9]{4}")
_DAY_0: Final = date(1899, 12, 30)
"""Excel counts from here (ECMA-376, part 1, 18.17.4.1); five digits from 3 to 4 are 1982 to 2036."""

_WEEKDAY: Final = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? +")
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTHS_COUNT: Final = len(_MONTHS)
_CENTURY: Final = 2000


class Order(StrEnum):
    """Which of two numbers is the day; unsure where some of a column's days are written so, and some the other way."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNSURE = "unsure"


def order_of(values: Iterable[str]) -> Order:
    """Return which comes first in a column: the day, unless a day beyond the twelfth stands in second place.

    Where one stands in the first place too, two people wrote it, each in their own way.
    """
    is_day_first = is_month_first = False
    for value in values:
        found = _NUMBERS.fullmatch(value.strip())
        if found:
            is_day_first = is_day_first or int(found[1]) > _MONTHS_COUNT
            is_month_first = is_month_first or int(found[2]) > _MONTHS_COUNT
    if is_month_first:
        return Order.UNSURE if is_day_first else Order.MONTH_FIRST
    return Order.DAY_FIRST


def day_of(value: str, order: Order = Order.DAY_FIRST) -> date | None:
    """Return the day that a cell names, or None where it names none.

    Args:
        value: As it came.
        order: Of its column.
    """
    text = _WEEKDAY.sub("", " ".join(value.split()).lower())
    if found := _ISO.fullmatch(text) or _BARE.fullmatch(text):
        return _day(found[1], int(found[2]), found[3])
    if found := _NUMBERS.fullmatch(text):
        day_first, month_first = (_day(found[3], int(found[month]), found[day]) for day, month in ((1, 2), (2, 1)))
        match order:
            case Order.DAY_FIRST:
                return day_first
            case Order.MONTH_FIRST:
                return month_first
            case Order.UNSURE:
                day = day_first or month_first
                return day if is_plain(day) else None
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2])
    return _DAY_0 + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def is_plain(day: date | None) -> bool:
    """Say whether a day is the same whichever of its numbers is the day; so is none."""
    return day is None or day.day > _MONTHS_COUNT or day.day == day.month


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year) + (_CENTURY if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return None
