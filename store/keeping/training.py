"""The training clock of a practice store: where it runs, and moving it forward.

Owns which clock a store lives on and the bounds of a training clock. Refuses to own real time: a real store has no
training clock, and nothing here moves the machine's.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import Clock, Instant, MachineClock, TrainingClock, to_ms
from store.errors import NotASupervisorError, TrainingClockError, TrainingYearError
from store.keeping.sidecar import Sidecar

if TYPE_CHECKING:
    from store.keeping.store import Store

TRAINING_YEARS: Final = range(2000, 2100)
"""Wide of any term and any retention; acts begin in 1970, and dates end in 9999."""


def clock_of(said: Sidecar) -> Clock:
    """Return the clock a store lives on."""
    if said.ahead_ms is None:
        return MachineClock()
    return TrainingClock(timedelta(milliseconds=said.ahead_ms))


def hold_training(instant: Instant) -> None:
    """Make sure that a training clock is not set so far off that dates end while it runs.

    Args:
        instant: Where it is to stand; aware.

    Raises:
        TrainingYearError: Outside the years an exercise can need.
    """
    if not TRAINING_YEARS[0] <= instant.year <= TRAINING_YEARS[-1]:
        raise TrainingYearError(TRAINING_YEARS[0], TRAINING_YEARS[-1])


def move_training_clock(store: "Store", to: Instant) -> None:
    """Move a practice store's clock forward.

    Raises:
        NotASupervisorError: Somebody else asks.
        TrainingClockError: A real store, or an instant that is already past.
        TrainingYearError: As `hold_training`.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts.terms.store import StaffRole

    if StaffRole.SUPERVISOR not in store.roles():
        raise NotASupervisorError
    now = store.now()
    if store.sidecar.ahead_ms is None or to <= now:
        raise TrainingClockError
    _move(store, store.sidecar.ahead_ms + to_ms(to) - to_ms(now))


def follow_training_clock(store: "Store", ahead_ms: int) -> None:
    """Move a practice store's clock to where its base's runs, if that is further on; a real store has none.

    Args:
        store: A laptop's.
        ahead_ms: What base's training clock adds to its machine's.

    Raises:
        TrainingYearError: As `hold_training`.
        StoreError: As `Store.record`.
    """
    if store.sidecar.ahead_ms is not None and ahead_ms > store.sidecar.ahead_ms:
        _move(store, ahead_ms)


def run_training_clock_on(store: "Store", moved_to_ms: int) -> None:
    """Let the clock stand where the journal says it was moved to; a crash came before the sidecar said so."""
    if store.sidecar.ahead_ms is not None and (behind_ms := moved_to_ms - to_ms(store.now())) > 0:
        store.rewrite_sidecar(replace(store.sidecar, ahead_ms=store.sidecar.ahead_ms + behind_ms))


def _move(store: "Store", ahead_ms: int) -> None:
    from store.keeping.acts import PracticeClockMoved

    assert store.sidecar.ahead_ms is not None
    now = store.now()
    to = now + timedelta(milliseconds=ahead_ms - store.sidecar.ahead_ms)
    hold_training(to)
    told = PracticeClockMoved(from_ms=to_ms(now), to_ms=to_ms(to))
    store.record_with_sidecar(replace(store.sidecar, ahead_ms=ahead_ms), told)
