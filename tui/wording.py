"""Values to text, and typed days to instants. Pure.

Owns how a value reads. Refuses to own what is shown where, and every rule. Times are London's, as people keep them.
"""

import unicodedata
from datetime import UTC, date, datetime, time
from typing import Final

from store.clock import LONDON, Instant
from store.errors import DayFormError
from store.keeping.acts import Act

WORK_BEGINS: Final = time(9)
"""What a day alone means for a training clock."""

DAY_ENDS: Final = time.max
"""What a day alone means in "by that day"."""

_OBEYED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def moment(instant: Instant) -> str:
    """Return an instant as people at base and at the door read it, for example `2 Nov 2015 09:00:00`."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%b %Y %H:%M:%S}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, for example `1 entry`, `12,345 entries`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def sentence(kind: type[Act]) -> str:
    """Return what an act of this kind records, one sentence that names nobody."""
    return (kind.__doc__ or kind.kind).strip().splitlines()[0]


def plain(text: str) -> str:
    """Return text with every character that a terminal obeys, or that turns text round, shown as U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(each) in _OBEYED else each for each in text)


def day_or_instant(text: str, of_the_day: time) -> Instant:
    """Read `2015-11-02`, `2015-11-02T09:00` (both London's) or an instant with its zone.

    Args:
        text: As it was typed.
        of_the_day: What a day alone means.

    Raises:
        DayFormError: It is none of them.
    """
    try:
        read = _day(text, of_the_day) or datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=LONDON)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DayFormError from None


def _day(text: str, of_the_day: time) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), of_the_day)
    except ValueError:
        return None
