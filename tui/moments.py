"""Times and days as people type them: `18:30`, `yesterday 18:30`, `tue 10`, `3 nov 10:00`, `3 nov`. Pure.

Owns reading them. Refuses to own whether a time is possible, which is a rule of whatever is kept. Times are London's.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Final

from store.clock import LONDON, Instant
from store.errors import DayFormError, DayTypedError, MomentFormError

_TIME: Final = re.compile(r"(?:at\s+)?(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?$")
_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*(?:\s+(\d{4}))?$")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Lies(Enum):
    """Where a time is meant to lie, so that `tue` is one of two Tuesdays."""

    AHEAD = "ahead"
    BEHIND = "behind"


def typed_moment(text: str, now: Instant, lies: Lies) -> Instant:
    """Return what somebody typed as an instant, UTC.

    Args:
        text: A day and a time, or a time alone, which is today's; `now`.
        now: Aware.
        lies: Where it is meant to lie.

    Raises:
        MomentFormError: It is none of these, or no day there is, or an hour that a clock change left out.
    """
    said = " ".join(text.lower().split())
    if said == "now":
        return now
    local = now.astimezone(LONDON)
    words = said.split(" ")
    for split in range(len(words)):
        at = _time(" ".join(words[split:]))
        on = _day(" ".join(words[:split]), local.date(), lies)
        if at is not None and on is not None:
            return _instant(on, at)
    raise MomentFormError


def typed_day(text: str, today: date, lies: Lies) -> date:
    """Return what somebody typed as a day.

    Args:
        text: `today`, a weekday, or a date with or without its year.
        today: The London day it is.
        lies: Where it is meant to lie.

    Raises:
        DayTypedError: It is none of these, or no day there is.
    """
    said = " ".join(text.lower().split())
    on = _day(said, today, lies) if said else None
    if on is None:
        raise DayTypedError
    return on


def _instant(on: date, at: time) -> Instant:
    instant = datetime.combine(on, at, LONDON).astimezone(UTC)
    if instant.astimezone(LONDON).time() != at:
        raise MomentFormError  # the night in which clocks go forward has no such hour
    return instant


def _time(text: str) -> time | None:
    read = _TIME.match(text)
    if read is None:
        return None
    hour, minute, half = int(read[1]), int(read[2] or 0), read[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(text: str, today: date, lies: Lies) -> date | None:
    if text in ("", "today"):
        return today
    if text in ("yesterday", "tomorrow"):
        return today + timedelta(days=1 if text == "tomorrow" else -1)
    if text[:3] in _DAYS and text.isalpha():
        return _weekday(_DAYS.index(text[:3]), today, lies)
    try:
        return _dated(text, today, lies)
    except ValueError:
        return None


def _weekday(wanted: int, today: date, lies: Lies) -> date:
    """Return the next such day, or the last one; never today, which is typed as a time alone."""
    if lies is Lies.AHEAD:
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)


def _dated(text: str, today: date, lies: Lies) -> date | None:
    if read := _ISO.match(text):
        return date(int(read[1]), int(read[2]), int(read[3]))
    if read := _SLASHED.match(text):
        return _in_year(int(read[1]), int(read[2]), read[3], today, lies)
    if (read := _NAMED.match(text)) and read[2] in _MONTHS:
        return _in_year(int(read[1]), _MONTHS.index(read[2]) + 1, read[3], today, lies)
    return None


def _in_year(day: int, month: int, year: str | None, today: date, lies: Lies) -> date:
    """Return a day of the year that is named, or of the one that brings it nearest on its side of today."""
    if year is not None:
        return date(int(year), month, day)
    on = date(today.year, month, day)
    if lies is Lies.AHEAD and on < today:
        return date(today.year + 1, month, day)
    if lies is Lies.BEHIND and on > today:
        return date(today.year - 1, month, day)
    return on


def iso_day(text: str) -> date:
    """Return a day that was typed as `2015-11-02`.

    Raises:
        DayFormError: It is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DayFormError from None
