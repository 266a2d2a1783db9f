"""Twins: the other sides of forks in a laptop's journal, as they are kept.

Owns which tree an entry of a twin is held in, whose numbers it carries, and which tree a run parts from. Refuses to own
telling of a fork (exchange) and what follows from it (follows_branches).

What two copies of a laptop wrote alike is held once: the second twin parts from the first one where it contradicts it.

Source: FORMAT.md, "What is held of others".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from store.errors import StoreDamagedError
from store.ids import JournalId
from store.keeping.journal import Journal
from store.keeping.taking import FIRST_TWIN
from store.keeping.tree import Frontier

Partings = Mapping[int, tuple[int, int]]
"""By a twin's number: which tree it parted from, its branch or an older twin, and at which index."""


def partings_of(journal: JournalId, parentage: Iterable[tuple[str, int, int, int]]) -> Partings:
    """Return where the twins of one journal parted.

    Args:
        journal: Whose.
        parentage: Journal, branch, parent's branch and parent's size, of any journals.
    """
    return {
        branch: (parent, size) for told, branch, parent, size in parentage if told == journal and branch >= FIRST_TWIN
    }


@dataclass(frozen=True, slots=True)
class Twins:
    """One laptop's branches, and the twins that parted from them.

    Args:
        tree: Gives a tree by the number it is kept under; None where nothing of it is held.
        partings: Of all its twins.
    """

    tree: Callable[[int], Journal | None]
    partings: Partings

    def branch_of(self, tree: int) -> int:
        """Return the number that the headers of a tree carry, and its notes: of the branch it stems from.

        Raises:
            StoreDamagedError: Nobody told where it parted.
        """
        while tree >= FIRST_TWIN:
            tree, _ = self._parting(tree)
        return tree

    def owner(self, tree: int, n: int) -> Journal:
        """Return the tree that entry `n` of a tree is kept in: its own, or one that it parted from after it.

        Raises:
            StoreDamagedError: It is not held, or nobody told where it parted.
        """
        while tree >= FIRST_TWIN:
            parent, at = self._parting(tree)
            if n >= at:
                break
            tree = parent
        return self._held(tree)

    def frontier_at(self, tree: int, size: int) -> Frontier:
        """Return a frontier of the first `size` entries of a tree, at most those it has; it may be extended.

        Raises:
            StoreDamagedError: Some are not held, or nobody told where it parted.
        """
        parts: list[tuple[Journal, int, int]] = []
        stop = size
        while tree >= FIRST_TWIN:
            parent, at = self._parting(tree)
            if stop > at:
                parts.append((self._held(tree), at, stop))
                stop = at
            tree = parent
        frontier = self._held(tree).frontier_at(stop)
        for held, start, end in reversed(parts):
            frontier.extend(held.leaves(start, end))
        return frontier

    def with_root(self, branch: int, size: int, root: bytes) -> int | None:
        """Return which of a branch and its twins had a root at a size; None where none had, or none is held so far."""
        for tree in self._from(branch):
            held = self.tree(tree)
            if held is None or held.size < size or (tree >= FIRST_TWIN and size <= self.partings[tree][1]):
                continue
            try:
                if self.frontier_at(tree, size).root() == root:
                    return tree
            except StoreDamagedError:
                continue  # one that is held in part is not the one: whatever is continued came whole
        return None

    def nearest(self, branch: int, at: int, leaves: Sequence[bytes]) -> tuple[int, int]:
        """Return which tree has the most in common with a run that contradicts its branch, and up to which index.

        Args:
            branch: The run's.
            at: Index of the first entry that contradicts the branch.
            leaves: The run's from there on, at least one.
        """
        shared = {branch: at}
        for tree in self._from(branch):
            if tree == branch:
                continue
            parent, parted_at = self.partings[tree]
            shared[tree] = min(shared[parent], parted_at)
            held = self.tree(tree)
            if shared[parent] == parted_at and held is not None:  # what continues the parent beyond is not this one
                theirs = leaves[parted_at - at :]
                ours = held.leaves(parted_at, min(held.size, parted_at + len(theirs)))
                shared[tree] += _alike(ours, theirs)
        return max(shared.items(), key=lambda each: (each[1], -each[0]))

    def _from(self, branch: int) -> Iterator[int]:
        """Give a branch and the twins that stem from it, each after the one it parted from."""
        stemming = {branch}
        yield branch
        for tree, (parent, _) in sorted(self.partings.items()):
            if parent in stemming and parent < tree:
                stemming.add(tree)
                yield tree

    def _parting(self, twin: int) -> tuple[int, int]:
        parting = self.partings.get(twin)
        if parting is None or parting[0] >= twin:
            raise StoreDamagedError
        return parting

    def _held(self, tree: int) -> Journal:
        held = self.tree(tree)
        if held is None:
            raise StoreDamagedError
        return held


def _alike(ours: Sequence[bytes], theirs: Sequence[bytes]) -> int:
    return next(
        (place for place, (mine, other) in enumerate(zip(ours, theirs, strict=False)) if mine != other),
        min(len(ours), len(theirs)),
    )
