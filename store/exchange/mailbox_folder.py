"""A mailbox in a folder of this machine: a USB stick, a share, any path.

Owns plain files in one folder, and noticing that another disk lies under the path than when it was opened: a pulled
stick leaves an empty folder behind, which would swallow bundles. Refuses to follow links, to make the folder, and to
own which names count. Files get the rights the system gives new ones: they are sealed, and on a share others fetch
them.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

from store.errors import (
    MailboxClutteredError,
    MailboxError,
    MailboxFailedError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    MailboxFullError,
    MailboxGoneError,
    MailboxMissingError,
    MailboxReadOnlyError,
    MailboxUnreadableError,
)
from store.keeping.files import sync_folder

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.EIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT, errno.EHOSTDOWN}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_NOT_A_FILE = {errno.ENOENT, errno.EISDIR, errno.ELOOP, errno.ENXIO}
"""Nothing, a folder, a link, a socket."""
_CANNOT_SYNC_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}

_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0)
"""Without waiting: a pipe that somebody laid under a bundle's name would hold a reader for ever."""
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN


class Folder:
    """The files of one folder; a `Place`.

    Raises:
        MailboxMissingError: There is no folder at the path.
        MailboxUnreadableError: It may not be looked at.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            found = path.stat()
        except PermissionError:
            raise MailboxUnreadableError from None
        except (OSError, ValueError):  # a name too long, or one no path can have
            raise MailboxMissingError from None
        if not stat.S_ISDIR(found.st_mode):
            raise MailboxMissingError
        self._disk = found.st_dev

    def files(self, most: int) -> dict[str, int]:
        """Return name and size of every plain file."""
        found: dict[str, int] = {}
        with self._asking(MailboxUnreadableError), os.scandir(self._path) as entries:
            for count, entry in enumerate(entries):
                if count == most:
                    raise MailboxClutteredError
                with contextlib.suppress(FileNotFoundError):  # fetched by its owner since it was listed
                    if entry.is_file(follow_symlinks=False):
                        found[entry.name] = entry.stat(follow_symlinks=False).st_size
        return found

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a plain file whole, from the disk itself where the system can be told to."""
        with self._asking(MailboxUnreadableError), _opened(self._path / name, "rb", _READ) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise MailboxFileGoneError
            if found.st_size > max_bytes:
                raise MailboxFileTooLargeError(found.st_size, max_bytes)
            if hasattr(os, "posix_fadvise"):  # what was synced is dropped from memory, so a bad stick shows itself
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            content = file.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise MailboxFileTooLargeError(len(content), max_bytes)
        return content

    def write_new(self, name: str, content: bytes) -> None:
        """Write a new file and have it on the disk."""
        with self._asking(MailboxReadOnlyError), _opened(self._path / name, "xb", _WRITE) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, old: str, new: str) -> None:
        """Give a file its name, in the place of whatever bore it."""
        with self._asking(MailboxReadOnlyError):
            (self._path / old).replace(self._path / new)

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._asking(MailboxReadOnlyError):
            (self._path / name).unlink()

    def sync(self) -> None:
        """Have the names on the disk; some shares refuse to sync a folder, and do so by themselves."""
        with self._asking(MailboxReadOnlyError):
            try:
                sync_folder(self._path)
            except OSError as refusal:
                if refusal.errno not in _CANNOT_SYNC_FOLDERS:
                    raise

    def close(self) -> None:
        """Nothing is held open."""

    @contextlib.contextmanager
    def _asking(self, forbidden: type[MailboxError]) -> Iterator[None]:
        if not self._is_there():
            raise MailboxGoneError
        try:
            yield
        except OSError as refusal:
            self._tell(refusal.errno or 0, forbidden)

    def _tell(self, code: int, forbidden: type[MailboxError]) -> NoReturn:
        if code in _GONE or not self._is_there():
            raise MailboxGoneError from None
        if code in _FULL:
            raise MailboxFullError from None
        if code == errno.EROFS:
            raise MailboxReadOnlyError from None
        if code in _FORBIDDEN:
            raise forbidden from None
        if code in _NOT_A_FILE:
            raise MailboxFileGoneError from None
        raise MailboxFailedError(errno.errorcode.get(code, "EIO")) from None

    def _is_there(self) -> bool:
        try:
            return self._path.stat().st_dev == self._disk
        except OSError:
            return False


def _opened(path: Path, mode: str, flags: int) -> IO[bytes]:
    return open(path, mode, opener=lambda name, _: os.open(name, flags, 0o666))  # Path has no opener
