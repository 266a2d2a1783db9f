"""A laptop does what base asked, and says so.

Owns the order of doing it: nothing that base does not hold is erased, and an order stays open until all of it is done,
so that it is taken up again after a crash. Refuses to own issuing (orders).

Source: design 5; agreement 7.2a, 7.2e, 9.1e, A9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from store.exchange.sending import unsent
from store.exchange.wordings import wordings_refused
from store.ids import FamilyId
from store.keeping import acts, epochs
from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import EpochCause, ErasureReason, StoreRole
from store.keeping.agreed import agreement_of
from store.keeping.exchange_words import HELD, ISSUED
from store.keeping.header import unpack
from store.keeping.history import acts_about
from store.keeping.store import Store
from store.keeping.taking import N_BITS

if TYPE_CHECKING:
    from store.keeping.emptying import LeftBehind


@dataclass(frozen=True, slots=True)
class _Asked:
    """An order that is not carried out yet."""

    order: str
    kind: OrderKind
    families: tuple[FamilyId, ...]
    entries: tuple[int, ...]


def carry_out(store: Store) -> int:
    """Carry out whatever base asked and can be done now, in the order it was asked.

    Returns:
        How many orders are still open: they wait for a receipt.

    Raises:
        StoreError: The disk refused; what was done is done, and the rest is done when this is called again.
    """
    if store.sidecar.role != StoreRole.FIELD:
        return 0
    waiting, destroyed = 0, []
    for asked in _open_orders(store):
        match asked.kind:
            case OrderKind.ALLOCATE:
                _load(store, asked)
            case OrderKind.LOCK:
                waiting += not _lock(store, asked)
            case OrderKind.RECALL:
                waiting += not _give_back(store, asked)
            case OrderKind.DESTROY:
                floors = _unreceipted(store)
                if _may_be_last(store, asked, floors) and _erase(
                    store, asked, ErasureReason.DESTRUCTION_ORDER, "7.2f", floors
                ):
                    destroyed.append(asked)
                else:
                    waiting += 1
            case OrderKind.RENEW_KEYS:
                epochs.change(store, EpochCause.ROUTINE, order=asked.order, told=[_executed(asked)])
            case OrderKind.WORDING:
                _take_wording(store, asked)
            case (
                OrderKind.CONTACT_CARD
                | OrderKind.HAND_IN
                | OrderKind.LEASE
                | OrderKind.OPEN_BRANCH
                | OrderKind.RELEASE
                | OrderKind.SAFETY_NOTE
                | OrderKind.SETTING
                | OrderKind.STAFF
            ):
                store.record(_executed(asked, OrderEnd.COULD_NOT, "This release does not carry out such orders."))
            case _:
                assert_never(asked.kind)
    if destroyed:
        told = [_executed(asked) for asked in destroyed]
        epochs.change(
            store, EpochCause.DESTRUCTION, order=destroyed[0].order, told=told, without=_last_words(store, destroyed[0])
        )
    return waiting


def _open_orders(store: Store) -> list[_Asked]:
    rows = store.rows(
        "SELECT order_id, order_kind, families, entries FROM fieldorder"
        " WHERE device = ? AND state = ? ORDER BY base_at",
        (store.sidecar.store, ISSUED),
    )
    return [
        _Asked(order, OrderKind(kind), tuple(map(FamilyId, families.split())), tuple(map(int, entries.split())))
        for order, kind, families, entries in rows
    ]


def _executed(asked: _Asked, end: OrderEnd = OrderEnd.DONE, reason: str | None = None) -> acts.OrderExecuted:
    return acts.OrderExecuted(order=asked.order, end=end, families=asked.families, reason=reason)


def _load(store: Store, asked: _Asked) -> None:
    """Say which families came, each with the leaf of base's entry that brought it."""
    loaded = [act for family in asked.families if (act := _loaded(store, family, asked.order)) is not None]
    if len(loaded) == len(asked.families):
        store.record(*loaded, _executed(asked))
    else:
        store.record(*loaded, _executed(asked, OrderEnd.COULD_NOT, "Some of its families did not come."))


def _loaded(store: Store, family: FamilyId, order: str) -> acts.FamilyLoaded | None:
    """Return what tells that a family came with an order, also one of a journal of base's that was succeeded since."""
    rows = store.rows(
        "SELECT header, leaf, body FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE family = ? AND body IS NOT NULL ORDER BY entry DESC",
        (family,),
    )
    for header, leaf, body in rows:
        read = unpack(header)
        if read.kind != acts.FamilyAllocated.kind:
            continue
        act = acts.parse(read.kind, read.kind_version, body)
        if isinstance(act, acts.FamilyAllocated) and act.order == order:
            return acts.FamilyLoaded(
                family=family, device=act.device, order=order, delivery=None, allocation_leaf=leaf.hex()
            )
    return None


def _take_wording(store: Store, asked: _Asked) -> None:
    """Say whether a wording can be used; whoever is being asked at this moment is not shown another one for it.

    Source:
        Agreement 1.2-1.4, 2.5: one that misses a party is not read to anybody, whoever sent it.
    """
    why = wordings_refused(store, agreement_of(store), asked.entries)
    store.record(_executed(asked) if why is None else _executed(asked, OrderEnd.COULD_NOT, why))


def loaded_here(store: Store) -> list[Act]:
    """Return what tells of every family that lies here: base may believe that another copy of this laptop erased it."""
    held = store.rows("SELECT family, order_id FROM allocation WHERE state = ? ORDER BY family", (HELD,))
    told = (_loaded(store, FamilyId(family), order) for family, order in held)
    return [each for each in told if each is not None]


def _lock(store: Store, asked: _Asked) -> bool:
    """Lock and erase the contact details at once; what base does not hold yet stays until it does.

    Returns:
        Whether all of it is done: nothing about the families is left.
    """
    fresh = [family for family in asked.families if _about(store, family) and not _is_locked(store, family, asked)]
    if fresh:
        store.record(
            *(
                acts.FamilyLockSet(
                    family=family,
                    lock=FamilyLock.LOCKED,
                    cause=FamilyLockCause.BASE_DECISION,
                    follows_from=asked.order,
                    reason=None,
                )
                for family in fresh
            )
        )
    floors = _not_backed_up(store)
    about = [key for family in asked.families for key in _about(store, family)]
    if not all(_stays(key, floors) for key in about):
        store.erase_for_ever(
            asked.families, ErasureReason.HANDED_IN, "7.2a", asked.order, keep=lambda key: _stays(key, floors)
        )
    if any(_stays(key, floors) for key in about):
        return False
    store.record(_executed(asked))
    return True


def _is_locked(store: Store, family: FamilyId, asked: _Asked) -> bool:
    locks = (act for act, _ in acts_about(store, family, acts.FamilyLockSet))
    return any(isinstance(act, acts.FamilyLockSet) and act.follows_from == asked.order for act in locks)


def _give_back(store: Store, asked: _Asked) -> bool:
    """Erase what was recalled, once base says that its backup holds everything done here."""
    if not _erase(store, asked, ErasureReason.RELEASED_AFTER_BACKUP, "9.1e", _not_backed_up(store)):
        return False
    store.record(_executed(asked))
    return True


def _erase(store: Store, asked: _Asked, reason: ErasureReason, authority: str, floors: dict[int, int]) -> bool:
    """Erase families if nothing about them has to stay; return whether that was so."""
    if any(_stays(key, floors) for family in asked.families for key in _about(store, family)):
        return False
    store.erase_for_ever(asked.families, reason, authority, asked.order)
    return True


def _may_be_last(store: Store, asked: _Asked, floors: dict[int, int]) -> bool:
    """Say whether base holds what people said here without anybody knowing whose family they are of, if it goes too."""
    return not _is_last(store, asked) or not any(_stays(key, floors) for key in _of_nobody(store))


def _is_last(store: Store, asked: _Asked) -> bool:
    """Say whether no other family lies here."""
    lying = {family for (family,) in store.rows("SELECT DISTINCT family FROM familyentry")}
    return lying <= set(asked.families)


def _last_words(store: Store, asked: _Asked) -> "LeftBehind | None":
    """Return what goes with the last family: whatever anybody said of whom it is not known whose family they are of.

    Source:
        Agreement 7.2f, 13.5: nothing that was said stays behind because nobody wrote down by whom.
    """
    if not _is_last(store, asked) or not _of_nobody(store):
        return None
    from store.keeping.emptying import LeftBehind  # loads every table: only here

    floors = _unreceipted(store)
    return LeftBehind(
        (),
        ErasureReason.DESTRUCTION_ORDER,
        "7.2f",
        asked.order,
        is_of_nobody_too=True,
        keep=lambda key: _stays(key, floors),
    )


def _of_nobody(store: Store) -> Sequence[int]:
    from store.keeping.emptying import of_nobody  # loads every table: only where something is destroyed

    with store.looking() as connection:
        return of_nobody(connection)


def _about(store: Store, family: FamilyId) -> Sequence[int]:
    return [key for (key,) in store.rows("SELECT entry FROM familyentry WHERE family = ?", (family,))]


def _unreceipted(store: Store) -> dict[int, int]:
    """Return, for each own branch by its number in the file, from which index on base has not receipted it."""
    floors = {branch.stem: branch.size for branch in store.former_branches()}
    return floors | {branch.stem: receipted for branch, receipted in unsent(store)}


def _not_backed_up(store: Store) -> dict[int, int]:
    """Return the same by what base says lies in a verified backup off its machine."""
    sizes = dict(store.rows("SELECT branch, backed_up_size FROM receipt WHERE journal = ?", (store.sidecar.journal,)))
    floors = {store.journal.stem: sizes.get(store.journal.branch, 0)}
    # Base took a former branch in whole before any of this one; of the losing side of a fork it never says so.
    is_followed = floors[store.journal.stem] > 0
    return floors | {
        branch.stem: branch.size if is_followed else sizes.get(branch.branch, 0) for branch in store.former_branches()
    }


def _stays(key: int, floors: dict[int, int]) -> bool:
    """Say whether an entry has to stay: one of this laptop's own, at or above its branch's floor."""
    floor = floors.get(key >> N_BITS)
    return floor is not None and key & ((1 << N_BITS) - 1) >= floor
