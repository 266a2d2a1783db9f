"""Inspection: whether everything that is kept still holds, and which entry is the first that does not.

Owns the order of the checks and the loop over the whole journal, at a memory that does not grow with it. Refuses to own
mending anything, and says nothing about whether what people recorded is true.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from struct import Struct
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import (
    AnchorDoesNotHoldError,
    EntryDoesNotHoldError,
    PagesDamagedError,
    SidecarCopyDamagedError,
    StoreError,
    StoreFrozenError,
    TreeDoesNotHoldError,
)
from store.keeping import acts, database
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.header import BODY_DIGEST_PART, KIND_PART, N_PART, SALT_BYTES, STAFF_PART, journal_prefix, unpack
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.tree import KEPT_LEVELS, Frontier, Node, hash_leaves

ROWS_AT_ONCE: Final = 4096

Progress = Callable[[int, int], None]
"""`progress(done, all)`, in entries."""

N_END: Final = N_PART.stop
_N: Final = Struct(">Q").pack

Row = tuple[int, bytes, bytes, bytes, bytes | None, bytes | None]
"""Key, header, leaf, signature, salt, body."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What an inspection showed.

    Attributes:
        head: The tree head everything was held against.
        erased: Entries whose body was erased, each told by an act of erasure.
        page_bytes: Size of the file whose every page was checked.
        is_in_keyring: Whether the keyring's anchor was held against the journal too.
        signatures: How many signatures of people were checked; None if not asked.
    """

    head: Checkpoint
    erased: int
    page_bytes: int
    is_in_keyring: bool
    signatures: int | None


def inspect(store: Store, *, signatures: bool = False, progress: Progress | None = None) -> Proved:
    """Hold everything that is kept against everything else: pages, entries, tree, head, anchors, sidecar, queue.

    The worst comes first: what is wrong with an entry is told before what is wrong beside the file.

    Args:
        store: Open; nothing is appended.
        signatures: Whether every entry's signature is checked too, which takes most of the time.
        progress: Told now and then.

    Raises:
        PagesDamagedError: Pages of the file do not hold.
        EntryDoesNotHoldError: Names the first entry that does not.
        TreeDoesNotHoldError: A stored tree hash, or the head, is not the entries'.
        StoreFrozenError: The journal is behind or beside what the anchors say.
        AnchorDoesNotHoldError: One place of the anchor is damaged.
        SidecarCopyDamagedError, QueueDamagedError: A file beside the encrypted one does not hold.
    """
    store.settle()
    pages = database.damaged_pages(store.database_path, store.keys.database)
    if pages:
        raise PagesDamagedError(len(pages))
    with store.reader() as connection:
        walk = _Walk(store, connection, signatures)
        walk.run(progress)
    note = store.checkpoint()
    device = read_signing_key(bytes.fromhex(store.sidecar.device.signing))
    if read_checkpoint(note, device) != Checkpoint(
        store.sidecar.journal, store.sidecar.branch, store.journal.size, walk.root
    ):
        raise TreeDoesNotHoldError
    if store.frozen is not None:
        raise StoreFrozenError(store.frozen.words)
    if any(place is None for place in store.freshness.beside.places()):
        raise AnchorDoesNotHoldError
    if store.sidecar_damaged is not None:
        raise SidecarCopyDamagedError(store.sidecar_damaged)
    store.queue.waiting()
    return Proved(
        store.journal.head(),
        walk.erased,
        store.database_path.stat().st_size,
        store.freshness.in_keyring is not None,
        walk.signatures if signatures else None,
    )


class _Walk:
    """One pass over a branch, oldest entry first."""

    def __init__(self, store: Store, connection: database.Connection, is_signed: bool) -> None:
        self._journal = store.journal
        self._connection = connection
        self._prefix = journal_prefix(store.sidecar.journal, store.sidecar.branch)
        self._frontier = Frontier()
        self._kinds: dict[bytes, _Look] = {}
        self._people: dict[bytes, Ed25519PublicKey] = {}
        self._is_signed = is_signed
        self._missing: list[tuple[int, int]] = []
        self._told: list[tuple[int, int]] = []
        self._early: list[tuple[bytes, bytes, int]] = []
        self.signatures = 0

    @property
    def root(self) -> bytes:
        return self._frontier.root()

    @property
    def erased(self) -> int:
        return sum(last - first + 1 for first, last in self._missing)

    def run(self, progress: Progress | None) -> None:
        with database.refusals():
            kept = {level: self._kept_nodes(level) for level in KEPT_LEVELS}
            rows = self._connection.execute(
                "SELECT id, header, leaf, signature, salt, body FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
                self._journal.keys(),
            )
            while chunk := rows.fetchmany(ROWS_AT_ONCE):
                n = self._frontier.size
                try:
                    nodes = self._take(chunk)
                except TypeError:
                    _hold_bytes(chunk, n)
                    raise
                for node in nodes:
                    if next(kept[node.level], None) != (node.index, node.hash):
                        raise TreeDoesNotHoldError
                if progress is not None:
                    progress(self._frontier.size, self._journal.size)
            if any(next(each, None) is not None for each in kept.values()):
                raise TreeDoesNotHoldError
        if self._frontier.size != self._journal.size:
            raise EntryDoesNotHoldError(self._frontier.size, "it is not there")
        for _, _, n in self._early:
            raise EntryDoesNotHoldError(n, "nobody known signed it")
        self._hold_erased()

    def _take(self, chunk: Sequence[Row]) -> list[Node]:
        """Hold one run of rows; the loop over their headers and bodies is what an inspection costs."""
        n = self._frontier.size
        first = self._journal.keys()[0]
        prefix, is_signed = self._prefix, self._is_signed
        leaves = hash_leaves([row[1] for row in chunk])
        for (key, header, leaf, signature, salt, body), computed in zip(chunk, leaves, strict=True):
            if key != first + n or header[:N_END] != prefix + _N(n):
                raise EntryDoesNotHoldError(n, "it is not there, or stands in the wrong place")
            if leaf != computed:
                raise EntryDoesNotHoldError(n, "its header was changed")
            if body is not None and salt is not None:
                if sha256(salt + body).digest() != header[BODY_DIGEST_PART] or len(salt) != SALT_BYTES:
                    raise EntryDoesNotHoldError(n, "its body was changed")
            elif body is None and salt is None:
                _stretch(self._missing, n, n)
            else:
                raise EntryDoesNotHoldError(n, "half of its body is gone")
            look = self._kinds.get(header[KIND_PART])
            if look is None:
                look = self._kinds[header[KIND_PART]] = _look(header, n)
            if is_signed:  # before learning from it: nobody vouches for a key with that same key, but the founder
                self._check_signature(header, signature, n)
            if look is _Look.AT_BODY and body is not None:
                self._learn(header, body, n)
            n += 1
        return self._frontier.extend(leaves)

    def _learn(self, header: bytes, body: bytes, n: int) -> None:
        """Take in the acts that later entries are held against: whose key is whose, and what was erased."""
        read = unpack(header)
        try:
            act = acts.parse(read.kind, read.kind_version, body)
            if isinstance(act, acts.StaffAdded | acts.StaffKeysRenewed):
                self._people[bytes.fromhex(act.staff)] = read_signing_key(bytes.fromhex(act.verify_key))
        except StoreError:
            raise EntryDoesNotHoldError(n, "its body is none of its kind") from None
        early, self._early = self._early, []
        for entry in early:
            self._check_signature(*entry)
        if isinstance(act, acts.BodiesErased):
            here = (self._journal.journal, self._journal.branch)
            told = [each for part in act.erased if (part.journal, part.branch) == here for each in part.ranges]
            if any(last >= n for _, last in told):
                raise EntryDoesNotHoldError(n, "it tells of erasing what came after it")
            self._told += told

    def _hold_erased(self) -> None:
        """Hold the bodies that are missing against those told as erased: they must be the same ones."""
        told: list[tuple[int, int]] = []
        for first, last in sorted(self._told):
            _stretch(told, first, last)
        first_other = min(set(_edges(told)) ^ set(_edges(self._missing)), default=None)
        if first_other is None:
            return
        n = first_other[0]
        if any(first <= n <= last for first, last in self._missing):
            raise EntryDoesNotHoldError(n, "its body is gone and no act tells of an erasure")
        raise EntryDoesNotHoldError(n, "its body is there, and an act tells that it was erased")

    def _check_signature(self, header: bytes, signature: bytes, n: int) -> None:
        key = self._people.get(header[STAFF_PART])
        if key is None:
            if n > 1:
                raise EntryDoesNotHoldError(n, "nobody known signed it")
            self._early.append(
                (header, signature, n)
            )  # the second entry brings the key of whoever signed the first two
            return
        try:
            key.verify(signature, header)
        except InvalidSignature:
            raise EntryDoesNotHoldError(n, "its signature does not hold") from None
        self.signatures += 1

    def _kept_nodes(self, level: int) -> Iterator[tuple[int, bytes]]:
        rows: Iterator[tuple[int, bytes]] = self._connection.execute(
            'SELECT "index", hash FROM node WHERE stem = ? AND level = ? ORDER BY "index"', (self._journal.stem, level)
        )
        return rows


class _Look(Enum):
    """What a kind means to the rest of the journal."""

    AT_NOTHING = 0
    AT_BODY = 1


def _look(header: bytes, n: int) -> _Look:
    try:
        read = unpack(header)
    except StoreError:
        raise EntryDoesNotHoldError(n, "its header has the wrong form") from None
    kind = acts.CATALOGUE.get((read.kind, read.kind_version))
    if kind is None:
        raise EntryDoesNotHoldError(n, "its kind is unknown to this release")
    return _Look.AT_BODY if kind in (acts.StaffAdded, acts.StaffKeysRenewed, acts.BodiesErased) else _Look.AT_NOTHING


def _hold_bytes(chunk: Sequence[Row], n: int) -> None:
    """Make sure that the values of some rows, from entry `n` on, are bytes or nothing: SQLite takes any kind."""
    for place, row in enumerate(chunk):
        if not all(isinstance(value, bytes | None) for value in row[1:]):
            raise EntryDoesNotHoldError(n + place, "it is not kept as bytes")


def _stretch(ranges: list[tuple[int, int]], first: int, last: int) -> None:
    """Add a range, which begins no earlier than any before it, to sorted, disjoint `(first, last)` ranges."""
    if ranges and ranges[-1][1] >= first - 1:
        ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
    else:
        ranges.append((first, last))


def _edges(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, bool]]:
    """Yield where ranges begin, and where what is outside them begins."""
    for first, last in ranges:
        yield first, True
        yield last + 1, False
