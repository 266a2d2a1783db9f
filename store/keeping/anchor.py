"""The anchor: how far the journal was, kept outside the encrypted file, so that an older file shows.

Owns the two checksummed places beside the store and the form that goes into the keyring. Refuses to own what follows
from a difference (opening). An anchor behind the journal is ordinary; a journal behind its anchor is a rollback.
"""

import errno
import hmac
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.ids import JournalId
from store.keeping.files import disk_refusals
from store.keeping.secret import Secret

PLACE_BYTES: Final = 4096
"""One place each in a disk sector of its own, so that a torn write spoils one of them."""

_MAGIC: Final = b"DSA1"
_FIELDS: Final = struct.Struct(">4sQII16sHQ32s")
_MAC_BYTES: Final = 32
BYTES: Final = _FIELDS.size + _MAC_BYTES
_PADDING: Final = bytes(PLACE_BYTES - BYTES)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of one journal at one moment.

    Attributes:
        counter: Counts the anchors of a store; of two, the higher one is newer.
        epoch: The store's epoch.
        generation: Of the sidecar, so that an older one put back shows too.
        size: Entries in the branch.
        root: Tree head of the branch, 32 bytes.
    """

    counter: int
    epoch: int
    generation: int
    journal: JournalId
    branch: int
    size: int
    root: bytes


def pack(anchor: Anchor, key: Secret) -> bytes:
    """Return the anchor's bytes, authenticated with the store's anchor key."""
    said = _FIELDS.pack(
        _MAGIC,
        anchor.counter,
        anchor.epoch,
        anchor.generation,
        bytes.fromhex(anchor.journal),
        anchor.branch,
        anchor.size,
        anchor.root,
    )
    return said + hmac.digest(key.reveal(), said, "sha256")


def unpack(raw: bytes, key: Secret) -> Anchor | None:
    """Return the anchor, or None where the bytes are damaged or were not written with this key."""
    said, mac = raw[: _FIELDS.size], raw[_FIELDS.size :]
    if len(raw) != BYTES or not hmac.compare_digest(mac, hmac.digest(key.reveal(), said, "sha256")):
        return None
    _, counter, epoch, generation, journal, branch, size, root = _FIELDS.unpack(said)
    return Anchor(counter, epoch, generation, JournalId(journal.hex()), branch, size, root)


def name_of(epoch: int) -> str:
    """Return what the anchor's file is called: one file per epoch, for each has a key of its own."""
    return f"anchor-{epoch}"


class AnchorFile:
    """The two places beside the store; each write goes to the older one. Not synced: it may lag, never lead."""

    def __init__(self, folder: Path, key: Secret, epoch: int) -> None:
        self._key = key
        path = folder / name_of(epoch)
        with disk_refusals():
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def places(self) -> tuple[Anchor | None, Anchor | None]:
        """Return what stands in the two places; None where it does not hold."""
        with disk_refusals():
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            raw = os.read(self._descriptor, 2 * PLACE_BYTES)
        return self._place(raw, 0), self._place(raw, 1)

    def newest(self) -> Anchor | None:
        """Return the newer of the places that hold; None if neither does."""
        return max((place for place in self.places() if place), key=lambda place: place.counter, default=None)

    def write(self, anchor: Anchor) -> None:
        """Put `anchor` into the place of its turn, all of it, so that whatever was damaged there is mended."""
        with disk_refusals():
            os.lseek(self._descriptor, anchor.counter % 2 * PLACE_BYTES, os.SEEK_SET)
            if os.write(self._descriptor, pack(anchor, self._key) + _PADDING) != PLACE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # a full disk takes what fits

    def sync(self) -> None:
        """Make the file and its length durable; done once, when an epoch begins."""
        with disk_refusals():
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1  # the number may be another file's by the time somebody writes here again

    def _place(self, raw: bytes, turn: int) -> Anchor | None:
        place = raw[turn * PLACE_BYTES : (turn + 1) * PLACE_BYTES]
        if place[BYTES:] != _PADDING:
            return None
        anchor = unpack(place[:BYTES], self._key)
        return anchor if anchor and anchor.counter % 2 == turn else None
