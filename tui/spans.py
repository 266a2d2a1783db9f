"""Lengths of time as people type them, to minutes: `60`, `90 min`, `1 h`, `1 h 30`, `1:30`. Pure.

Owns reading them. Refuses to own how long something may take.
"""

import re
from datetime import timedelta
from typing import Final

from store.clock import Instant
from store.errors import ValueFormError
from tui.moments import Lies, typed_moment

_MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:m|min|mins|minutes)?$")
_HOURS: Final = re.compile(r"(\d{1,2})\s*(?::\s*(\d{2})|h|hour|hours)\s*(?:(\d{1,2})\s*(?:m|min|mins|minutes)?)?$")


def typed_minutes(text: str, most_min: int) -> int:
    """Return how many minutes somebody typed.

    Args:
        text: As it was typed.
        most_min: More than that is none.

    Raises:
        ValueFormError: It is no length of time, or too long a one.
    """
    minutes = _minutes(text)
    if minutes is None or not 0 < minutes <= most_min:
        raise ValueFormError(f"length of time, up to {most_min} minutes")
    return minutes


def typed_back(text: str, now: Instant) -> Instant:
    """Return when somebody will be back, typed as minutes from now or as a time: `60`, `1 h`, `18:30`, `1830`.

    Args:
        text: As it was typed. A number of up to three digits is minutes.
        now: Aware.

    Raises:
        MomentFormError: It is neither.
    """
    minutes = None if ":" in text else _minutes(text)
    return typed_moment(text, now, Lies.AHEAD) if minutes is None else now + timedelta(minutes=minutes)


def minutes_read(text: str) -> str:
    """Return what was typed as it reads: a bare number that `typed_minutes` takes for minutes says so."""
    return f"{text} min" if text.isdecimal() and _minutes(text) is not None else text


def _minutes(text: str) -> int | None:
    said = text.lower().strip()
    if read := _MINUTES.match(said):
        return int(read[1])
    if read := _HOURS.match(said):
        return int(read[1]) * 60 + int(read[2] or read[3] or 0)
    return None
