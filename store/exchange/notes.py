"""Signed checkpoints as they went to and fro.

Owns keeping them by digest, finding the latest, and holding this store against heads it once signed. Refuses to own
their form (checkpoint).
"""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Final, NoReturn

from store.errors import BundleContradictsError, StoreBehindError, StoreDamagedError
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.journal import Journal
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.taking import ExchangedNote
from store.keeping.twins import Twins

_FROZEN_FOR: Final = "frozen_for/"
"""A note to itself: before a tree that this store is from before, which one it wrote when it was frozen for that."""


def digest_of(note: bytes) -> str:
    """Return what acts name a note by: SHA-256 in hex."""
    return sha256(note).hexdigest()


def note_of(head: Checkpoint, note: bytes) -> ExchangedNote:
    """Return a note as it is kept."""
    return ExchangedNote(digest_of(note), head.journal, head.branch, head.size, note)


def note_kept(store: Store, held: Journal) -> bytes:
    """Return the note of what is held of a branch: of the largest head that was exchanged and is one of its own.

    There may be notes of the other side of a fork too, of any size.

    Raises:
        StoreDamagedError: There is none.
    """
    return _largest(store, held, held.branch, held.root_at)


def note_of_tree(store: Store, twins: Twins, tree: int) -> bytes:
    """Return the note of what is held of a branch or a twin, as `note_kept`; a twin's names the branch it stems from.

    Raises:
        StoreDamagedError: There is none.
    """
    held = twins.tree(tree)
    if held is None:
        raise StoreDamagedError
    return _largest(store, held, twins.branch_of(tree), lambda size: twins.frontier_at(tree, size).root())


def _largest(store: Store, held: Journal, branch: int, root_at: Callable[[int], bytes]) -> bytes:
    for size, note in store.rows(
        "SELECT size, note FROM exchangednote WHERE journal = ? AND branch = ? AND size <= ? ORDER BY size DESC",
        (held.journal, branch, held.size),
    ):
        if f"\n{b64encode(root_at(size)).decode()}\n" in bytes(note).decode():
            return bytes(note)
    raise StoreDamagedError


def hold_own_head(store: Store, note: bytes) -> Checkpoint | None:
    """Hold this store against a head that it signed itself once, as the other side shows it.

    Nobody else can have made the note: so where the journal is shorter, or other, an older copy of this store was put
    back. It is then frozen for good, for the note becomes its anchor.

    Returns:
        The head, where it is the other side of a journal that ended before it, or apart from it: evidence. Else None.

    Raises:
        CheckpointError: The note was not signed by this store, or is none.
        StoreBehindError: The store is behind it, beside it, or from before the tree it is of; it takes no more acts.
        BundleContradictsError: It is of a tree that this store is from before, and was frozen for already.
    """
    head = read_checkpoint(note, read_signing_key(bytes.fromhex(store.sidecar.device.signing)))
    journal = store.journal_of(head.journal, head.branch)
    if journal is None:  # a tree this store begun since, and no longer knows of
        _freeze_before(store, head)
    is_other = head.size > journal.size or journal.root_at(head.size) != head.root
    if (head.journal, head.branch) != (store.sidecar.journal, store.sidecar.branch):
        return head if is_other else None  # how far a tree that ended came was settled when this one was begun
    if is_other:
        store.freeze_behind(head)
        raise StoreBehindError
    return None


def _freeze_before(store: Store, head: Checkpoint) -> NoReturn:
    """Freeze for a head of a tree that this store is from before: once for each tree, until another one is begun.

    Whoever heard of a journal that is lost as a whole shows it at every bundle. What froze the store is settled once
    two people went on, and nobody else is to wait for that one.

    Raises:
        StoreBehindError, BundleContradictsError: As `hold_own_head`.
    """
    name = f"{_FROZEN_FOR}{head.journal}"
    if store.notebook.note_if_any(name) not in (None, store.sidecar.journal):
        raise BundleContradictsError
    store.notebook.write_note(name, store.sidecar.journal)
    store.freeze_before_epoch()
    raise StoreBehindError
