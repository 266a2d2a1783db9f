"""One pass over the entries of one tree: each held against its place, its leaf, its body and its signature.

Owns that loop, at a memory that does not grow with the tree. Refuses to own which trees there are (inspection, others)
and what their acts say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from struct import Struct
from typing import Final

from store.errors import EntryDoesNotHoldError, StoreError, TreeDoesNotHoldError
from store.keeping import acts, database
from store.keeping.database import Connection
from store.keeping.header import BODY_DIGEST_PART, KIND_PART, N_PART, SALT_BYTES, Header, unpack
from store.keeping.journal import Journal
from store.keeping.ranges import Range, stretch
from store.keeping.signers import Signers
from store.keeping.tree import KEPT_LEVELS, Frontier, Node, hash_leaves

ROWS_AT_ONCE: Final = 4096

Progress = Callable[[int, int], None]
"""`progress(done, all)`, in entries."""

N_END: Final = N_PART.stop
_N: Final = Struct(">Q").pack

Row = tuple[int, bytes, bytes, bytes, bytes | None, bytes | None]
"""Key, header, leaf, signature, salt, body."""

Learn = Callable[[acts.Act, Header, int], None]
"""Takes in an act that something else is held against."""

_READ: Final = (
    acts.StaffAdded,
    acts.StaffKeysRenewed,
    acts.RecoveryApplied,
    acts.BodiesErased,
    acts.BranchOpened,
    acts.JournalSucceeded,
    acts.ForkFound,
    acts.EnrolmentAnswered,
    acts.EnrolmentAccepted,
    acts.BundleReceived,
)
"""Kinds whose bodies other entries are held against."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree to be walked.

    Attributes:
        journal: As it is kept, over the connection that reads.
        name: What it is called where it does not hold; empty for the tree the store writes.
        prefix: What each of its headers begins with.
        below: The tree its first entry stands on: empty, or what a twin shares with the branch it parted from. None
            where single entries are held, without a tree.
        has_nodes: Whether the hashes of its perfect subtrees are kept.
        sizes: Where its root is asked for, none of them inside `below`.
    """

    journal: Journal
    name: str
    prefix: bytes
    below: Frontier | None
    has_nodes: bool = True
    sizes: Sequence[int] = ()


class Walk:
    """One pass, oldest entry first.

    Args:
        connection: Reads.
        tree: What is walked.
        learn: Told of each act of a kind in `_READ` that was not erased.
        signers: Whose signatures count; None where nobody's are known.

    Attributes:
        gone: Indices of entries whose bodies were erased.
        roots: By size, as far as asked for.
        singles: Indices that are held, where there is no tree.
        count: Entries that were held.
        nodes_count: Kept hashes that were held.
    """

    def __init__(self, connection: Connection, tree: Tree, learn: Learn, signers: Signers | None) -> None:
        self.gone: list[Range] = []
        self.roots: dict[int, bytes] = {}
        self.singles: list[int] = []
        self.count = 0
        self.nodes_count = 0
        self._connection = connection
        self._tree = tree
        self._learn = learn
        self._signers = signers
        self._frontier = Frontier() if tree.below is None else tree.below
        self._sizes = sorted(set(tree.sizes), reverse=True)
        self._kinds: dict[bytes, _Look] = {}

    @property
    def root(self) -> bytes:
        """Of everything that was walked, and what stands below it."""
        return self._frontier.root()

    def run(self, progress: Callable[[int], None]) -> None:
        """Walk.

        Args:
            progress: Told how many entries of this tree were held, now and then.

        Raises:
            EntryDoesNotHoldError: Names the first entry that does not, and the tree.
            TreeDoesNotHoldError: A kept hash is not the entries'.
        """
        try:
            self._run(progress)
        except EntryDoesNotHoldError as found:
            raise EntryDoesNotHoldError(found.n, found.why, self._tree.name) from None

    def _run(self, progress: Callable[[int], None]) -> None:
        if self._signers is not None:
            self._signers.begin_tree()
        with database.refusals():
            kept = {level: self._kept_nodes(level) for level in KEPT_LEVELS}
            rows = self._connection.execute(
                "SELECT id, header, leaf, signature, salt, body FROM entry WHERE id BETWEEN ? AND ? ORDER BY id",
                self._tree.journal.keys(),
            )
            while chunk := rows.fetchmany(ROWS_AT_ONCE):
                try:
                    nodes = self._take(chunk)
                except TypeError:
                    _hold_bytes(chunk, self._frontier.size)
                    raise
                for node in nodes if self._tree.has_nodes else ():
                    if next(kept[node.level], None) != (node.index, node.hash):
                        raise TreeDoesNotHoldError(self._tree.name)
                    self.nodes_count += 1
                self.count += len(chunk)
                progress(self.count)
            if any(next(each, None) is not None for each in kept.values()):
                raise TreeDoesNotHoldError(self._tree.name)
        if self._tree.below is not None and self._frontier.size != self._tree.journal.size:
            raise EntryDoesNotHoldError(self._frontier.size, "it is not there")
        if self._signers is not None:
            self._signers.end_tree()

    def _take(self, chunk: Sequence[Row]) -> list[Node]:
        """Hold one run of rows; the loop over their headers and bodies is what an inspection costs."""
        n = self._frontier.size
        first = self._tree.journal.keys()[0]
        prefix, has_tree = self._tree.prefix, self._tree.below is not None
        signers = self._signers if self._signers is not None and self._signers.is_checked else None
        leaves = hash_leaves([row[1] for row in chunk])
        for (key, header, leaf, signature, salt, body), computed in zip(chunk, leaves, strict=True):
            if not has_tree:
                n = key - first
                self.singles.append(n)
            if key != first + n or header[:N_END] != prefix + _N(n):
                raise EntryDoesNotHoldError(n, "it is not there, or stands in the wrong place")
            if leaf != computed:
                raise EntryDoesNotHoldError(n, "its header was changed")
            if body is not None and salt is not None:
                if sha256(salt + body).digest() != header[BODY_DIGEST_PART] or len(salt) != SALT_BYTES:
                    raise EntryDoesNotHoldError(n, "its body was changed")
            elif body is None and salt is None:
                stretch(self.gone, n, n)
            else:
                raise EntryDoesNotHoldError(n, "half of its body is gone")
            look = self._kinds.get(header[KIND_PART])
            if look is None:
                look = self._kinds[header[KIND_PART]] = _look(header, n)
            if (
                signers is not None
            ):  # before learning from it: nobody vouches for a key with that same key, but the founder
                signers.check(header, signature, n)
            if look is _Look.AT_BODY and body is not None:
                self._read(header, body, n)
            n += 1
        return self._grow(leaves) if has_tree else []

    def _grow(self, leaves: Sequence[bytes]) -> list[Node]:
        nodes: list[Node] = []
        start = 0
        while self._sizes and self._sizes[-1] <= self._frontier.size + len(leaves) - start:
            stop = start + self._sizes.pop() - self._frontier.size
            nodes += self._frontier.extend(leaves[start:stop])
            start = stop
            self.roots[self._frontier.size] = self._frontier.root()
        return nodes + self._frontier.extend(leaves[start:])

    def _read(self, header: bytes, body: bytes, n: int) -> None:
        read = unpack(header)
        try:
            act = acts.parse(read.kind, read.kind_version, body)
            if self._signers is not None:
                self._signers.learn(act, read, n)
            self._learn(act, read, n)
        except EntryDoesNotHoldError:
            raise
        except StoreError:
            raise EntryDoesNotHoldError(n, "its body is none of its kind") from None

    def _kept_nodes(self, level: int) -> Iterator[tuple[int, bytes]]:
        rows: Iterator[tuple[int, bytes]] = self._connection.execute(
            'SELECT "index", hash FROM node WHERE stem = ? AND level = ? ORDER BY "index"',
            (self._tree.journal.stem, level),
        )
        return rows


class _Look(Enum):
    """What a kind means to other entries."""

    AT_NOTHING = 0
    AT_BODY = 1


def _look(header: bytes, n: int) -> _Look:
    try:
        read = unpack(header)
    except StoreError:
        raise EntryDoesNotHoldError(n, "its header has the wrong form") from None
    kind = acts.act_type_of(read.kind, read.kind_version)
    if kind is None:
        raise EntryDoesNotHoldError(n, "its kind is unknown to this release")
    return _Look.AT_BODY if kind in _READ else _Look.AT_NOTHING


def _hold_bytes(chunk: Sequence[Row], n: int) -> None:
    """Make sure that the values of some rows, from entry `n` on, are bytes or nothing: SQLite takes any kind."""
    for place, row in enumerate(chunk):
        if not all(isinstance(value, bytes | None) for value in row[1:]):
            raise EntryDoesNotHoldError(n + place, "it is not kept as bytes")
