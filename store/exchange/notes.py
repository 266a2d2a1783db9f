"""Signed checkpoints as they went to and fro.

Owns keeping them by digest, finding the latest, and holding this store against heads it once signed. Refuses to own
their form (checkpoint).
"""

from base64 import b64encode
from hashlib import sha256

from store.errors import StoreBehindError, StoreDamagedError
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.journal import Journal
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.taking import ExchangedNote


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
    for size, note in store.rows(
        "SELECT size, note FROM exchangednote WHERE journal = ? AND branch = ? AND size <= ? ORDER BY size DESC",
        (held.journal, held.branch, held.size),
    ):
        if f"\n{b64encode(held.root_at(size)).decode()}\n" in bytes(note).decode():
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
    """
    head = read_checkpoint(note, read_signing_key(bytes.fromhex(store.sidecar.device.signing)))
    journal = store.journal_of(head.journal, head.branch)
    if journal is None:  # a tree this store begun since, and no longer knows of
        store.freeze_before_epoch()
        raise StoreBehindError
    is_other = head.size > journal.size or journal.root_at(head.size) != head.root
    if (head.journal, head.branch) != (store.sidecar.journal, store.sidecar.branch):
        return head if is_other else None  # how far a tree that ended came was settled when this one was begun
    if is_other:
        store.freeze_behind(head)
        raise StoreBehindError
    return None
