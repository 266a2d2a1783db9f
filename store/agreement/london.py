"""The calendar of England and Wales: London days, working days, months.

Owns which day an instant falls on in London and which days are worked. Refuses to own deadlines (`deadlines`) and the
wall clock. `holidays` is imported where it is used, because importing it takes longer than the rest of this room.
"""

from calendar import monthrange
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from store.clock import LONDON, Instant
from store.errors import NaiveInstantError

_SATURDAY = 5


def in_utc(instant: datetime) -> Instant:
    """Return the same instant in UTC, so that adding hours to it adds elapsed hours.

    Raises:
        NaiveInstantError: `instant` carries no zone.
    """
    if instant.utcoffset() is None:
        raise NaiveInstantError
    return instant.astimezone(UTC)


def london_day(instant: datetime) -> date:
    """Return the day it is in London at an instant.

    Raises:
        NaiveInstantError: `instant` carries no zone.
    """
    return in_utc(instant).astimezone(LONDON).date()


def start_of(day: date) -> Instant:
    """Return the instant, in UTC, at which a London day begins. Clocks change at 01:00 UTC, so midnight is unique."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of(day: date) -> Instant:
    """Return the first instant, in UTC, that no longer belongs to a London day."""
    return start_of(day + timedelta(days=1))


def is_working_day(day: date) -> bool:
    """Say whether a day is neither a week-end nor a bank holiday of England and Wales.

    Source:
        Agreement A10; Banking and Financial Dealings Act 1971, schedule 1, and the proclamations under it.
    """
    return day.weekday() < _SATURDAY and day not in _bank_holidays()


def this_or_next_working_day(day: date) -> date:
    """Return the day itself where it is worked, otherwise the first worked day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the last of the next `count` working days after a day, which is itself never counted."""
    for _ in range(count):
        day = this_or_next_working_day(day + timedelta(days=1))
    return day


def add_months(day: date, count: int) -> date:
    """Return the corresponding date so many months on, or that month's last day where it has no such date.

    Source:
        Dodds v Walker [1981] 1 WLR 1027 (the corresponding date rule).
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month_index + 1, min(day.day, monthrange(year, month_index + 1)[1]))


@cache
def _bank_holidays() -> Container[date]:
    import holidays

    # Without the subdivision, Easter Monday and the August holiday are missing.
    return holidays.country_holidays("GB", subdiv="ENG")
