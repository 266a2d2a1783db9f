"""Which laptops have a family, as base knows it, and locking it on all of them.

Owns both. Refuses to own why it is locked.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.exchange import orders
from store.exchange.peers import peer
from store.ids import DeviceId, FamilyId
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act


def holders(store: Store, family: FamilyId, but: DeviceId | None = None) -> list[DeviceId]:
    """Return the laptops that are believed to have a family and still hear of base, in order of their ids.

    Args:
        store: Base's.
        family: Which.
        but: One that is left out.
    """
    rows = store.rows(
        "SELECT device FROM allocation JOIN peer USING (device)"
        " WHERE family = ? AND state IN (?, ?) AND device IS NOT ? AND revoked_from IS NULL ORDER BY device",
        (family, GIVEN, HELD, but),
    )
    return [DeviceId(device) for (device,) in rows]


def are_any_shared(store: Store) -> bool:
    """Say whether any family is believed to lie on several laptops that still hear of base."""
    return bool(
        store.rows(
            "SELECT 1 FROM allocation JOIN peer USING (device) WHERE state IN (?, ?) AND revoked_from IS NULL"
            " GROUP BY family HAVING count(*) > 1 LIMIT 1",
            (GIVEN, HELD),
        )
    )


def lock_on_holders(store: Store, family: FamilyId, cause: FamilyLockCause, but: DeviceId | None = None) -> int:
    """Order a family locked on every laptop that has it, and return on how many.

    Raises:
        NotBaseError, NotASupervisorError: As `orders.lock`.
    """
    found = holders(store, family, but)
    for device in found:
        orders.lock(store, peer(store, device), [family], cause)
    return len(found)


def lock_holders_of(store: Store, done: "Sequence[Act]") -> None:
    """Order whatever base just locked locked on every laptop that has it; on a laptop, base does that later.

    Raises:
        StoreError: As `Store.record`; the family is locked at base all the same.
    """
    from store.keeping.acts import FamilyLockSet

    if store.sidecar.role != StoreRole.BASE or StaffRole.SUPERVISOR not in store.roles():
        return
    for act in done:
        if isinstance(act, FamilyLockSet) and act.lock is FamilyLock.LOCKED:
            lock_on_holders(store, act.family, act.cause)
