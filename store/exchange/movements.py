"""How a file that leaves base is told to have got there, or not.

Owns the end of a movement. Refuses to own its beginning, which each kind of file tells in its own way.

Source: agreement 9.1, A6.
"""

import contextlib
from collections.abc import Iterator

from store.clock import to_ms
from store.keeping import acts
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.store import Store


def ended(store: Store, movement: str, end: MovementEnd) -> acts.MovementEnded:
    """Return what tells how a movement ended that nobody has to confirm."""
    return acts.MovementEnded(movement=movement, end=end, at_ms=to_ms(store.now()), acknowledged_by=None, reason=None)


@contextlib.contextmanager
def told_at_its_end(store: Store, movement: str) -> Iterator[None]:
    """Tell how a movement ended once what is done within is over: it failed, whatever broke it off.

    Raises:
        StoreError: As `Store.record`.
    """
    end = MovementEnd.FAILED
    try:
        yield
        end = MovementEnd.DONE
    finally:
        store.record(ended(store, movement, end))
