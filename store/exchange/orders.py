"""What base asks of a laptop: families given, taken back, locked, destroyed.

Owns issuing. Refuses to own who may be given what (allocation), what a family is given with (handing_over), and
carrying an order out (carrying_out).
"""

from collections.abc import Sequence

from store.agreement.lifetime import Work
from store.errors import AllocationOverError, DeviceRevokedError, FamilyNotThereError, KeysOrderedError
from store.exchange.handing_over import handed_over
from store.exchange.peers import Peer
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.withholding import KNOWN_SINCE, withheld
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, RecallCause
from store.keeping.acts.values import IDS_COUNT
from store.keeping.exchange_words import GIVEN, HELD, ISSUED, WITHHELD
from store.keeping.store import Store
from store.keeping.term import term_stands


def allocate(store: Store, laptop: Peer, families: Sequence[FamilyId]) -> str:
    """Give families to a laptop, each with what is known of it.

    Returns:
        The order's id.

    Raises:
        NotBaseError, NotASupervisorError, DeviceRevokedError: As `lock`.
        AllocationOverError: The agreement does not run.
        FamilyUndeliveredError: Nothing of one of them is held.

    Source:
        Agreement 3.1.
    """
    _hold(store, laptop)
    if not term_stands(store).lets(Work.LOAD):
        raise AllocationOverError
    order = new_id()
    given = handed_over(store, laptop, families, order)
    return _issue(store, laptop, OrderKind.ALLOCATE, families, given, order)


def recall(store: Store, laptop: Peer, families: Sequence[FamilyId], cause: RecallCause) -> str:
    """Take families back from a laptop, which erases them once its acts about them lie in a verified backup.

    Raises:
        NotBaseError, NotASupervisorError, DeviceRevokedError, FamilyNotThereError: As `lock`.
    """
    _hold(store, laptop)
    _hold_there(store, laptop, families)
    order = new_id()
    taken = [
        acts.FamilyRecalled(family=family, device=laptop.device, order=order, cause=cause, reason=None)
        for family in families
    ]
    return _issue(store, laptop, OrderKind.RECALL, families, taken, order)


def lock(store: Store, laptop: Peer, families: Sequence[FamilyId], cause: FamilyLockCause) -> str:
    """Lock families on a laptop, which erases their contact details at once.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base orders anything.
        DeviceRevokedError: The laptop would never hear of it.
        FamilyNotThereError: One of them is not allocated to it.

    Source:
        Agreement 7.2a.
    """
    _hold(store, laptop)
    _hold_there(store, laptop, families)
    order = new_id()
    locked = [
        acts.FamilyLockSet(family=family, lock=FamilyLock.LOCKED, cause=cause, follows_from=order, reason=None)
        for family in families
    ]
    return _issue(store, laptop, OrderKind.LOCK, families, locked, order, is_carried=False)


def destroy(store: Store, laptop: Peer, families: Sequence[FamilyId], follows_from: str | None = None) -> str:
    """Have a laptop erase families and everything about them for ever, under a new key.

    Args:
        store: Base's.
        laptop: Whose.
        families: Which.
        follows_from: The destruction it is part of, if it is.

    Raises:
        NotBaseError, NotASupervisorError, DeviceRevokedError, FamilyNotThereError: As `lock`.

    Source:
        Agreement 7.2f, 13.5, A11.
    """
    _hold(store, laptop)
    _hold_there(store, laptop, families)
    return _issue(store, laptop, OrderKind.DESTROY, families, [], new_id(), follows_from=follows_from)


def renew_keys(store: Store, laptop: Peer) -> str:
    """Have a laptop begin a new epoch: a passphrase, a copy of its disk or of its keyring may be in other hands.

    What it signs with stays, so nothing of this helps where somebody else may write as it: that is for `revoke`.

    Raises:
        NotBaseError, NotASupervisorError, DeviceRevokedError: As `lock`.
        KeysOrderedError: As `hold_renewable`.

    Source:
        Agreement 9.1c; design 4, "Epochs".
    """
    hold_renewable(store, laptop)
    return _issue(store, laptop, OrderKind.RENEW_KEYS, (), [], new_id())


def hold_renewable(store: Store, laptop: Peer) -> None:
    """Make sure that new keys can be ordered for a laptop, once: a second order would only make a second epoch.

    Raises:
        NotBaseError, NotASupervisorError, DeviceRevokedError: As `lock`.
        KeysOrderedError: They are ordered, and it has not said yet that it went over to them.
    """
    _hold(store, laptop)
    if store.rows(
        "SELECT 1 FROM fieldorder WHERE device = ? AND order_kind = ? AND state IN (?, ?)",
        (laptop.device, OrderKind.RENEW_KEYS, ISSUED, WITHHELD),
    ):
        raise KeysOrderedError


def _hold(store: Store, laptop: Peer) -> None:
    hold_supervisor_of_base(store)
    if laptop.revoked_from is not None:
        raise DeviceRevokedError


def _hold_there(store: Store, laptop: Peer, families: Sequence[FamilyId]) -> None:
    there = {
        family
        for (family,) in store.rows(
            "SELECT family FROM allocation WHERE device = ? AND state IN (?, ?)", (laptop.device, GIVEN, HELD)
        )
    }
    if not set(families) <= there:
        raise FamilyNotThereError


def _issue(
    store: Store,
    laptop: Peer,
    kind: OrderKind,
    families: Sequence[FamilyId],
    with_it: Sequence[Act],
    order: str,
    *,
    is_carried: bool = True,
    follows_from: str | None = None,
) -> str:
    """Keep an order behind the entries it needs, which go down to the laptop with it once it knows such orders."""
    waiting = withheld(store, laptop, kind, families, order)

    def placed(first: int) -> list[Act]:
        issued = acts.OrderIssued(
            order=order,
            order_kind=kind,
            device=laptop.device,
            families=tuple(families),
            entries=tuple(range(first, first + len(with_it))) if is_carried else (),
            follows_from=follows_from,
            due_at_ms=None,
            needs_release=KNOWN_SINCE[kind],
        )
        return [*with_it, issued, *waiting]

    assert len(families) <= IDS_COUNT
    store.record_placed(placed)
    return order
