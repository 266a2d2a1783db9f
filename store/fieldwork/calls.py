"""How often a family was tried, and what it is still owed before it is closed as never reached.

Owns the counting, in London time. Refuses to own how often is often enough, which the agreement says, and the words for
what is owed (the screen's).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from store.agreement.london import london_day
from store.agreement.safeguards import Calls
from store.clock import LONDON, Instant, from_ms
from store.keeping.acts.terms.attempts import AttemptMode

AT_THE_DOOR: Final = frozenset({AttemptMode.VISIT, AttemptMode.ENTRY_PHONE})
"""Modes for which somebody went there: what the agreement calls a visit."""

_SATURDAY: Final = 5


class Call(Protocol):
    """An attempt as it is told last; only when and how."""

    @property
    def at_ms(self) -> int: ...  # noqa: D102  # as in the act of the same shape
    @property
    def mode(self) -> AttemptMode: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done.

    Attributes:
        visits: How often somebody went there.
        evenings: How many of these were in the evening.
        weekends: How many were on a Saturday or Sunday; one on a Saturday evening is both.
        first_on: London day of the first; None before it.
        last_on: London day of the last.
    """

    visits: int
    evenings: int
    weekends: int
    first_on: date | None
    last_on: date | None

    @property
    def spread_days(self) -> int:
        """Days from the first visit to the last; 0 before the second."""
        return 0 if self.first_on is None or self.last_on is None else (self.last_on - self.first_on).days


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be done, each counted by itself: one visit can settle several.

    Attributes:
        visits: This many more, whatever the time.
        evenings: This many more have to be in the evening.
        weekends: This many more have to be at the week-end.
        last_from_on: A visit has to be on this London day or later; None where the visits are spread far enough, or
            none was made yet.
        spread_days: Days by which the visits are not spread far enough.
    """

    visits: int
    evenings: int
    weekends: int
    last_from_on: date | None
    spread_days: int

    @property
    def is_met(self) -> bool:
        """Whether nothing is owed any more."""
        return not (self.visits or self.evenings or self.weekends or self.spread_days)


def tally(calls: Iterable[Call], asked: Calls) -> Tally:
    """Return what was done.

    Args:
        calls: Those of one wave without what was taken back, in any order; letters and telephone calls are no visits.
        asked: The agreement's; it says when an evening begins.

    Source:
        The agreement counts visits, evenings and week-ends. It names no bank holidays: one on a weekday is a weekday.
    """
    at = [from_ms(call.at_ms) for call in calls if call.mode in AT_THE_DOOR]
    days = sorted(map(london_day, at))
    return Tally(
        visits=len(at),
        evenings=sum(is_evening(instant, asked) for instant in at),
        weekends=sum(map(is_weekend, at)),
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
    )


def owed(done: Tally, asked: Calls) -> Owed:
    """Return what is still owed."""
    missing_days = max(0, asked.spread_days - done.spread_days)
    is_too_close = missing_days > 0 and done.first_on is not None
    return Owed(
        visits=max(0, asked.minimum - done.visits),
        evenings=max(0, asked.evenings - done.evenings),
        weekends=max(0, asked.weekends - done.weekends),
        last_from_on=done.first_on + timedelta(days=asked.spread_days) if is_too_close and done.first_on else None,
        spread_days=missing_days,
    )


def is_evening(instant: Instant, asked: Calls) -> bool:
    """Say whether it is evening in London, to midnight."""
    return instant.astimezone(LONDON).time() >= asked.evening_from


def is_weekend(instant: Instant) -> bool:
    """Say whether it is Saturday or Sunday in London."""
    return london_day(instant).weekday() >= _SATURDAY
