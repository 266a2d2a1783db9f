"""Values to text, and typed days to instants. Pure.

Owns how a value reads. Refuses to own what is shown where, and every rule. Times are London's, as people keep them.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.clock import LONDON, Instant
from store.errors import DayFormError
from store.keeping.acts.terms.incidents import AS_WRITTEN

if TYPE_CHECKING:
    from store.keeping.acts import Act

WORK_BEGINS: Final = time(9)
"""What a day alone means for a training clock."""

DAY_BEGINS: Final = time.min
"""What it means in "from that day on", and of when something happened: a clock that starts earlier ends earlier."""

DAY_ENDS: Final = time.max
"""What a day alone means in "by that day"."""

NO_INSTRUCTION: Final = "No instruction of the department is recorded to keep what was delivered until now (7.2e)."
"""What is said wherever it goes back without one."""

OF_ANOTHER_LAPTOP: Final = "another laptop's"
"""What is said of an attempt or an appointment that somebody else made, and base told of."""

_LETTERS: Final = """
    Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo
    Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
"""
_SPELT: Final = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _LETTERS.split(), strict=True))

_OBEYED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def moment(instant: Instant) -> str:
    """Return an instant as people at base and at the door read it, for example `2 Nov 2015 09:00:00`."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%b %Y %H:%M:%S}"


def when(instant: Instant) -> str:
    """Return an instant to the minute with its weekday, for example `Mon 2 Nov 2015 18:30`."""
    local = instant.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def span(since: timedelta) -> str:
    """Return how long something takes or has taken, in its largest unit: `5 min`, `3 h`, `2 days`."""
    minutes = int(since.total_seconds()) // 60
    if minutes < 60:
        return f"{max(0, minutes)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else counted(minutes // (24 * 60), "day")


def span_lasts(since: timedelta) -> timedelta:
    """Return for how long `span` says the same from now on: to the next whole minute, hour or day of it."""
    for unit, until in ((timedelta(minutes=1), timedelta(hours=1)), (timedelta(hours=1), timedelta(hours=48))):
        if since < until:
            return unit - max(timedelta(), since) % unit
    return timedelta(days=1) - since % timedelta(days=1)


def typed(instant: Instant) -> str:
    """Return an instant as somebody could type it, and `typed_moment` reads it back: `2015-11-02 18:30`."""
    return f"{instant.astimezone(LONDON):%Y-%m-%d %H:%M}"


def short_when(instant: Instant) -> str:
    """Return an instant to the minute in seventeen cells at most, for example `2 Nov 2015 18:30`."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%b %Y %H:%M}"


def day(on: date | str) -> str:
    """Return a day, or one as acts keep it (YYYY-MM-DD), with its weekday: `Mon 16 Nov 2015`."""
    of = _date(on)
    return f"{of:%a} {of.day} {of:%b %Y}"


def short_day(on: date | str) -> str:
    """Return a day, or one as acts keep it, in eleven cells at most: `16 Nov 2015`."""
    of = _date(on)
    return f"{of.day} {of:%b %Y}"


def _date(on: date | str) -> date:
    return date.fromisoformat(on) if isinstance(on, str) else on


_AS_WRITTEN: Final = {
    **AS_WRITTEN,
    "ons": "ONS",
    "semi_detached": "semi-detached",
    "sub_contractor": "sub-contractor",
}


def words(of: StrEnum) -> str:
    """Return one of a closed set as people write it: its own name, in words."""
    return written(of.value)


def written(value: str) -> str:
    """Return the same of a value by itself."""
    return _AS_WRITTEN.get(value) or value.replace("_", " ")


def age(born_on: str | None, years: int | None, on: str | None, today: date) -> str:
    """Return how old somebody is: `14`, or `14 on 1 Oct 2015` where that is all that is known; empty if nothing is.

    Args:
        born_on: Local date, YYYY-MM-DD.
        years: As it was on the day `on`.
        on: Local date, YYYY-MM-DD.
        today: The day it is in London.
    """
    if born_on is not None:
        from store.fieldwork.ages import years_between  # a command that is refused at once needs no word of acts

        return str(years_between(date.fromisoformat(born_on), today))
    if years is None:
        return ""
    return f"{years} on {short_day(on)}" if on else str(years)


def address(lines: Sequence[str], postcode: str | None) -> str:
    """Return where somebody lives in one line; empty where nobody knows."""
    return ", ".join(each for each in (*lines, postcode) if each)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, for example `1 entry`, `12,345 entries`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def how_far(doing: str, done: int, every: int) -> str:
    """Return how far some work is, for example `Rows read: 2,000`, `Families kept: 500 of 1,000`.

    Args:
        doing: What is done.
        done: How much of it is done.
        every: Of how much; 0 where nobody knows that.
    """
    return f"{doing}: {done:,} of {every:,}" if every else f"{doing}: {done:,}"


def sentence(kind: "type[Act]") -> str:
    """Return what an act of this kind records, one sentence that names nobody."""
    return (kind.__doc__ or kind.kind).strip().splitlines()[0]


def plain(text: str) -> str:
    """Return text with every character that a terminal obeys, or that turns text round, shown as U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(each) in _OBEYED else each for each in text)


def fingerprint(digest: str) -> str:
    """Return the fingerprint of an OpenPGP key as its programs show it: capitals, four by four."""
    return " ".join(digest[at : at + 4].upper() for at in range(0, len(digest), 4))


def spelled(code: str) -> list[str]:
    """Return a code in lines that are read out by phone: its symbols apart, then each half as words.

    Args:
        code: As `7K2Q-9MX4`.

    Source:
        ITU Radio Regulations, appendix 14: the words for letters.
    """
    halves = code.split("-")
    said = [" ".join(_SPELT.get(symbol, symbol) for symbol in half) for half in halves]
    return ["   -   ".join("  ".join(half) for half in halves), "", *said]


def bundle(name: str) -> str:
    """Return what a bundle is called where its file's name says too much: `bundle 7`."""
    number = name.removesuffix(".bundle").rpartition(".")[2]
    return f"bundle {int(number)}" if number.isdecimal() else "a bundle"


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


def hold_day(text: str) -> None:
    """Raise what is wrong with a day or an instant that was typed, as `day_or_instant`; nothing if it is one."""
    day_or_instant(text, WORK_BEGINS)


def _day(text: str, of_the_day: time) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), of_the_day)
    except ValueError:
        return None
