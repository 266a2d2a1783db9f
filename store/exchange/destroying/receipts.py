"""A laptop's part of a destruction, from what it signed itself.

Owns turning its entries into the act that closes its part. Refuses to own believing them: base took them in.
"""

from collections.abc import Iterator

from store.clock import to_ms
from store.custody.destruction.left_undone import left_undone
from store.exchange.destroying.known import Destruction, families_of
from store.exchange.peers import peers
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd
from store.keeping.acts.terms.exchange import OrderEnd
from store.keeping.acts.terms.store import KeyringMode
from store.keeping.exchange_words import CANCELLED, GIVEN, HELD
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store
from store.keeping.tree import hash_leaf

VERIFIED_THERE = (
    "The laptop copied what was left into a new file under a new key, compared it and read it page by page, and signed"
    " that it removed the old file and key; base countersigned its journal."
)


def receipts(store: Store, destruction: Destruction) -> Iterator[acts.DestructionExecuted]:
    """Yield the part of each laptop that carried out everything it was ordered and is not told of yet."""
    mine = {
        each.act.order: each.act.device
        for each in acts_of(store, acts.OrderIssued)
        if isinstance(each.act, acts.OrderIssued) and each.act.follows_from == destruction.order
    }
    done = _executed(store, set(mine))
    taken_back = {order for (order,) in store.rows("SELECT order_id FROM fieldorder WHERE state = ?", (CANCELLED,))}
    for device in dict.fromkeys(mine.values()):
        ordered = [order for order, whose in mine.items() if whose == device and order not in taken_back]
        if destruction.has_done(device) or not all(order in done for order in ordered):
            continue
        if ordered:
            yield _part(store, destruction, device, [done[order] for order in ordered])
        elif not _holds_any(store, destruction, device):
            yield _nothing_held(store, destruction, device)


def _holds_any(store: Store, destruction: Destruction, device: DeviceId) -> bool:
    listed = families_of(store, destruction.order)
    rows = store.rows("SELECT family FROM allocation WHERE device = ? AND state IN (?, ?)", (device, GIVEN, HELD))
    return listed is not None and bool({family for (family,) in rows}.intersection(listed.families))


def _nothing_held(store: Store, destruction: Destruction, device: DeviceId) -> acts.DestructionExecuted:
    """Return the part of a laptop whose every order was taken back, and that has nothing of it any more."""
    return nothing_done(
        store,
        destruction,
        device,
        DestructionEnd.NOTHING_HELD,
        verified_by="Its orders were taken back before it carried them out; by what it signed since, it holds nothing.",
    )


def nothing_done(
    store: Store, destruction: Destruction, device: DeviceId, end: DestructionEnd, *, verified_by: str
) -> acts.DestructionExecuted:
    """Return the part of a device that destroyed nothing, for base to tell.

    Args:
        store: Base's.
        destruction: Of what.
        device: Whose part it is.
        end: Why nothing.
        verified_by: How that is known, a sentence.
    """
    return acts.DestructionExecuted(
        order=destruction.order,
        device=device,
        end=end,
        technique=destruction.asked.technique,
        method=destruction.asked.method,
        families_count=0,
        old_epoch=None,
        new_epoch=None,
        destroyed_key_fingerprints=(),
        verified_by=verified_by,
        left_undone=(),
        executed_by=store.keys.person.staff,
        executed_at_ms=to_ms(store.now()),
        receipt_digest=None,
        receipt_signature=None,
    )


def _executed(store: Store, ordered: set[str]) -> dict[str, Held]:
    """Return the laptops' entries that say an order is carried out, by order."""
    found = {}
    for held in acts_of(store, acts.OrderExecuted):
        act = held.act
        if isinstance(act, acts.OrderExecuted) and act.order in ordered and act.end is not OrderEnd.COULD_NOT:
            found[act.order] = held
    return found


def _part(store: Store, destruction: Destruction, device: DeviceId, told: list[Held]) -> acts.DestructionExecuted:
    last = told[-1]
    journal = store.journal_of(last.journal, last.branch)
    assert journal is not None
    entry = journal.entry(last.n)
    changed = _epoch_after(store, last)
    counts = (len(each.act.families) for each in told if isinstance(each.act, acts.OrderExecuted))
    return acts.DestructionExecuted(
        order=destruction.order,
        device=device,
        end=DestructionEnd.DONE,
        technique=destruction.asked.technique,
        method=destruction.asked.method,
        families_count=sum(counts),
        old_epoch=None if changed is None else changed.old_epoch,
        new_epoch=None if changed is None else changed.new_epoch,
        destroyed_key_fingerprints=() if changed is None else tuple(sorted(changed.destroyed_key_fingerprints)),
        verified_by=VERIFIED_THERE,
        left_undone=left_undone(has_keyring=_has_keyring(store, device)),
        executed_by=last.staff,
        executed_at_ms=unpack(entry.header).at_ms,
        receipt_digest=hash_leaf(entry.header).hex(),
        receipt_signature=entry.signature.hex(),
    )


def _epoch_after(store: Store, executed: Held) -> acts.EpochChanged | None:
    """Return the change of key that a laptop told with an order."""
    for held in acts_of(store, acts.EpochChanged):
        is_after = (held.journal, held.branch) == (executed.journal, executed.branch) and held.n > executed.n
        if is_after and isinstance(held.act, acts.EpochChanged):
            return held.act
    return None


def _has_keyring(store: Store, device: DeviceId) -> bool:
    """Say whether a laptop told that its key lies in a keyring; one that never told counts as without."""
    journals = {each.journal for each in peers(store) if each.device == device}
    return any(
        isinstance(held.act, acts.StoreOpenedFirst) and held.act.keyring_mode is KeyringMode.OS_KEYRING
        for held in acts_of(store, acts.StoreOpenedFirst)
        if held.journal in journals
    )
