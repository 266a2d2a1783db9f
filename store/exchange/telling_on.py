"""What one laptop said that every other holder of the family has to know: base tells it on.

Owns finding it among what came in, and the acts that carry it. Refuses to own what a withdrawal or a lock does.

A withdrawal goes on as a record of base's own that follows the laptop's, for a laptop believes nobody but base; a lock
goes on as an order. A withdrawal by receipt code that the laptop could not resolve is answered here.

Source: clauses "Consent" (withdrawals reach every holder), 7.2a, 10.
"""

from typing import Final

from store.exchange import orders
from store.exchange.came_in import CameIn, Looked, came_in
from store.exchange.peers import peer
from store.exchange.withdrawn_by_code import answered
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.acts.terms.store import StaffRole
from store.keeping.follows_exchange import GIVEN, HELD
from store.keeping.store import Store

LOOKED_AT: Final = "told_on"


def tell_on(store: Store, looked: Looked) -> int:
    """Tell on whatever came in since this was last asked, each once.

    Args:
        store: Base's, a supervisor signed in: only they order anything. With anybody else it waits.
        looked: Is told how far; whoever asked says so afterwards (came_in).

    Returns:
        How many things were told on.

    Raises:
        StoreError: As `Store.record`.
    """
    if StaffRole.SUPERVISOR not in store.roles():
        return 0
    size, count = store.journal.size, 0
    kinds = (acts.ConsentRecorded, acts.FamilyLockSet, acts.RequestReceived)
    for each in list(came_in(store, size, LOOKED_AT, *kinds)):
        count += _tell(store, each)
    looked[LOOKED_AT] = size
    return count


def _tell(store: Store, told: CameIn) -> int:
    match told.act:
        case acts.RequestReceived():
            answer = answered(store, told.act)
            if answer:
                store.record(*answer)
            return len(answer[:1])
        case acts.FamilyLockSet() if told.act.lock is FamilyLock.LOCKED:
            others = _others(store, told.act.family, told.sender)
            for device in others:
                orders.lock(store, peer(store, device), [told.act.family], told.act.cause)
            return len(others)
        case acts.ConsentRecorded() if told.act.decision is ConsentDecision.WITHDRAWN:
            if not _others(store, told.act.family, told.sender):
                return 0
            store.record(_told_on(told.act))  # which goes down to every holder, as any withdrawal of base's does
            return 1
        case _:
            return 0


def _others(store: Store, family: FamilyId, sender: DeviceId) -> list[DeviceId]:
    rows = store.rows(
        "SELECT device FROM allocation JOIN peer USING (device)"
        " WHERE family = ? AND state IN (?, ?) AND device <> ? AND revoked_from IS NULL ORDER BY device",
        (family, GIVEN, HELD, sender),
    )
    return [DeviceId(device) for (device,) in rows]


def _told_on(act: acts.ConsentRecorded) -> Act:
    return act.model_copy(update={"record": new_id(), "follows": act.record})
