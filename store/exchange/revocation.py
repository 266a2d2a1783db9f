"""Revocation: from here on, a laptop's keys are no longer believed.

Owns from which entry on. Refuses to own the incident, and what becomes of its families.
"""

from store.errors import DeviceRevokedError
from store.exchange.peers import Peer
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping import acts
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.store import Store


def revoke(store: Store, laptop: Peer, cause: RevocationCause) -> int:
    """Believe nothing of a laptop beyond what base holds of its journal now.

    Args:
        store: Base's.
        laptop: Which.
        cause: Why.

    Returns:
        How many of its entries stay believed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        DeviceRevokedError: It was revoked before.
        StoreError: As `Store.record`.

    Source:
        Agreement A9, 9.1c.
    """
    hold_supervisor_of_base(store)
    if laptop.revoked_from is not None:
        raise DeviceRevokedError
    held = store.journal_of(laptop.journal, laptop.branch)
    from_index = 0 if held is None else held.size
    store.record(
        acts.DeviceRevoked(
            device=laptop.device, journal=laptop.journal, from_index=from_index, cause=cause, incident=None
        )
    )
    return from_index
