"""Inspection: whether everything that is kept still holds, and which entry is the first that does not.

Owns the order of the checks, and the trees this store wrote. Refuses to own the loop over entries (walking), what is
held of other stores (others) and mending anything, and says nothing about whether what people recorded is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.errors import (
    AnchorDoesNotHoldError,
    EntryDoesNotHoldError,
    PagesDamagedError,
    SidecarCopyDamagedError,
    StoreError,
    StoreFrozenError,
    TreeDoesNotHoldError,
)
from store.ids import JournalId
from store.keeping import branching, database
from store.keeping.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from store.keeping.database import Connection
from store.keeping.header import journal_prefix
from store.keeping.journal import Journal
from store.keeping.others import Others, hold_notes, name_of, note_sizes
from store.keeping.ranges import count_of, first_outside, joined
from store.keeping.signers import Signers
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from store.keeping.testimony import Testimony, TreeId
from store.keeping.tree import Frontier
from store.keeping.walking import ROWS_AT_ONCE, Progress, Tree, Walk

__all__ = ["ROWS_AT_ONCE", "Progress", "Proved", "inspect"]


@dataclass(frozen=True, slots=True)
class Proved:
    """What an inspection showed.

    Attributes:
        head: The tree head everything was held against.
        erased: Entries whose body was erased, each told by an act of erasure.
        page_bytes: Size of the file whose every page was checked.
        is_in_keyring: Whether the keyring's anchor was held against the journal too.
        signatures: How many signatures of people were checked; None if not asked.
        former_entries: Entries of the trees that the present one continues.
        held_entries: Entries of other stores' journals.
        held_erased: Those of them whose body was erased, here or before they came.
        held_trees: How many trees of other stores they stand in.
        notes: Exchanged checkpoints that were read.
    """

    head: Checkpoint
    erased: int
    page_bytes: int
    is_in_keyring: bool
    signatures: int | None
    former_entries: int = 0
    held_entries: int = 0
    held_erased: int = 0
    held_trees: int = 0
    notes: int = 0


def inspect(store: Store, *, signatures: bool = False, progress: Progress | None = None) -> Proved:
    """Hold everything that is kept against everything else.

    In this order: pages, own entries and trees, other stores' entries, exchanged checkpoints, head, anchors, sidecar,
    queue. The worst comes first: what is wrong with an entry is told before what is wrong beside the file.

    Args:
        store: Open; nothing is appended.
        signatures: Whether every entry's signature is checked too, which takes most of the time.
        progress: Told now and then.

    Raises:
        PagesDamagedError: Pages of the file do not hold.
        EntryDoesNotHoldError: Names the first entry that does not.
        TreeDoesNotHoldError: A stored tree hash, or the head, is not the entries'.
        NoteDoesNotHoldError: An exchanged checkpoint does not hold, or is not there.
        StoreFrozenError: The journal is behind or beside what the anchors say.
        AnchorDoesNotHoldError: One place of the anchor is damaged.
        SidecarCopyDamagedError, QueueDamagedError: A file beside the encrypted one does not hold.
    """
    store.settle()
    with store.reader() as connection:
        _hold_none(database.damaged_pages_of(connection))
        proved = _held(store, connection, store.journal, progress, is_signed=signatures)
    hold_beside(store)
    return proved


def hold_pages(store: Store) -> None:
    """Hold every page of the file against its own checksum, in the thread that writes: nothing is written meanwhile.

    Raises:
        PagesDamagedError: Some do not hold.
    """
    store.settle()
    _hold_none(database.damaged_pages(store.database_path, store.keys.database))


def are_pages_whole(store: Store) -> bool:
    """Say whether every page holds, in any thread; a page that is being written meanwhile may seem not to.

    Whoever is told that one does not asks `hold_pages` once more.
    """
    return not database.damaged_pages(store.database_path, store.keys.database)


def hold_entries(store: Store, connection: Connection, progress: Progress | None = None) -> Proved:
    """Hold every entry that a reader sees, in any thread: what is appended meanwhile is not looked at.

    Raises:
        StoreError: As `inspect`, of what lies in the file.
    """
    present = Journal(connection, store.sidecar.journal, store.sidecar.branch)
    return _held(store, connection, present, progress, is_signed=False)


def _hold_none(damaged_pages: list[str]) -> None:
    if damaged_pages:
        raise PagesDamagedError(len(damaged_pages))


def _held(
    store: Store, connection: Connection, present: Journal, progress: Progress | None, *, is_signed: bool
) -> Proved:
    looked = _Inspection(store, connection, present, is_signed)
    proved = looked.run(progress)
    note = sign_checkpoint(present.head(), store.keys.device.signing)
    device = read_signing_key(bytes.fromhex(store.sidecar.device.signing))
    if read_checkpoint(note, device) != Checkpoint(
        store.sidecar.journal, store.sidecar.branch, present.size, looked.root
    ):
        raise TreeDoesNotHoldError
    return proved


def hold_beside(store: Store) -> None:
    """Hold what lies beside the file, in the thread that writes.

    Raises:
        StoreFrozenError, AnchorDoesNotHoldError, SidecarCopyDamagedError, QueueDamagedError: As `inspect`.
    """
    if store.frozen is not None:
        raise StoreFrozenError(store.frozen.words)
    if any(place is None for place in store.freshness.beside.places()):
        raise AnchorDoesNotHoldError
    if store.sidecar_damaged is not None:
        raise SidecarCopyDamagedError(store.sidecar_damaged)
    store.queue.waiting()


class _Inspection:
    """Every tree in the file, over a connection that reads."""

    def __init__(self, store: Store, connection: Connection, present: Journal, is_signed: bool) -> None:
        self._store = store
        self._present = present
        self._connection = connection
        self._is_signed = is_signed
        self._device = read_signing_key(bytes.fromhex(store.sidecar.device.signing))
        self._signers = Signers(self._device, {}, is_checked=is_signed)
        self._said = Testimony()
        self._sizes = note_sizes(connection)
        self._walks: dict[TreeId, Walk] = {}
        self.root = b""

    def run(self, progress: Progress | None) -> Proved:
        """Walk them all, own ones first."""
        former, is_known = self._former()
        own = [*former, self._present]
        written: set[TreeId] = {(each.journal, each.branch) for each in own}
        others = self._others(written)
        expected = sum(each.size for each in own) + self._count(others)
        done = 0

        def tell(count: int) -> None:
            if progress is not None:
                progress(done + count, expected)

        for journal in own:
            walk = self._walk(journal)
            walk.run(tell)
            done += walk.count
            self._hold_continued(own, journal)
        self.root = walk.root
        if not is_known:
            raise TreeDoesNotHoldError
        for tree in written:
            self._hold_erased(tree)
        unfinished = self._unfinished(others)
        held = Others(self._connection, self._said, self._sizes, self._is_signed)
        held.run([tree for tree in others if tree not in unfinished], tell)
        walks = [*self._walks.values(), *held.walks.values()]
        self._hold_nothing_else(unfinished, sum(walk.nodes_count for walk in walks))
        present = self._present
        # Where an older branch of its own ended was settled when the next one was opened, whatever others hold of it.
        roots = held.roots() | {(present.journal, present.branch): [walk.roots]}
        notes = hold_notes(self._connection, self._said, {journal: self._device for journal, _ in written}, roots)
        return Proved(
            head=present.head(),
            erased=sum(count_of(walk.gone) for walk in self._walks.values()),
            page_bytes=self._store.database_path.stat().st_size,
            is_in_keyring=self._store.freshness.in_keyring is not None,
            signatures=self._signers.count + held.signatures if self._is_signed else None,
            former_entries=done - present.size,
            held_entries=sum(walk.count for walk in held.walks.values()),
            held_erased=sum(count_of(walk.gone) for walk in held.walks.values()),
            held_trees=len(held.walks),
            notes=notes,
        )

    def _former(self) -> tuple[Sequence[Journal], bool]:
        """Return the trees before the present one, and whether the present one says which they are."""
        try:
            return branching.former_branches(self._connection, self._present), True
        except StoreError:  # its first entry is damaged, and the walk says how
            return [], False

    def _walk(self, journal: Journal) -> Walk:
        tree = (journal.journal, journal.branch)
        walked = Tree(
            journal,
            "" if journal is self._present else name_of(tree),
            journal_prefix(*tree),
            Frontier(),
            sizes=self._sizes.get(tree, ()),
        )
        walk = self._walks[tree] = Walk(self._connection, walked, self._said.learn, self._signers)
        return walk

    def _hold_continued(self, own: Sequence[Journal], journal: Journal) -> None:
        """Make sure that a tree continues the one before it as its first entry says."""
        place = own.index(journal)
        if place == 0:
            return
        before = own[place - 1]
        tree = (before.journal, before.branch)
        if self._said.opened.get((journal.journal, journal.branch)) != (*tree, before.size, self._walks[tree].root):
            raise EntryDoesNotHoldError(0, "it continues another tree than the one before it")

    def _hold_erased(self, tree: TreeId) -> None:
        """Hold the bodies that are missing against those told as erased: they must be the same ones."""
        gone, told = self._walks[tree].gone, joined(self._said.erased[tree])
        missing, back = first_outside(gone, told), first_outside(told, gone)
        name = "" if tree == (self._present.journal, self._present.branch) else name_of(tree)
        if missing is not None and (back is None or missing < back):
            raise EntryDoesNotHoldError(missing, "its body is gone and no act tells of an erasure", name)
        if back is not None:
            raise EntryDoesNotHoldError(back, "its body is there, and an act tells that it was erased", name)

    def _others(self, written: set[TreeId]) -> list[TreeId]:
        """Return the trees in the file that this store did not write, in the file's order."""
        with database.refusals():
            stems = self._connection.execute("SELECT journal, branch FROM stem ORDER BY id").fetchall()
        if len(set(stems)) != len(stems):
            raise TreeDoesNotHoldError
        return [tree for tree in stems if tree not in written]

    def _unfinished(self, others: Sequence[TreeId]) -> set[TreeId]:
        """Return the trees nobody tells of: what a frozen store begins is nobody's until it goes on in it."""
        told = {each.tree for each in self._said.brought}
        found = {tree for tree in others if tree not in told}
        if found and self._store.frozen is None:
            raise TreeDoesNotHoldError(name_of(min(found)))
        return found

    def _count(self, trees: Sequence[TreeId]) -> int:
        with database.refusals():
            keys = [Journal(self._connection, JournalId(journal), branch).keys() for journal, branch in trees]
            text = "SELECT count(*) FROM entry WHERE id BETWEEN ? AND ?"
            return sum(self._connection.execute(text, each).fetchone()[0] for each in keys)

    def _hold_nothing_else(self, unfinished: set[TreeId], nodes_count: int) -> None:
        """Make sure that no entry stands outside every tree, and no hash beside those that were held."""
        with database.refusals():
            stems = {
                stem: (journal, branch)
                for stem, journal, branch in self._connection.execute("SELECT id, journal, branch FROM stem")
            }
            start = _LOWEST
            text = "SELECT min(id) FROM entry WHERE id >= ?"
            while (found := self._connection.execute(text, (start,)).fetchone()[0]) is not None:
                if found >> N_BITS not in stems:
                    raise TreeDoesNotHoldError
                start = ((found >> N_BITS) + 1) << N_BITS
            for stem, count in self._connection.execute("SELECT stem, count(*) FROM node GROUP BY stem"):
                if stems.get(stem) not in unfinished:
                    nodes_count -= count
        if nodes_count:
            raise TreeDoesNotHoldError


_LOWEST: Final = -(2**63)
"""The lowest key a row can have."""
