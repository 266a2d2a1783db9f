"""The Merkle tree over the headers of one branch, as arithmetic.

Owns leaf and node hashes, the frontier that grows by one leaf at a time, and proofs of inclusion and consistency: how
they are made and how they are checked. Refuses to own where hashes are kept (journal) and who signs a root
(checkpoint).

Source: RFC 6962 section 2.1 and RFC 9162 section 2.1, with SHA-256; FORMAT.md, "Leaf and tree".
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Self

from store.errors import OutsideTreeError, ProofDoesNotHoldError, TreeDamagedError

HASH_BYTES: Final = 32

EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a tree without leaves."""

KEPT_LEVELS: Final = (4, 8, 12, 16, 20, 24)
"""Levels whose perfect subtrees a journal keeps, so that a head is read in at most 15 hashes a level."""

Lookup = Callable[[int, int], bytes]
"""`node(level, index)`: the hash of the perfect subtree over leaves `index << level` up to `(index + 1) << level`."""


class Node(NamedTuple):
    """A perfect subtree: `1 << level` leaves, the first of which is `index << level`."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which looks a value up and is of no use here
    hash: bytes


def hash_leaf(header: bytes) -> bytes:
    """Return the leaf of one entry: SHA-256 over a zero byte and its header bytes."""
    return sha256(b"\0" + header).digest()


def hash_leaves(headers: Iterable[bytes]) -> list[bytes]:
    """Return the leaves of many entries, in their order."""
    return [sha256(b"\0" + header).digest() for header in headers]


def hash_children(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node: SHA-256 over a one byte and its two children."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree's right edge, which is all it takes to grow it: the roots of its maximal perfect subtrees.

    There is one for each bit set in the size, so at most 63; the largest, which is the leftmost, comes first.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self) -> None:
        self._size = 0
        self._hashes: list[bytes] = []

    @classmethod
    def of(cls, size: int, hashes: Iterable[bytes]) -> Self:
        """Return the frontier that was kept.

        Args:
            size: Leaves in the tree, from 0.
            hashes: As `hashes` gave them.

        Raises:
            TreeDamagedError: There are too many hashes, or too few, for that size, or one is not 32 bytes.
        """
        kept = list(hashes)
        if size < 0 or len(kept) != size.bit_count() or any(len(each) != HASH_BYTES for each in kept):
            raise TreeDamagedError
        frontier = cls()
        frontier._size, frontier._hashes = size, kept
        return frontier

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The roots of the maximal perfect subtrees, leftmost first."""
        return tuple(self._hashes)

    def root(self) -> bytes:
        """Return the root of the tree, 32 bytes."""
        return _fold(self._hashes)

    def append(self, leaf: bytes) -> list[Node]:
        """Add one leaf.

        Returns:
            Every perfect subtree of two leaves or more that this leaf completes, smallest first; empty for half of all
            leaves. A journal keeps those at `KEPT_LEVELS`.
        """
        completed = []
        index, level, root = self._size, 0, leaf
        while index & 1:
            root = sha256(b"\1" + self._hashes.pop() + root).digest()
            index >>= 1
            level += 1
            completed.append(Node(level, index, root))
        self._hashes.append(root)
        self._size += 1
        return completed

    def extend(self, leaves: Sequence[bytes]) -> list[Node]:
        """Add many leaves, which ends in the same tree as adding each and costs little more than their hashes.

        Works level by level, so it holds `leaves` and one level of hashes: hand in some thousands at a time.

        Returns:
            The perfect subtrees at `KEPT_LEVELS` that these leaves complete, by level, then by index.
        """
        completed: list[Node] = []
        ends: list[bytes] = []
        row, first, level = list(leaves), self._size, 0
        while row:
            if level in KEPT_LEVELS:
                completed += [Node(level, first + place, root) for place, root in enumerate(row)]
            if first & 1:
                row.insert(0, self._hashes.pop())
            if len(row) & 1:
                ends.append(row[-1])
            # Zipping an iterator with itself takes the row in pairs; an odd last one is dropped, and stands in `ends`.
            pairs = iter(row)
            row = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
            first >>= 1
            level += 1
        self._hashes += reversed(ends)
        self._size += len(leaves)
        return completed


def root_over(roots: Sequence[bytes], rest: Sequence[bytes]) -> bytes:
    """Return the root of a tree of which the perfect subtrees of one size are reckoned already.

    Args:
        roots: Of those, from the first leaf on.
        rest: The leaves behind them: fewer than one of them has.
    """
    hashes: list[bytes] = []
    for row in (roots, rest):
        part = Frontier()
        part.extend(row)
        hashes += part.hashes
    return _fold(hashes)


def perfect_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over `2 ** k` leaves, which may be nodes of any one level.

    Raises:
        TreeDamagedError: Their number is no power of two.
    """
    if len(leaves).bit_count() != 1:
        raise TreeDamagedError
    row = list(leaves)
    while len(row) > 1:
        pairs = iter(row)
        row = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return row[0]


def inclusion_path(n: int, size: int, node: Lookup) -> list[bytes]:
    """Return the hashes that lead from leaf `n` to the root of the tree of `size` leaves, from the leaf up.

    Raises:
        OutsideTreeError: The tree has no leaf `n`.

    Source:
        RFC 9162 section 2.1.3.1.
    """
    if not 0 <= n < size:
        raise OutsideTreeError(n, size)
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_width(end - start)
        if n < middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_path(old: int, new: int, node: Lookup) -> list[bytes]:
    """Return the hashes that show the tree of `old` leaves to be the beginning of the tree of `new` leaves.

    Empty for `old == new` (the roots are equal) and for `old == 0` (every tree begins with the empty one).

    Raises:
        OutsideTreeError: `old` is larger than `new`.

    Source:
        RFC 9162 section 2.1.4.1.
    """
    if not 0 <= old <= new:
        raise OutsideTreeError(old, new)
    path = []
    start, end = 0, new
    while old not in (0, end):
        middle = start + _left_width(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, node))
            end = middle
        else:
            path.append(_range_root(start, middle, node))
            start = middle
    if start:
        # Not the old tree itself, whose root the reader has, but its last perfect part.
        path.append(_range_root(start, end, node))
    return path[::-1]


def check_inclusion(leaf: bytes, n: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that `leaf` is number `n` of the `size` leaves under `root`.

    Raises:
        ProofDoesNotHoldError: It is not shown: `n` is not below `size`, the path is too short or too long, a hash is
            not 32 bytes, or the path leads elsewhere.

    Source:
        RFC 9162 section 2.1.3.2.
    """
    if not 0 <= n < size:
        raise ProofDoesNotHoldError
    _check_lengths(leaf, root, *path)
    at, last, reached = n, size - 1, leaf
    for step in path:
        if last == 0:
            raise ProofDoesNotHoldError
        if at & 1 or at == last:
            reached = hash_children(step, reached)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            reached = hash_children(reached, step)
        at >>= 1
        last >>= 1
    if last != 0 or reached != root:
        raise ProofDoesNotHoldError


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the tree of `old` leaves is the beginning of the tree of `new` leaves, by their roots.

    RFC 9162 leaves out two cases, which are closed here: equal sizes need equal roots and an empty path; size 0 needs
    the root of the empty tree and an empty path, and says nothing about the newer tree.

    Raises:
        ProofDoesNotHoldError: It is not shown: `old` is above `new`, the path is too short or too long, a hash is not
            32 bytes, or the path leads elsewhere.

    Source:
        RFC 9162 section 2.1.4.2.
    """
    if not 0 <= old <= new:
        raise ProofDoesNotHoldError
    _check_lengths(old_root, new_root, *path)
    if old in (0, new):
        if path or old_root != (new_root if old == new else EMPTY_ROOT):
            raise ProofDoesNotHoldError
        if new == 0 and new_root != EMPTY_ROOT:
            raise ProofDoesNotHoldError
        return
    steps = list(path)
    if old.bit_count() == 1:
        steps.insert(0, old_root)
    if not steps:
        raise ProofDoesNotHoldError
    at, last = old - 1, new - 1
    while at & 1:
        at >>= 1
        last >>= 1
    reached_old = reached_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofDoesNotHoldError
        if at & 1 or at == last:
            reached_old = hash_children(step, reached_old)
            reached_new = hash_children(step, reached_new)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            reached_new = hash_children(reached_new, step)
        at >>= 1
        last >>= 1
    if last != 0 or reached_old != old_root or reached_new != new_root:
        raise ProofDoesNotHoldError


def _check_lengths(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofDoesNotHoldError


def _left_width(width: int) -> int:
    """Return the largest power of two below `width`, which is 2 or more."""
    return 1 << (width - 1).bit_length() - 1


def _range_root(start: int, end: int, node: Lookup) -> bytes:
    """Return the root over leaves `start` up to `end`, a range that the splitting of RFC 9162 ends up with."""
    roots = []
    while start < end:
        level = (end - start).bit_length() - 1
        roots.append(node(level, start >> level))
        start += 1 << level
    return _fold(roots)


def _fold(roots: Sequence[bytes]) -> bytes:
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in roots[-2::-1]:
        root = hash_children(left, root)
    return root
