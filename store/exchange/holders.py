"""Which laptops have a family, as base knows it, and locking it on all of them.

Owns both. Refuses to own why it is locked.
"""

from store.exchange import orders
from store.exchange.peers import peer
from store.ids import DeviceId, FamilyId
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.follows_exchange import GIVEN, HELD
from store.keeping.store import Store


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


def lock_on_holders(store: Store, family: FamilyId, cause: FamilyLockCause, but: DeviceId | None = None) -> int:
    """Order a family locked on every laptop that has it, and return on how many.

    Raises:
        NotBaseError, NotASupervisorError: As `orders.lock`.
    """
    found = holders(store, family, but)
    for device in found:
        orders.lock(store, peer(store, device), [family], cause)
    return len(found)
