"""What a store tells its peer: a laptop everything base has not receipted, base everything a laptop has not heard.

Owns what goes into a bundle. Refuses to own its form (bundle), the mailbox, and what is done first: the act that tells
of a bundle is kept before the bundle is left anywhere, so that nothing leaves untold.

Source: design 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Final

from store.clock import to_ms
from store.exchange.bundle import BundleHeader, Direction, seal_bundle
from store.exchange.bundle_contents import CarriedEntry, Down, Proven, Receipt, Run, Up
from store.exchange.notes import note_kept
from store.exchange.peers import Peer, base_of
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.follows_exchange import BOOKKEEPING, TOLD_BY_RECEIPT
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.journal import Entry, Journal
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN
from store.keeping.tree import consistency_path, inclusion_path
from store.release import RELEASE

ENTRIES_AT_ONCE: Final = 10_000
BODY_BYTES_AT_ONCE: Final = 14 << 20
"""The most that one bundle carries, so that it is never too large to be sealed, and what must be held in memory and
kept in one transaction stays bounded. In a bundle a body takes up to twice its length, for the quotation marks and
backslashes in it get a backslash each, and the rest of an entry up to 325 bytes: 32.6 of the 33.5 million there may be.
"""

ADDRESSED_AT_ONCE: Final = 500
"""The same downwards, where each entry brings a path too, of at most 40 hashes, 47 bytes each."""

HEADS_AT_ONCE: Final = 1_000
"""How many heads of base one bundle is proved to follow from at most, each with a path of at most 41 hashes."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A bundle and the act that tells of it.

    Attributes:
        name: The bundle's in the mailbox.
        content: Its bytes.
        sent: To be kept before the bundle is left.
        entries_count: How many entries it carries.
        rest_from: From which index of base's on there is more for the laptop, which the next bundle tells; None where
            this is the last one.
    """

    name: str
    content: bytes
    sent: acts.BundleSent
    entries_count: int
    rest_from: int | None = None


def file_name(to: DeviceId, sender: DeviceId, number: int) -> str:
    """Return what a bundle is called in a mailbox: whose, from whom, which; nothing of what it carries."""
    return f"{to}.{sender}.{number:010d}.bundle"


# -- up --------------------------------------------------------------------------------------------------------------


def unsent(store: Store) -> list[tuple[Journal, int]]:
    """Return the branches of a laptop that base has not receipted whole, oldest first, each with what it receipted."""
    branches = [*store.former_branches(), store.journal]
    receipts = dict(store.rows("SELECT branch, size FROM receipt WHERE journal = ?", (store.sidecar.journal,)))
    if receipts.get(store.journal.branch, 0) > 0:  # base opens a branch only over the whole of the one before
        branches = [store.journal]
    return [(branch, receipts.get(branch.branch, 0)) for branch in branches]


def unsent_count(store: Store) -> int:
    """Return how many acts base is not known to hold; what is there after every sync is not counted."""
    left_out = [kind.encode("ascii") for kind in BOOKKEEPING]
    text = (
        "SELECT count(*) FROM entry WHERE id >= ? AND id <= ?"  # noqa: S608  # a number, question marks
        f" AND substr(header, {KIND_FROM_BYTE}) NOT IN ({', '.join('?' * len(left_out))})"
    )
    spans = [(branch.keys()[0] + size, branch.keys()[1]) for branch, size in unsent(store)]
    return sum(store.rows(text, (*span, *left_out))[0][0] for span in spans)


Portion = Sequence[tuple[Journal, int, int]]
"""What one bundle carries: of each branch, from which entry to before which."""


def portions(store: Store) -> list[Portion]:
    """Return what a laptop has to send as it stands now, oldest first, in as few bundles as it fits in.

    Always one at least: it also tells base what this laptop has heard.
    """
    found: list[list[tuple[Journal, int, int]]] = [[]]
    room = _Room(ENTRIES_AT_ONCE)
    parent: Journal | None = None
    for branch, start in unsent(store):
        first = start
        for n, body_bytes in _body_bytes(store, branch, start):
            if room.holds(body_bytes):
                continue
            if n > start:
                found[-1].append((branch, first, n))
                found.append([])
            else:  # base takes the beginning of a branch only along with the end of the one it continues
                found.append([] if parent is None else [(parent, parent.size, parent.size)])
            first, room = n, _Room(ENTRIES_AT_ONCE)
            room.holds(body_bytes)
        found[-1].append((branch, first, branch.size))
        parent = branch
    return list(found)


class _Room:
    """How much still goes into one bundle; the first entry always does.

    Args:
        count: The most entries there may be.
    """

    def __init__(self, count: int) -> None:
        self._most = self._count = count
        self._bytes = BODY_BYTES_AT_ONCE

    def holds(self, body_bytes: int) -> bool:
        """Take one entry more, if it fits."""
        if self._count < self._most and (self._count == 0 or self._bytes < body_bytes):
            return False
        self._count -= 1
        self._bytes -= body_bytes
        return True


def _body_bytes(store: Store, branch: Journal, start: int) -> list[tuple[int, int]]:
    """Return the indices of a branch's entries from `start` on, each with the length of its body; 0 once erased."""
    first, last = branch.keys()
    return store.rows(
        "SELECT id - ?, coalesce(length(body), 0) FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
        (first, first + start, last),
    )


def bundle_up(store: Store, portion: Portion, mailbox: str) -> Ready:
    """Return a laptop's next bundle.

    Args:
        store: A laptop's, not frozen.
        portion: One of `portions`; the earlier ones were sent.
        mailbox: Id of the mailbox it will lie in.
    """
    base = base_of(store)
    runs = [_run(store, branch, start, stop) for branch, start, stop in portion]
    heard = store.rows("SELECT note FROM exchangednote WHERE journal = ? AND size = ?", (base.journal, base.their_size))
    up = Up(
        runs=tuple(runs),
        heard=bytes(heard[0][0]) if heard else None,
        release=RELEASE,
        sent_at_ms=to_ms(store.now()),
        unsent_count=_left(store, portion),
    )
    spans = tuple(
        acts.EntrySpan(journal=store.sidecar.journal, branch=run.branch, first=run.first, count=len(run.entries))
        for run in runs
        if run.entries
    )
    return _sealed(store, base, up, Direction.UP, mailbox, spans, (), _head(portion[-1][0], runs[-1]))


def _left(store: Store, portion: Portion) -> int:
    """Return how many entries come after the last one of a portion."""
    last, _, stop = portion[-1]
    return sum(
        branch.size - (stop if branch.branch == last.branch else start)
        for branch, start in unsent(store)
        if branch.branch >= last.branch
    )


def _head(journal: Journal, run: Run) -> Checkpoint:
    size = run.first + len(run.entries)
    return Checkpoint(journal.journal, journal.branch, size, journal.root_at(size))


def _run(store: Store, branch: Journal, start: int, stop: int) -> Run:
    note = sign_checkpoint(
        Checkpoint(branch.journal, branch.branch, stop, branch.root_at(stop)), store.keys.device.signing
    )
    return Run(note, branch.branch, start, tuple(map(_carried, branch.entries(start, stop))))


def _carried(entry: Entry) -> CarriedEntry:
    return CarriedEntry(entry.header, entry.signature, entry.salt, entry.body)


# -- down ------------------------------------------------------------------------------------------------------------


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
        Proven(n, _carried(entry), tuple(inclusion_path(n, size, node)))
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
    ready = _sealed(
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
    room = _Room(ADDRESSED_AT_ONCE)
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
    """Return the indices of base's entries from `first` on that are for a laptop.

    Shape:
        Each with the length of its body, 0 once erased; in order.
    """
    return store.rows(
        "SELECT n, coalesce(length(body), 0) FROM (SELECT DISTINCT n FROM addressed WHERE device IN (?, '') AND n >= ?)"
        " JOIN entry ON entry.id = ? + n ORDER BY n",
        (laptop.device, first, store.journal.keys()[0]),
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


# -- both ------------------------------------------------------------------------------------------------------------


def _sealed(
    store: Store,
    peer: Peer,
    contents: Up | Down,
    direction: Direction,
    mailbox: str,
    spans: Sequence[acts.EntrySpan],
    orders: Sequence[str],
    head: Checkpoint,
) -> Ready:
    me, number = DeviceId(store.sidecar.store), peer.number_out + 1
    content = seal_bundle(
        BundleHeader(
            direction=direction,
            is_practice=store.sidecar.is_practice,
            from_device=me,
            to_device=peer.device,
            number=number,
            to_epoch=peer.epoch,
            from_epoch=store.sidecar.epoch,
            sealing_key=bytes.fromhex(store.sidecar.device.sealing),
        ),
        contents,
        bytes.fromhex(peer.sealing_key),
        store.keys.device.signing,
    )
    sent = acts.BundleSent(
        bundle_digest=sha256(content).hexdigest(),
        number=number,
        to_device=peer.device,
        mailbox=mailbox,
        size_bytes=len(content),
        entries=tuple(spans),
        orders=tuple(orders),
        checkpoint_size=head.size,
        checkpoint_root=head.root.hex(),
    )
    count = len(contents.carried) if isinstance(contents, Down) else sum(span.count for span in spans)
    return Ready(file_name(peer.device, me, number), content, sent, count)
