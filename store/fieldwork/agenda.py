"""The agenda: appointments by day, which of them clash, which are overdue.

Owns the order and the arithmetic of time. Refuses to own appointments themselves.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from store.agreement.london import london_day
from store.clock import Instant, from_ms, to_ms
from store.fieldwork.circumstances import MINUTE_MS


class Booked(Protocol):
    """An appointment that still stands, of any family."""

    @property
    def at_ms(self) -> int: ...  # noqa: D102  # as in the act of the same shape
    @property
    def duration_min(self) -> int: ...  # noqa: D102


B = TypeVar("B", bound=Booked)


@dataclass(frozen=True, slots=True)
class Slot(Generic[B]):
    """One appointment of a day.

    Attributes:
        is_overdue: Whether it is over, and nobody said what became of it.
        clashes: Those that overlap with it, in order of their time.
    """

    booked: B
    is_overdue: bool
    clashes: tuple[B, ...]


@dataclass(frozen=True, slots=True)
class Day(Generic[B]):
    """One London day with its appointments, in order of their time; at least one."""

    on: date
    slots: tuple[Slot[B], ...]


def agenda(booked: Iterable[B], now: Instant) -> tuple[Day[B], ...]:
    """Return the days on which something stands, earliest first, also those that are past.

    Args:
        booked: Appointments that still stand, of all families, in any order.
        now: Aware, UTC.
    """
    ordered = in_order(booked)
    slots = (
        Slot(each, is_overdue(each, now), clashing(each, near))
        for each, near in zip(ordered, _neighbours(ordered), strict=True)
    )
    return tuple(Day(on, tuple(of_day)) for on, of_day in groupby(slots, key=lambda slot: _day(slot.booked)))


def clashing(one: Booked, others: Iterable[B]) -> tuple[B, ...]:
    """Return those of others that overlap with one, in order of their time; itself is none of them.

    One that begins when another ends does not clash; two that begin together do, however short they are.
    """
    return tuple(other for other in in_order(others) if other is not one and overlap(one, other))


def overlap(one: Booked, other: Booked) -> bool:
    """Say whether two appointments overlap."""
    if one.at_ms == other.at_ms:
        return True
    return one.at_ms < _end_ms(other) and other.at_ms < _end_ms(one)


def is_overdue(booked: Booked, now: Instant) -> bool:
    """Say whether an appointment that still stands is over."""
    return _end_ms(booked) <= to_ms(now)


def in_order(booked: Iterable[B]) -> Sequence[B]:
    """Return appointments in order of their time; of those that begin together, the shorter first."""
    return sorted(booked, key=lambda each: (each.at_ms, each.duration_min))


def _neighbours(ordered: Sequence[B]) -> Iterator[Sequence[B]]:
    """Yield for each of many appointments those that begin near enough to overlap with it; itself is among them."""
    begins = [each.at_ms for each in ordered]
    longest_ms = max((_end_ms(each) - each.at_ms for each in ordered), default=0)
    for each in ordered:
        yield ordered[bisect_left(begins, each.at_ms - longest_ms) : bisect_right(begins, _end_ms(each))]


def _end_ms(booked: Booked) -> int:
    return booked.at_ms + booked.duration_min * MINUTE_MS


def _day(booked: Booked) -> date:
    return london_day(from_ms(booked.at_ms))
