"""Putting whole files on the disk so that a power cut leaves the old one or the new one.

Owns the order temporary file, fsync, rename, fsync of the folder. Refuses to own what the bytes mean.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from store.errors import FolderReadOnlyError, StoreFullError, StoreUnreadableError

_FULL = {"ENOSPC", "EDQUOT"}
_READ_ONLY = {"EACCES", "EPERM", "EROFS"}


@contextlib.contextmanager
def disk_refusals() -> Iterator[None]:
    """Turn what the operating system refuses into the store's own sentences.

    Raises:
        StoreFullError: No room left, or over quota.
        FolderReadOnlyError: The folder may not be written to.
        StoreUnreadableError: Anything else the disk refuses.
    """
    try:
        yield
    except OSError as refusal:
        name = errno.errorcode.get(refusal.errno or 0, "EIO")
        if name in _FULL:
            raise StoreFullError from None
        if name in _READ_ONLY:
            raise FolderReadOnlyError from None
        raise StoreUnreadableError(name) from None


def replace_durably(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all, and on the disk before returning.

    Raises:
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: As `disk_refusals`; `path` is then as it was, or
            holds all of `content` where only the last step, making its name durable, was refused.
    """
    with _beside(content, path) as new:
        _put(new)


@contextlib.contextmanager
def ready_to_replace(content: bytes, *places: Path) -> Iterator[Callable[[], None]]:
    """Take the room for `content` at each place; what is yielded then puts it there, durably, one place after another.

    A full disk refuses before anything is put. Until then the room holds noughts alone, so that nothing lies there that
    has not been told of, wherever it breaks off. What was not put by the end leaves nothing behind.

    Raises:
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: As `disk_refusals`; from what is yielded too.
    """
    with _beside(bytes(len(content)), *places) as new:

        def put() -> None:
            with disk_refusals():
                for written in new.values():
                    _write(written, content, os.O_WRONLY)
            _put(new)

        yield put


@contextlib.contextmanager
def _beside(content: bytes, *places: Path) -> Iterator[dict[Path, Path]]:
    """Write `content` into a new file beside each place; what is left of them at the end goes."""
    new = {place: place.with_name(place.name + ".new") for place in places}
    try:
        with disk_refusals():
            for written in new.values():
                _write(written, content, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        yield new
    finally:
        for written in new.values():
            with contextlib.suppress(OSError):  # a refusal before is the one to tell
                written.unlink(missing_ok=True)


def _write(path: Path, content: bytes, flags: int) -> None:
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(new: dict[Path, Path]) -> None:
    with disk_refusals():
        for place, written in new.items():
            written.replace(place)
            sync_folder(place.parent)


def sync_file(path: Path) -> None:
    """Make durable what is in a file that somebody else wrote.

    Raises:
        StoreFullError, StoreUnreadableError: As `disk_refusals`.
    """
    with disk_refusals():
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; Windows does so by itself and refuses to open a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
