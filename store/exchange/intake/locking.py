"""Locking many families at once: at base, and by order on every laptop that has them.

Owns both. Refuses to own why.

Source: agreement 7.2a: whoever refused is left in peace at once, wherever their data lies.
"""

from collections.abc import Mapping, Sequence

from store.agreement.purposes import Purpose
from store.exchange import orders
from store.exchange.intake.identity import any_joined
from store.exchange.peers import peer
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import StaffRole
from store.keeping.acts.values import IDS_COUNT
from store.keeping.exchange_words import GIVEN, HELD, ISSUED, WITHHELD
from store.keeping.store import Store
from store.keeping.taking import N_BITS


def lock_everywhere(
    store: Store, families: Sequence[FamilyId], cause: FamilyLockCause, follows: Mapping[FamilyId, str]
) -> int:
    """Lock families at base, and order it on the laptops; return how many lie on one.

    Broken off between the two, it goes on where it was when it is done again: an order needs no new lock at base.

    Args:
        store: Base's.
        families: Which; those that are locked at base already are ordered locked where no order is on its way.
        cause: Why.
        follows: The wish it follows from, by family.
    """
    if not families:
        return 0
    locked = {family for (family,) in store.rows("SELECT family FROM lockset WHERE lock = ?", (FamilyLock.LOCKED,))}
    store.record(
        *(
            acts.FamilyLockSet(
                family=family, lock=FamilyLock.LOCKED, cause=cause, follows_from=follows.get(family), reason=None
            )
            for family in families
            if family not in locked
        )
    )
    wanted = set(families)
    lying = [
        (DeviceId(device), FamilyId(family))
        for family, device in store.rows(
            "SELECT family, device FROM allocation JOIN peer USING (device)"
            " WHERE state IN (?, ?) AND revoked_from IS NULL ORDER BY device, family",
            (GIVEN, HELD),
        )
        if family in wanted
    ]
    order_locked(store, lying, cause)
    return len({family for _, family in lying})


def lock_what_lies_open(store: Store) -> None:
    """Order locked whatever base locked and no laptop was told of: it was broken off, or a keeper may not order.

    So is a family of wave 2 of which nobody agrees to it any more, and whoever is here a second time under another name
    of joined councils and refused under one. What was locked at a door is told on by itself (telling_on). With anybody
    but a supervisor it waits.

    Args:
        store: Base's.

    Raises:
        StoreError: As `Store.record`.
    """
    if StaffRole.SUPERVISOR not in store.roles():
        return
    if any_joined(store):
        from store.exchange.intake.whose import lock_refused_since  # loads the intake, which nearly no base needs here

        lock_refused_since(store)
    open_there: dict[FamilyLockCause, list[tuple[DeviceId, FamilyId]]] = {}
    for cause, device, family in store.rows(
        "SELECT cause, device, family FROM lockset JOIN allocation USING (family) JOIN peer USING (device)"
        " WHERE lock = ? AND state IN (?, ?) AND revoked_from IS NULL"
        " AND (entry >> ?) IN (SELECT id FROM stem WHERE journal NOT IN (SELECT journal FROM peer))"
        " AND (follows_from IS NULL OR follows_from NOT IN (SELECT order_id FROM fieldorder))"
        " ORDER BY device, family",
        (FamilyLock.LOCKED, GIVEN, HELD, N_BITS),
    ):
        open_there.setdefault(FamilyLockCause(cause), []).append((DeviceId(device), FamilyId(family)))
    open_there.setdefault(FamilyLockCause.CONTACT_WISH, []).extend(_of_nobody_who_agrees(store))
    for cause, lying in open_there.items():
        order_locked(store, lying, cause)


def _of_nobody_who_agrees(store: Store) -> list[tuple[DeviceId, FamilyId]]:
    """Return where families lie that were to be visited in wave 2, and whose last yes to that was taken back.

    Source:
        Agreement 4.4: no family of wave 2 without a live yes, over any history.
    """
    rows = store.rows(
        "SELECT device, family FROM family JOIN allocation USING (family) JOIN peer USING (device)"
        " WHERE wave = ? AND council_reference <> '' AND state IN (?, ?) AND revoked_from IS NULL"
        " AND family NOT IN (SELECT family FROM consent WHERE purpose = ? AND is_live) ORDER BY device, family",
        (Wave.TWO, GIVEN, HELD, Purpose.RECONTACT),
    )
    return [(DeviceId(device), FamilyId(family)) for device, family in rows]


def order_locked(store: Store, lying: Sequence[tuple[DeviceId, FamilyId]], cause: FamilyLockCause) -> None:
    """Order families locked on laptops, but for those that such an order is on its way for."""
    told = {
        (device, family)
        for device, families in store.rows(
            "SELECT device, families FROM fieldorder WHERE order_kind = ? AND state IN (?, ?)",
            (OrderKind.LOCK, ISSUED, WITHHELD),
        )
        for family in families.split()
    }
    there: dict[DeviceId, list[FamilyId]] = {}
    for device, family in lying:
        if (device, family) not in told:
            told.add((device, family))  # there may be more than one reason
            there.setdefault(device, []).append(family)
    for device, held in there.items():
        for start in range(0, len(held), IDS_COUNT):
            orders.lock(store, peer(store, device), held[start : start + IDS_COUNT], cause)
