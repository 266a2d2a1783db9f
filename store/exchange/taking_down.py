"""A laptop takes in what base sent: base's head, its receipts, and the entries meant for this laptop.

Owns the order of checks and the one transaction. Refuses to own which entries those are (meant_for), what follows from
them (projection) and carrying orders out (orders).

Source: design 5; FORMAT.md, "What a bundle must show".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from store.clock import to_ms
from store.errors import (
    BundleContradictsError,
    BundleEntryError,
    BundleGapError,
    ProofError,
    StoreBehindError,
    TrainingYearError,
)
from store.exchange.believing import read_entry
from store.exchange.bundle import Bundle
from store.exchange.bundle_contents import Down, Proven, Receipt
from store.exchange.meant_for import ABOUT_WHAT_IS_HERE, concerns, is_for
from store.exchange.notes import note_of
from store.exchange.peers import Peer
from store.exchange.put_back import tell_of_base
from store.ids import DeviceId, FamilyId, JournalId
from store.keeping import acts
from store.keeping.acts.values import PARTS_COUNT
from store.keeping.checkpoint import Checkpoint, cosignature_of, read_checkpoint, read_cosignature
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.taking import ExchangedNote, Intake, TakenEntry, TakenRun
from store.keeping.training import follow_training_clock
from store.keeping.tree import check_consistency, check_inclusion, hash_leaf

DRIFT_S: Final = 100_000_000
"""More than three years: a clock that is further off is told as this."""

BASE_BRANCH: Final = 0
"""Base's journal is succeeded by another one, never branched."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a bundle from base brought.

    Attributes:
        new_count: Entries of base's that were not here before.
        is_late: Whether it was overtaken by a later one, and brought nothing.
    """

    new_count: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """A receipt that holds: base vouches for this head of ours."""

    head: Checkpoint
    note: bytes
    at_s: int
    cosignature: bytes
    backed_up_size: int


def take_down(store: Store, bundle: Bundle, base: Peer, mailbox: str, size_bytes: int) -> Heard:
    """Take base's bundle in, whole or not at all.

    Args:
        store: The laptop's.
        bundle: Opened: its signature is base's, and it was sealed to this store.
        base: As known so far.
        mailbox: Id of the mailbox it lay in.
        size_bytes: How large its file was.

    Raises:
        StoreBehindError: Base cosigned a head that this store signed and is behind of; it is frozen now.
        BundleContradictsError: Base's journal does not continue what it was, or vouches for what this store never was.
        BaseBehindError: Under the journal that is known base tells something else than it did: an older copy of it was
            put back. The evidence is kept, and an incident raised.
        BundleGapError: It begins after what this store has: it was meant for another copy of it.
        BundleEntryError: An entry does not hold, or is not for this laptop.
        BundleTooNewError: An entry is of a later release.
        ProofError: A note or a proof does not hold.
        StoreError: As `Store.record`.
    """
    down = bundle.contents
    assert isinstance(down, Down)
    head = read_checkpoint(down.checkpoint, base.key)
    if bundle.header.number <= base.number_in:
        if head.journal == base.journal and (
            _is_number_used(store, bundle) or _is_told_otherwise(store, head, down, base)
        ):
            raise tell_of_base(store, base, head, down.checkpoint, bundle.header.from_epoch)
        return Heard(0, is_late=True)  # whatever it says, a later one said too
    # Receipts first: a store that was put back knows an older base than the proofs begin at, and has to learn why.
    confirmed = [each for receipt in down.receipts if (each := _confirmed(store, receipt, head, base)) is not None]
    for before, after in pairwise(down.carried):
        if after.n <= before.n:
            raise BundleEntryError(after.n)
    carried = [_carried(store, each, head, base) for each in down.carried]
    is_succeeded = head.journal != base.journal
    try:
        held = _held(store, head.journal, carried)
        fresh = _fresh(store, carried, held, 0 if is_succeeded else base.their_size)
        _hold_continues(head, base, down, fresh)
        receipts = [_receipt_act(base, each) for each in confirmed if _is_news(store, each, is_succeeded=is_succeeded)]
    except (BundleContradictsError, ProofError):
        if is_succeeded or head.branch != BASE_BRANCH or not base.their_size:
            raise
        # Base's own key signed it, and what is known here too: it lost what it told.
        raise tell_of_base(store, base, head, down.checkpoint, bundle.header.from_epoch) from None
    spans = spans_of(head.journal, [entry.n for entry in fresh])
    received = acts.BundleReceived(
        bundle_digest=bundle.digest,
        number=bundle.header.number,
        from_device=base.device,
        mailbox=mailbox,
        size_bytes=size_bytes,
        entries=spans,
        new_entries_count=len(fresh),
        orders=tuple(entry.act.order for entry in fresh if isinstance(entry.act, acts.OrderIssued)),
        checkpoint_size=head.size,
        checkpoint_root=head.root.hex(),
        unsent_count=0,
        sender_ahead_s=max(-DRIFT_S, min(DRIFT_S, (down.sent_at_ms - to_ms(store.now())) // 1000)),
    )
    runs = [TakenRun(head.journal, BASE_BRANCH, base.device, fresh, ())] if fresh else []
    notes: list[ExchangedNote] = [
        note_of(head, down.checkpoint),
        *(note_of(each.head, each.note) for each in confirmed),
    ]
    if down.ahead_ms is not None:
        _follow(store, down.ahead_ms)  # first: what is taken in is never looked at again
    store.take_in(Intake(runs, notes), received, *receipts)
    return Heard(len(fresh), is_late=False)


def _is_number_used(store: Store, bundle: Bundle) -> bool:
    """Say whether another bundle of that number was taken in: base gives each number of a journal to one alone."""
    return bool(
        store.rows(
            "SELECT 1 FROM takenbundle WHERE from_device = ? AND number = ? AND digest <> ?",
            (bundle.header.from_device, bundle.header.number, bundle.digest),
        )
    )


def _is_told_otherwise(store: Store, head: Checkpoint, down: Down, base: Peer) -> bool:
    """Say whether a bundle that was overtaken contradicts what is known here: then its number was used twice.

    The first one under that number may have been lost, so that only what either of them says tells them apart.

    Raises:
        ProofError: One of its entries is not of its head.
    """
    known = store.rows(
        "SELECT note FROM exchangednote WHERE journal = ? AND branch = ? AND size = ?",
        (head.journal, head.branch, head.size),
    )
    if any(read_checkpoint(bytes(note), base.key).root != head.root for (note,) in known):
        return True
    here = store.journal_of(head.journal, BASE_BRANCH)
    if here is None or not down.carried:
        return False
    told = {each.n: hash_leaf(each.entry.header) for each in down.carried}
    for each in down.carried:
        check_inclusion(told[each.n], each.n, head.size, each.path, head.root)
    held = here.leaves_held(min(told), max(told) + 1)
    return any(held.get(n, leaf) != leaf for n, leaf in told.items())


def _follow(store: Store, ahead_ms: int) -> None:
    """Follow base's training clock.

    Raises:
        BundleContradictsError: It is further off than any exercise.
    """
    try:
        follow_training_clock(store, ahead_ms)
    except TrainingYearError:
        raise BundleContradictsError from None


def spans_of(journal: JournalId, indices: Sequence[int]) -> tuple[acts.EntrySpan, ...]:
    """Return sorted indices as spans of base's journal, at most `PARTS_COUNT`.

    Where there would be more, the nearest are joined: a span may so cover entries that are not here, which were for
    other laptops. None of those ever comes in later: each bundle brings whatever is for this laptop below its head.
    """
    if not indices:
        return ()
    gaps = sorted((b - a for a, b in pairwise(indices) if b - a > 1), reverse=True)[: PARTS_COUNT - 1]
    least = gaps[-1] if gaps else len(indices) + indices[-1]
    left = len(gaps)
    runs = [[indices[0], indices[0]]]
    for a, b in pairwise(indices):
        if b - a > 1 and b - a >= least and left:
            runs.append([b, b])
            left -= 1
        else:
            runs[-1][1] = b
    return tuple(
        acts.EntrySpan(journal=journal, branch=BASE_BRANCH, first=first, count=last - first + 1) for first, last in runs
    )


def _carried(store: Store, proven: Proven, head: Checkpoint, base: Peer) -> TakenEntry:
    """Hold one entry against base's head, and see that it is for this laptop."""
    leaf = hash_leaf(proven.entry.header)
    check_inclusion(leaf, proven.n, head.size, proven.path, head.root)
    act = read_entry(proven.entry, proven.n, head.journal, head.branch)
    if act is None or not is_for(act, DeviceId(store.sidecar.store), base.device):
        raise BundleEntryError(proven.n)
    entry = proven.entry
    return TakenEntry(proven.n, entry.header, leaf, entry.signature, entry.salt, entry.body, act)


def _fresh(store: Store, carried: Sequence[TakenEntry], held: set[int], known_size: int) -> list[TakenEntry]:
    """Return the entries that are to be kept: not held, and about something that is here.

    Base cannot know what lies here at this moment: a family may have been erased, or a clock started by a copy of this
    store that is gone. What concerns nothing here is left out, and no reason to refuse the rest. It stays out: where
    the family comes back, its answers come with it.

    Args:
        store: The laptop's.
        carried: In order.
        held: Indices that are here.
        known_size: Of base's last head that is known, in the same journal.
    """
    given: set[FamilyId] = set()
    fresh = []
    for entry in carried:
        if isinstance(entry.act, acts.FamilyAllocated):
            given.add(entry.act.family)
        if entry.n in held:
            continue
        if isinstance(entry.act, ABOUT_WHAT_IS_HERE) and (
            entry.n < known_size or not concerns(store, entry.act, given)
        ):
            continue
        fresh.append(entry)
    return fresh


def _hold_continues(head: Checkpoint, base: Peer, down: Down, fresh: Sequence[TakenEntry]) -> None:
    """Make sure that base's journal only grew, or was succeeded by two people.

    A head below the one known is told by a base that lost count of what this laptop has, and has too much to tell for
    one bundle: all of it is here then, and the head known stays the one that what follows is held against.

    Raises:
        BundleContradictsError: It did not.
    """
    if head.branch != BASE_BRANCH:
        raise BundleContradictsError
    if down.first > (base.their_size if head.journal == base.journal else 0):
        raise BundleGapError
    if head.journal != base.journal:
        told = [entry.act for entry in fresh if isinstance(entry.act, acts.JournalSucceeded)]
        after = {act.old_journal: act.new_journal for act in told}
        journal = base.journal
        for _ in told:
            journal = after.get(journal, journal)
        if journal != head.journal:
            raise BundleContradictsError
        return
    if head.size < base.their_size:
        if fresh:
            raise BundleContradictsError
        return
    if base.their_size == 0:
        return
    if head.size == base.their_size:
        if head.root.hex() != base.their_root:
            raise BundleContradictsError
        return
    paths = [path for old, path in down.consistency if old == base.their_size]
    if not paths:
        raise BundleContradictsError
    check_consistency(base.their_size, bytes.fromhex(base.their_root), head.size, head.root, paths[0])


def _confirmed(store: Store, receipt: Receipt, head: Checkpoint, base: Peer) -> _Confirmed | None:
    """Hold a receipt against this store's own journal; None for the other side of a fork, which is not held here.

    Raises:
        StoreBehindError: This store signed it, and is behind it: an older copy was put back. It is frozen for good.
        BundleContradictsError: It is of a journal or branch this store never wrote.
        ProofError: Its signatures do not hold.
    """
    mine = read_checkpoint(receipt.note, read_signing_key(bytes.fromhex(store.sidecar.device.signing)))
    name = f"doorstep/{head.journal}"
    at_s = read_cosignature(receipt.note, name, base.key)
    if mine.journal != store.sidecar.journal:
        raise BundleContradictsError
    journal = store.journal_of(mine.journal, mine.branch)
    if journal is None or mine.size > journal.size or journal.root_at(mine.size) != mine.root:
        if mine.branch == store.sidecar.branch:
            store.freeze_behind(mine)
            raise StoreBehindError
        if mine.branch > store.sidecar.branch:  # the copy that was put back is from before that branch was opened
            store.freeze_before_epoch()
            raise StoreBehindError
        return None  # of a branch that ended here, and went on elsewhere: the other side of a fork
    return _Confirmed(mine, receipt.note, at_s, cosignature_of(receipt.note, name, base.key), receipt.backed_up_size)


def _is_news(store: Store, each: _Confirmed, *, is_succeeded: bool) -> bool:
    """Say whether a receipt tells more than the last one; a base that was succeeded may hold less, and says so.

    Raises:
        BundleContradictsError: It takes back what was vouched for.
    """
    rows = store.rows(
        "SELECT size, backed_up_size FROM receipt WHERE journal = ? AND branch = ?",
        (each.head.journal, each.head.branch),
    )
    if is_succeeded or not rows:
        return True
    if each.head.size < rows[0][0]:
        raise BundleContradictsError
    return bool(rows[0] != (each.head.size, each.backed_up_size))


def _receipt_act(base: Peer, each: _Confirmed) -> acts.ReceiptReceived:
    return acts.ReceiptReceived(
        journal=each.head.journal,
        branch=each.head.branch,
        size=each.head.size,
        root=each.head.root.hex(),
        cosigner=base.verify_key,
        cosigned_at_s=each.at_s,
        cosignature=each.cosignature.hex(),
        backed_up_size=each.backed_up_size,
    )


def _held(store: Store, journal: JournalId, carried: Sequence[TakenEntry]) -> set[int]:
    """Return which of some entries are here already, each the same.

    Raises:
        BundleContradictsError: Another one stands at that index.
    """
    here = store.journal_of(journal, BASE_BRANCH)
    if here is None or not carried:
        return set()
    indices = [entry.n for entry in carried]
    leaves = here.leaves_held(min(indices), max(indices) + 1)
    if any(leaves.get(entry.n, entry.leaf) != entry.leaf for entry in carried):
        raise BundleContradictsError
    return {entry.n for entry in carried if entry.n in leaves}
