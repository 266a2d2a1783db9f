"""A request taken down at base or at a door: the family it locks is locked wherever it is.

Owns doing both. Refuses to own the request (custody). A laptop locks what it has; base tells the others (telling_on).

Source: clauses 10, A4.
"""

from typing import TYPE_CHECKING

from store.custody.requests.asking import RequestEntered, add_request
from store.exchange.holders import lock_holders_of
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act


def take_request(store: Store, entered: RequestEntered) -> "list[Act]":
    """Take a request down; at base, order the family it locks locked on every laptop that has it.

    Raises:
        StoreError: As `add_request`; nothing was kept, unless a laptop could not be told.
    """
    acts = add_request(store, entered)
    if store.frozen is None:
        lock_holders_of(store, acts)
    return acts
