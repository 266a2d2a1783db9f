"""What base tells a laptop: everything for it that it has not heard, in as many bundles as that takes.

Owns what goes into them, and where one ends and the next begins. Refuses to own what both ways have in common
(sending), and what may come down at all (meant_for).

Source: design 5.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from store.clock import to_ms
from store.exchange.bundle import Direction
from store.exchange.bundle_contents import Down, Proven, Receipt
from store.exchange.notes import note_kept
from store.exchange.peers import Peer
from store.exchange.sending import Ready, Room, carried_of, sealed
from store.keeping import acts
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.exchange_words import TOLD_BY_RECEIPT
from store.keeping.header import unpack
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN
from store.keeping.tree import consistency_path, inclusion_path
from store.release import RELEASE

ADDRESSED_AT_ONCE: Final = 500
"""The same downwards, where each entry brings a path too, of at most 40 hashes, 47 bytes each."""

HEADS_AT_ONCE: Final = 1_000
"""How many heads of base one bundle is proved to follow from at most, each with a path of at most 41 hashes."""


def awaits(store: Store, laptop: Peer) -> bool:
    """Say whether base has something to tell a laptop: entries for it, or a receipt, that it has not heard."""
    return laptop.revoked_from is None and bool(_addressed(store, laptop, laptop.heard_size))


def bundle_down(store: Store, laptop: Peer, mailbox: str, rest_from: int | None = None) -> Ready:
    """Return base's next bundle for a laptop: a head of its journal, receipts, and what is for it below that head.

    The head is the present one, unless more is to be told than goes into one bundle: then it is an earlier one, below
    the first entry that is left out. Whoever holds a head holds everything that is for them below it, so the rest
    goes into the bundle after this one, which begins there. The same where a laptop that is away was written to very
    often: it may hold any of the heads it was told, and consistency has to be proved from each.

    Args:
        store: Base's, not frozen.
        laptop: Whom for.
        mailbox: Id of the mailbox it will lie in.
        rest_from: As the bundle before this one says, which the laptop takes in first; None for the first one.
    """
    journal = store.journal
    first = laptop.heard_size if rest_from is None else rest_from
    indices, heads, size = _told(store, laptop, first)
    addressed = [(n, journal.entry(n)) for n in indices]
    head = Checkpoint(journal.journal, journal.branch, size, journal.root_at(size))
    node = cache(journal.node)  # paths to one head share most of their hashes
    proven = tuple(
        Proven(n, carried_of(entry), tuple(inclusion_path(n, size, node)))
        for n, entry in addressed
        if entry.body is not None  # an order about a family that was erased since has nothing to tell
        and unpack(entry.header).kind not in TOLD_BY_RECEIPT
    )
    down = Down(
        checkpoint=sign_checkpoint(head, store.keys.device.signing),
        first=first,
        consistency=tuple((old, tuple(consistency_path(old, size, node))) for old in heads),
        receipts=tuple(_receipts(store, laptop)),
        carried=proven,
        release=RELEASE,
        sent_at_ms=to_ms(store.now()),
        ahead_ms=store.sidecar.ahead_ms,
    )
    spans = (
        () if rest_from is None else (acts.EntrySpan(journal=head.journal, branch=0, first=first, count=size - first),)
    )
    ready = sealed(
        store,
        laptop,
        down,
        Direction.DOWN,
        mailbox,
        spans,
        _orders(proven),
        head,
    )
    return replace(ready, rest_from=size) if _addressed(store, laptop, size) else ready


def _orders(proven: Sequence[Proven]) -> tuple[str, ...]:
    """Return the ids of the orders among what is carried, sorted."""
    found = set()
    for each in proven:
        read = unpack(each.entry.header)
        if read.kind == acts.OrderIssued.kind and each.entry.body is not None:
            order = acts.parse(read.kind, read.kind_version, each.entry.body)
            assert isinstance(order, acts.OrderIssued)
            found.add(order.order)
    return tuple(sorted(found))


def _told(store: Store, laptop: Peer, first: int) -> tuple[list[int], list[int], int]:
    """Return what the next bundle for a laptop tells: indices, sizes of heads it follows from, size of its own head."""
    size, indices = store.journal.size, list[int]()
    room = Room(ADDRESSED_AT_ONCE)
    for n, body_bytes in _addressed(store, laptop, first):
        if not room.holds(body_bytes):
            size = n
            break
        indices.append(n)
    rows = store.rows(
        "SELECT DISTINCT size FROM sentbundle WHERE to_device = ? AND size >= ? AND size < ? ORDER BY size",
        (laptop.device, first, size),
    )
    heads = [head for (head,) in rows]
    if len(heads) > HEADS_AT_ONCE:
        size = heads[HEADS_AT_ONCE]
    return [n for n in indices if n < size], heads[:HEADS_AT_ONCE], size


def _addressed(store: Store, laptop: Peer, first: int) -> list[tuple[int, int]]:
    """Return the indices of base's entries from `first` on that are for a laptop, and that its release can read.

    Shape:
        Each with the length of its body, 0 once erased; in order.
    """
    return store.rows(
        "SELECT n, coalesce(length(body), 0) FROM (SELECT DISTINCT n FROM addressed WHERE device IN (?, '') AND n >= ?)"
        " JOIN entry ON entry.id = ? + n"
        " WHERE n NOT IN (SELECT n FROM withheld WHERE device = ? AND journal = ?) ORDER BY n",
        (laptop.device, first, store.journal.keys()[0], laptop.device, store.sidecar.journal),
    )


def _receipts(store: Store, laptop: Peer) -> list[Receipt]:
    """Countersign what base holds of each of a laptop's branches; twins are held, and never vouched for."""
    cosigned = []
    backed_up = int(store.fact("backed_up") or 0)
    for (branch,) in store.rows(
        "SELECT branch FROM stem WHERE journal = ? AND branch < ? ORDER BY branch", (laptop.journal, FIRST_TWIN)
    ):
        held = store.journal_of(laptop.journal, branch)
        if held is None or not held.size:
            continue
        note = note_kept(store, held)
        passages = store.rows(
            "SELECT max(first + count) FROM passage WHERE journal = ? AND branch = ? AND at < ?",
            (laptop.journal, branch, backed_up),
        )
        name = f"doorstep/{store.sidecar.journal}"
        at_s = to_ms(store.now()) // 1000
        cosigned.append(Receipt(cosign(note, name, store.keys.device.signing, at_s), passages[0][0] or 0))
    return cosigned
