"""The drive that a backup lies on: taking room there, filling it, overwriting it, and what a drive refuses.

Owns what is written to a drive and how durably. Refuses to own what a backup is (file), and which drive it may be
(making).

Source: agreement 13.5, A9; NIST SP 800-88 Rev. 2.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from store.errors import BackupDriveFullError, BackupDriveGoneError, BackupMissingError, FolderReadOnlyError
from store.keeping.files import sync_folder

GONE: Final = b"doorstep-backup-destroyed/1"
"""How a file begins whose key was overwritten, until its last byte is."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is, and of how much."""

HEAD_BYTES: Final = 1 << 14
"""More than a head takes."""

AT_ONCE: Final = 1 << 20

FULL: Final = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})

_READ_ONLY: Final = frozenset({"EACCES", "EPERM", "EROFS"})


def unseen(_doing: str, _done: int, _every: int) -> None:
    """Tell nobody how far it is."""


class Leaving:
    """Room for a backup on a drive, taken before anything is told; `put` fills it.

    Attributes:
        opens_for_somebody: Whether a head may lie on the drive: with its passphrase what is there opens.
    """

    def __init__(self, path: Path, head: bytes, parts: Sequence[Path]) -> None:
        self._path, self._new = path, path.with_name(path.name + ".new")
        self._head, self._parts = head, parts
        self.opens_for_somebody = False

    def put(self, progress: Progress = unseen) -> None:
        """Write the parts, then the head, then give the file its name: each durable before the next.

        Raises:
            BackupDriveGoneError, FolderReadOnlyError: The drive refuses.
        """
        with drive_refusals(is_written=True), self._new.open("r+b") as file:
            file.seek(len(self._head))
            done, every = 0, sum(part.stat().st_size for part in self._parts)
            for part in self._parts:
                with part.open("rb") as source:
                    while piece := source.read(AT_ONCE):
                        file.write(piece)
                        done += len(piece)
                        progress("Writing the backup", done, every)
            settle(file)
            self.opens_for_somebody = True
            file.seek(0)
            file.write(self._head)
            settle(file)
        with drive_refusals(is_written=True):
            self._new.replace(self._path)
            sync_folder(self._path.parent)

    def take_room(self) -> None:
        """Fill the room with noughts: a full drive refuses here."""
        needed = len(self._head) + sum(part.stat().st_size for part in self._parts)
        with drive_refusals(needed, is_written=True):
            descriptor = os.open(self._new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for first in range(0, needed, AT_ONCE):
                    file.write(bytes(min(AT_ONCE, needed - first)))
                settle(file)

    def take_back(self) -> None:
        """Leave nothing of it; where the drive is gone, what it holds has a head only if `opens_for_somebody`."""
        with contextlib.suppress(OSError):
            for place in (self._new, self._path):
                if place.exists():
                    blot(place)
                    place.unlink()
            sync_folder(self._path.parent)
            self.opens_for_somebody = False

    def drop_room(self) -> None:
        """Remove room that was not filled."""
        with contextlib.suppress(OSError):
            self._new.unlink(missing_ok=True)


def blot(path: Path, backup: str = "") -> None:
    """Overwrite the head of a backup, its key with it, durably; what is behind it opens for nobody then.

    Args:
        path: Its file.
        backup: Its id, which stays readable until the file goes: a destruction that was broken off goes on.
    """
    with path.open("r+b") as file:
        said = GONE + b" " + backup.encode("ascii") + b"\n"
        file.write(said.ljust(min(HEAD_BYTES, path.stat().st_size), b"\n"))
        settle(file)


def is_blotted(path: Path, backup: str) -> bool:
    """Say whether a file is what a destruction of that backup left when it was broken off."""
    with drive_refusals(), path.open("rb") as file:
        return file.readline(HEAD_BYTES) == GONE + b" " + backup.encode("ascii") + b"\n"


def overwrite(path: Path, backup: str) -> None:
    """Overwrite a backup, its key first; the file stays, and says whose it was.

    Raises:
        BackupMissingError: There is no such file.
        BackupDriveGoneError, FolderReadOnlyError: The drive refuses; done again, it goes on.

    Source:
        NIST SP 800-88 Rev. 2: cryptographic erase, then clear. What flash memory keeps out of reach, neither does.
    """
    with drive_refusals():
        blot(path, backup)
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(min(HEAD_BYTES, size))  # the line that says whose it was stays to the last
            for first in range(HEAD_BYTES, size, AT_ONCE):
                file.write(bytes(min(AT_ONCE, size - first)))
            settle(file)


def remove(path: Path) -> None:
    """Remove what `overwrite` left; raises as that."""
    with drive_refusals():
        path.unlink()
        sync_folder(path.parent)


@contextlib.contextmanager
def drive_refusals(needed_bytes: int | None = None, *, is_written: bool = False) -> Iterator[None]:
    """Turn what a drive refuses into sentences of its own.

    Args:
        needed_bytes: How much room is being taken; None where it was taken before.
        is_written: Whether the file is ours to be there: that it is not means that the drive is gone.

    Raises:
        BackupMissingError, BackupDriveFullError, FolderReadOnlyError, BackupDriveGoneError: As it refuses.
    """
    try:
        yield
    except FileNotFoundError:
        raise (BackupDriveGoneError() if is_written else BackupMissingError()) from None
    except OSError as refusal:
        name = code_of(refusal)
        if name in FULL and needed_bytes is not None:
            raise BackupDriveFullError(needed_bytes) from None
        if name in _READ_ONLY:
            raise FolderReadOnlyError from None
        raise BackupDriveGoneError from None


def code_of(refusal: OSError) -> str:
    """Return the name of what the system refused, as `errno` has it; one it does not know is a fault of the disk."""
    return errno.errorcode.get(refusal.errno or 0, "EIO")


def settle(file: BinaryIO) -> None:
    """Have on the disk what was written."""
    file.flush()
    os.fsync(file.fileno())
