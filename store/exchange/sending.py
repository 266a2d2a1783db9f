"""What a store tells its peer: a laptop everything that base has not receipted, in as many bundles as that takes.

Owns what goes into them, and what a bundle of base's (sending_down) has in common with them. Refuses to own their form
(bundle), the mailbox, and what is done first: the act that tells of a bundle is kept before the bundle is left
anywhere, so that nothing leaves untold.

Source: design 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from store.clock import Instant, from_ms, to_ms
from store.exchange.bundle import BundleHeader, Direction, seal_bundle
from store.exchange.bundle_contents import CarriedEntry, Down, Run, Up
from store.exchange.peers import Peer, base_of
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.exchange_words import BOOKKEEPING
from store.keeping.header import KIND_FROM_BYTE, unpack
from store.keeping.journal import Entry, Journal
from store.keeping.store import Store
from store.release import RELEASE

ENTRIES_AT_ONCE: Final = 10_000
BODY_BYTES_AT_ONCE: Final = 14 << 20
"""The most that one bundle carries, so that it is never too large to be sealed, and what must be held in memory and
kept in one transaction stays bounded. In a bundle a body takes up to twice its length, for the quotation marks and
backslashes in it get a backslash each, and the rest of an entry up to 325 bytes: 32.6 of the 33.5 million there may be.
"""


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
    receipts = dict(store.rows("SELECT branch, size FROM receipt WHERE journal = ?", (store.sidecar.journal,)))
    is_begun = receipts.get(store.journal.branch, 0) > 0  # base opens a branch only over the whole of the one before
    branches = [store.journal] if is_begun else [*store.former_branches(), store.journal]
    return [(branch, receipts.get(branch.branch, 0)) for branch in branches]


def unsent_count(store: Store) -> int:
    """Return how many acts base is not known to hold; what is there after every sync is not counted."""
    return sum(count for count, _ in _counted_unsent(store))


def oldest_unsent(store: Store) -> Instant | None:
    """Return when the oldest of the acts that `unsent_count` counts was kept; None where there are none."""
    firsts = [first for count, first in _counted_unsent(store) if count]
    if not firsts:
        return None
    ((header,),) = store.rows("SELECT header FROM entry WHERE id = ?", (firsts[0],))
    return from_ms(unpack(header).at_ms)


def _counted_unsent(store: Store) -> list[tuple[int, int]]:
    """Return of each unsent branch, oldest first, how many acts count as unsent, and the key of the first of them."""
    left_out = [kind.encode("ascii") for kind in BOOKKEEPING]
    text = (
        "SELECT count(*), min(id) FROM entry WHERE id >= ? AND id <= ?"  # noqa: S608  # a number, question marks
        f" AND substr(header, {KIND_FROM_BYTE}) NOT IN ({', '.join('?' * len(left_out))})"
    )
    spans = [(branch.keys()[0] + size, branch.keys()[1]) for branch, size in unsent(store)]
    return [store.rows(text, (*span, *left_out))[0] for span in spans]


Portion = Sequence[tuple[Journal, int, int]]
"""What one bundle carries: of each branch, from which entry to before which."""


def portions(store: Store) -> list[Portion]:
    """Return what a laptop has to send as it stands now, oldest first, in as few bundles as it fits in.

    Always one at least: it also tells base what this laptop has heard.
    """
    found: list[list[tuple[Journal, int, int]]] = [[]]
    room = Room(ENTRIES_AT_ONCE)
    parent: Journal | None = None
    for branch, start in unsent(store):
        first = start
        is_small = room.holds_all(*_sum(store, branch, start))  # as on nearly every day
        for n, body_bytes in () if is_small else _body_bytes(store, branch, start):
            if room.holds(body_bytes):
                continue
            if n > start:
                found[-1].append((branch, first, n))
                found.append([])
            else:  # base takes the beginning of a branch only along with the end of the one it continues
                found.append([] if parent is None else [(parent, parent.size, parent.size)])
            first, room = n, Room(ENTRIES_AT_ONCE)
            room.holds(body_bytes)
        found[-1].append((branch, first, branch.size))
        parent = branch
    return list(found)


class Room:
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

    def holds_all(self, count: int, body_bytes: int) -> bool:
        """Take so many entries more, if they fit together."""
        is_room = count <= self._count and body_bytes <= self._bytes
        if is_room:
            self._count -= count
            self._bytes -= body_bytes
        return is_room


def _sum(store: Store, branch: Journal, start: int) -> tuple[int, int]:
    """Return how many entries a branch has from `start` on, and how many bytes their bodies take."""
    first, last = branch.keys()
    ((count, body_bytes),) = store.rows(
        "SELECT count(*), coalesce(sum(length(body)), 0) FROM entry WHERE id BETWEEN ? AND ?", (first + start, last)
    )
    return count, body_bytes


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
    return sealed(store, base, up, Direction.UP, mailbox, spans, (), _head(portion[-1][0], runs[-1]))


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
    return Run(note, branch.branch, start, tuple(map(carried_of, branch.entries(start, stop))))


def carried_of(entry: Entry) -> CarriedEntry:
    """Return an entry as it is carried."""
    return CarriedEntry(entry.header, entry.signature, entry.salt, entry.body)


# -- both ------------------------------------------------------------------------------------------------------------


def sealed(
    store: Store,
    peer: Peer,
    contents: Up | Down,
    direction: Direction,
    mailbox: str,
    spans: Sequence[acts.EntrySpan],
    orders: Sequence[str],
    head: Checkpoint,
) -> Ready:
    """Return contents as the next bundle for a peer.

    Args:
        store: Whose.
        peer: Whom for.
        contents: Of the direction.
        direction: Which way.
        mailbox: Id of the mailbox it will lie in.
        spans: Which entries it is told to bring, or to follow up to.
        orders: Ids of those it carries, sorted.
        head: That it tells.
    """
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
