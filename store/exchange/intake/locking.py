"""Locking many families at once: at base, and by order on every laptop that has them.

Owns both. Refuses to own why.

Source: agreement 7.2a: whoever refused is left in peace at once, wherever their data lies.
"""

from collections.abc import Mapping, Sequence

from store.exchange import orders
from store.exchange.peers import peer
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.values import IDS_COUNT
from store.keeping.follows_exchange import GIVEN, HELD
from store.keeping.store import Store


def lock_everywhere(
    store: Store, families: Sequence[FamilyId], cause: FamilyLockCause, follows: Mapping[FamilyId, str]
) -> int:
    """Lock families at base, and order it on the laptops; return how many lie on one.

    Args:
        store: Base's.
        families: Which.
        cause: Why.
        follows: The wish it follows from, by family.
    """
    if not families:
        return 0
    store.record(
        *(
            acts.FamilyLockSet(
                family=family, lock=FamilyLock.LOCKED, cause=cause, follows_from=follows.get(family), reason=None
            )
            for family in families
        )
    )
    wanted, lying = set(families), set()
    there: dict[DeviceId, list[FamilyId]] = {}
    for family, device in store.rows(
        "SELECT family, device FROM allocation JOIN peer USING (device)"
        " WHERE state IN (?, ?) AND revoked_from IS NULL ORDER BY device, family",
        (GIVEN, HELD),
    ):
        if family in wanted:
            there.setdefault(DeviceId(device), []).append(FamilyId(family))
            lying.add(family)
    for device, held in there.items():
        for start in range(0, len(held), IDS_COUNT):
            orders.lock(store, peer(store, device), held[start : start + IDS_COUNT], cause)
    return len(lying)
