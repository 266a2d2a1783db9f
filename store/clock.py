"""What time it is: the only room that reads the wall clock.

Owns the machine's clock and the training clock of practice stores. Refuses to own deadlines (agreement) and the order
of acts, which never rests on a clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from store.errors import NaiveInstantError

Instant = datetime
"""An aware datetime in UTC."""

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> Instant:
        """Return the instant it is, aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class MachineClock:
    """The clock of this machine, which real stores live on."""

    def now(self) -> Instant:
        """Return the machine's instant, aware, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TrainingClock:
    """The clock of a practice store: the machine's, moved by a fixed span.

    Attributes:
        ahead: What is added to the machine's time; negative for a clock that starts in 2015.
    """

    ahead: timedelta

    def now(self) -> Instant:
        """Return the training instant, aware, UTC."""
        return datetime.now(UTC) + self.ahead


def to_ms(instant: Instant) -> int:
    """Return milliseconds since 1970-01-01T00:00:00Z, rounded down.

    Raises:
        NaiveInstantError: `instant` carries no zone.
    """
    if instant.tzinfo is None:
        raise NaiveInstantError
    since = instant - _EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def from_ms(milliseconds: int) -> Instant:
    """Return the instant that many milliseconds after 1970-01-01T00:00:00Z."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
