"""Taking in a delivery, from its bytes to what came of it; and looking at its columns alone.

Owns the way from arrival to the deed of each kind. Refuses to own any step of it.
"""

import contextlib
import gc
from collections.abc import Iterator
from typing import Final

from store.agreement.purposes import DatasetKind
from store.exchange.eligibility.taking_in import take_eligibility
from store.exchange.intake import memory
from store.exchange.intake.arriving import Asked, Progress, arrive, opened
from store.exchange.intake.columns import Columns, columns_of
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.refusing import take_refusals
from store.exchange.intake.tables import table_in
from store.exchange.intake.taking_in import readable, take_in
from store.exchange.wave_two.updating import take_updates
from store.keeping.store import Store

_MADE_BETWEEN: Final = 5_000_000
"""Values made between two looks; Python's own 700 cost a fifth of the time."""


def intake(store: Store, asked: Asked, progress: Progress) -> Outcome:
    """Take in a council's delivery.

    Args:
        store: Base's.
        asked: The file, and what was said of it.
        progress: Told how far it is.

    Raises:
        StoreError: It was turned away, waits, or could not be kept; each kind says which, and what to do.
    """
    arrival = arrive(store, asked)
    content = opened(store, arrival)
    with _for_many_rows():
        match asked.kind:
            case DatasetKind.REFUSALS:
                return take_refusals(store, arrival, content, progress)
            case DatasetKind.ELIGIBILITY:
                return take_eligibility(store, arrival, content, progress)
            case DatasetKind.UPDATES:
                return take_updates(store, arrival, content, progress)
            case _:
                return take_in(store, arrival, content, progress)


def preview(store: Store, asked: Asked) -> Columns:
    """Return what the columns of a delivery would be taken for; no row of it is kept.

    Raises:
        StoreError: It was turned away or waits before that, as in `intake`.
    """
    arrival = arrive(store, asked)
    content = opened(store, arrival)
    with readable(store, arrival, content):
        known = memory.remembered(store, asked.council, asked.kind)
        has_day = asked.letters_sent_on is not None
        return columns_of(
            table_in(content.content), asked.kind, known, asked.told, has_letters_day=has_day, is_headed=asked.is_headed
        )


@contextlib.contextmanager
def _for_many_rows() -> Iterator[None]:
    """Look for rings of garbage seldom: hundreds of thousands of values are made, and none of them stands in one."""
    before = gc.get_threshold()
    gc.set_threshold(_MADE_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
