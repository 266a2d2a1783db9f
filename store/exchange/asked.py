"""A request taken down at base or at a door: the family it locks is locked wherever it is.

Owns doing both. Refuses to own the request (custody). A laptop locks what it has; base tells the others (telling_on).

Source: clauses 10, A4.
"""

from typing import TYPE_CHECKING

from store.custody.clocks import DutyClock
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.following import follow, locks_of
from store.custody.requests.known import Request
from store.exchange.holders import lock_holders_of
from store.ids import FamilyId
from store.keeping.acts.terms.incidents import RequestStep
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


def find_family(store: Store, request: Request, family: FamilyId, note: str | None = None) -> list[DutyClock]:
    """Record whose a request is; at base, order the family it locks locked on every laptop that has it.

    Raises:
        StoreError: As `follow`; nothing was kept, unless a laptop could not be told.
    """
    moved = follow(store, request, RequestStep.FAMILY_FOUND, note, family)
    lock_holders_of(store, locks_of(request, family))
    return moved
