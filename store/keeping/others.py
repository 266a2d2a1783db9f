"""Inspection of what is held of other stores: their entries, and the checkpoints that were exchanged with them.

Owns what such entries and notes are held against: the acts of this store that tell of them, and each other. Refuses to
own the loop over entries (walking) and this store's own trees (inspection).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import (
    EntryDoesNotHoldError,
    NoteDoesNotHoldError,
    ProofError,
    StoreDamagedError,
    TreeDoesNotHoldError,
)
from store.ids import JournalId
from store.keeping import acts
from store.keeping.branching import branch_of
from store.keeping.checkpoint import Checkpoint, read_checkpoint, read_cosignature
from store.keeping.database import Connection
from store.keeping.header import Header, journal_prefix
from store.keeping.journal import Journal
from store.keeping.ranges import Range, count_of, first_outside, joined
from store.keeping.signers import Signers
from store.keeping.taking import FIRST_TWIN
from store.keeping.testimony import Brought, Testimony, TreeId
from store.keeping.tree import Frontier
from store.keeping.twins import Twins
from store.keeping.walking import Tree, Walk

NOT_THERE = "it is not there"

Roots = defaultdict[TreeId, list[Mapping[int, bytes]]]
"""By tree as its notes name it, the roots it has by size: of a branch, and of every twin of it."""


def name_of(tree: TreeId) -> str:
    """Return what a tree is called where it does not hold."""
    return Checkpoint(JournalId(tree[0]), tree[1], 0, b"").origin


def note_sizes(connection: Connection) -> defaultdict[TreeId, list[int]]:
    """Return the sizes that exchanged checkpoints are of, by tree."""
    sizes: defaultdict[TreeId, list[int]] = defaultdict(list)
    for journal, branch, size in connection.execute("SELECT journal, branch, size FROM exchangednote"):
        sizes[journal, branch].append(size)
    return sizes


@dataclass
class Others:
    """What is held of other stores.

    Args:
        connection: Reads.
        said: What this store's own acts say of it.
        sizes: As `note_sizes`.
        is_signed: Whether signatures of laptops' people are checked.

    Attributes:
        walks: Of each tree, by number.
    """

    connection: Connection
    said: Testimony
    sizes: Mapping[TreeId, Sequence[int]]
    is_signed: bool
    walks: dict[TreeId, Walk] = field(default_factory=dict)
    _signers: dict[str, Signers] = field(default_factory=dict)
    _erased_there: defaultdict[TreeId, list[Range]] = field(default_factory=lambda: defaultdict(list))

    @property
    def signatures(self) -> int:
        """How many signatures were checked."""
        return sum(each.count for each in self._signers.values())

    def run(self, trees: Sequence[TreeId], progress: Callable[[int], None]) -> None:
        """Walk every tree, and hold it against what was said.

        Args:
            trees: In the order of the file, so that a branch comes before whatever parted from it.
            progress: Told how many entries were held.

        Raises:
            EntryDoesNotHoldError, TreeDoesNotHoldError: As `Walk.run`.
        """
        brought: defaultdict[TreeId, list[Brought]] = defaultdict(list)
        for each in self.said.brought:
            brought[each.tree].append(each)
        for tree in brought:
            if tree not in trees:
                raise EntryDoesNotHoldError(brought[tree][0].ranges[0][0], NOT_THERE, name_of(tree))
        done = 0
        for tree in trees:
            walk = self._walk(tree, lambda count, before=done: progress(before + count))  # type: ignore[misc]  # bound now
            done += walk.count
            _hold_brought(tree, walk, brought[tree])
        for tree in trees:
            self._hold_erased(tree)

    def roots(self) -> Roots:
        """Return the roots of every tree that is held whole, by how notes name it."""
        found: Roots = defaultdict(list)
        for tree, walk in self.walks.items():
            if tree[0] not in self.said.laptops:
                continue
            found[self._numbered(tree)].append(walk.roots)
        return found

    def _twins(self, journal: str) -> Twins:
        return Twins(partial(branch_of, self.connection, JournalId(journal)), self.said.partings(journal))

    def _numbered(self, tree: TreeId) -> TreeId:
        """Return a tree by the number that its headers carry, and its notes.

        Raises:
            TreeDoesNotHoldError: Nobody told where it parted.
        """
        try:
            return tree[0], self._twins(tree[0]).branch_of(tree[1])
        except StoreDamagedError:
            raise TreeDoesNotHoldError(name_of(tree)) from None

    def _walk(self, tree: TreeId, progress: Callable[[int], None]) -> Walk:
        journal, branch = JournalId(tree[0]), tree[1]
        laptop = self.said.laptops.get(journal)
        held = Journal(self.connection, journal, branch)
        signers = None
        if laptop is None:
            walked = Tree(held, name_of(tree), journal_prefix(journal, branch), None, has_nodes=False)
        else:
            walked = self._tree(tree, held)
            signers = self._signers.setdefault(
                journal, Signers(laptop.key, {laptop.staff: [laptop.staff_key]}, is_checked=self.is_signed)
            )
        walk = self.walks[tree] = Walk(self.connection, walked, self._learn, signers)
        walk.run(progress)
        return walk

    def _tree(self, tree: TreeId, held: Journal) -> Tree:
        """Return a laptop's tree as it is to be walked: a branch whole, a twin from where it parted."""
        journal, branch = JournalId(tree[0]), tree[1]
        if branch < FIRST_TWIN:
            return Tree(
                held, name_of(tree), journal_prefix(journal, branch), Frontier(), sizes=self.sizes.get(tree, ())
            )
        numbered, twins = self._numbered(tree), self._twins(journal)
        parent, at = twins.partings[branch]
        try:
            below = twins.frontier_at(parent, at)
        except StoreDamagedError:
            raise TreeDoesNotHoldError(name_of(tree)) from None
        sizes = [size for size in self.sizes.get(numbered, ()) if size > at]
        return Tree(held, name_of(tree), journal_prefix(*numbered), below, has_nodes=False, sizes=sizes)

    def _learn(self, act: acts.Act, _: Header, __: int) -> None:
        """Take in what another store says it erased of its own: it may have come here without its bodies."""
        if isinstance(act, acts.BodiesErased):
            for part in act.erased:
                self._erased_there[part.journal, part.branch] += part.ranges

    def _hold_erased(self, tree: TreeId) -> None:
        """Hold missing bodies against those told as erased, here or there; those erased here must be missing."""
        gone, told = self.walks[tree].gone, joined(self.said.erased[tree])
        back = first_outside(told, gone)
        if back is not None:
            raise EntryDoesNotHoldError(back, "its body is there, and an act tells that it was erased", name_of(tree))
        laptop = self.said.laptops.get(tree[0])
        if laptop is not None and self.said.waiting.get(laptop.device):
            return  # what tells of it may be among what is yet to come
        missing = first_outside(gone, joined([*told, *self._erased_there[self._numbered(tree)]]))
        if missing is not None:
            raise EntryDoesNotHoldError(missing, "its body is gone and no act tells of an erasure", name_of(tree))


def _hold_brought(tree: TreeId, walk: Walk, brought: Sequence[Brought]) -> None:
    """Make sure that just those entries are held that bundles are told to have brought."""
    told = joined(each for bundle in brought for each in bundle.ranges)
    if walk.singles:
        held = walk.singles
        stray = next((n for n in held if first_outside([(n, n)], told) is not None), None)
        if stray is not None:
            raise EntryDoesNotHoldError(stray, "no act tells that it came", name_of(tree))
        for bundle in brought:
            count = sum(bisect_right(held, last) - bisect_left(held, first) for first, last in bundle.ranges)
            if count != bundle.count:
                raise EntryDoesNotHoldError(
                    bundle.ranges[0][0], "something that came with it is not there", name_of(tree)
                )
        return
    if len(told) != 1 or count_of(told) != walk.count:
        raise EntryDoesNotHoldError(told[0][0] + walk.count if told else 0, NOT_THERE, name_of(tree))


def hold_notes(
    connection: Connection,
    said: Testimony,
    own: Mapping[str, Ed25519PublicKey],
    roots: Mapping[TreeId, Sequence[Mapping[int, bytes]]],
) -> int:
    """Hold every exchanged checkpoint: whole, signed by whom it should be, and of a tree that is held here.

    Args:
        connection: Reads.
        said: What this store's own acts say.
        own: By own journal, the key of this store's device.
        roots: By tree and size, of every tree that all heads which were told of it must be of.

    Returns:
        How many there are.

    Raises:
        NoteDoesNotHoldError: One does not hold, or is not there.
    """
    count, heads = 0, set()
    for digest, journal, branch, size, note in connection.execute(
        "SELECT digest, journal, branch, size, note FROM exchangednote ORDER BY digest"
    ):
        name = name_of((journal, branch))
        try:
            head = _read(bytes(note), journal, said, own)
        except (ProofError, TypeError):
            raise NoteDoesNotHoldError("its signatures do not hold", name) from None
        if sha256(note).hexdigest() != digest or (head.journal, head.branch, head.size) != (journal, branch, size):
            raise NoteDoesNotHoldError("it is not what it is kept as", name)
        trees = roots.get((journal, branch))
        if (trees is not None or journal in said.laptops) and not any(
            each.get(size) == head.root for each in trees or ()
        ):
            raise NoteDoesNotHoldError("it is of other entries than are held", name)
        if journal not in own:
            heads.add((size, head.root))
        count += 1
    for size, _ in sorted(said.heads - heads):
        raise NoteDoesNotHoldError(f"the one of size {size} is not there", "a journal of which a bundle came")
    return count


def _read(note: bytes, journal: str, said: Testimony, own: Mapping[str, Ed25519PublicKey]) -> Checkpoint:
    """Return a note's head; base vouches for what a laptop keeps of its own."""
    if journal in own:
        head = read_checkpoint(note, own[journal])
        if said.base is not None:
            name = next((line for line in _cosigners(note) if line != head.origin), "")
            read_cosignature(note, name, said.base[1])
        return head
    if journal in said.laptops:
        return read_checkpoint(note, said.laptops[journal].key)
    if said.base is None:
        raise NoteDoesNotHoldError("it is of nobody who is known here", name_of((journal, 0)))
    return read_checkpoint(note, said.base[1])


def _cosigners(note: bytes) -> list[str]:
    """Return the names that a readable note is signed with, in order."""
    return [line.split(" ")[1] for line in note.decode("utf-8").split("\n") if line.startswith("\u2014 ")]
