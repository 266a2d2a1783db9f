"""A folder whose disk can be filled to the page, in two ways that need no trick inside the process.

Owns making and unmaking it. Refuses to own what is done in it. One way is a small file system in memory, filled by a
file that is nobody's; it needs the right to mount. The other is the system's limit on the size of any file, which every
machine knows and which refuses in other words.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path

from store.errors import (
    ErasureNotSettledError,
    NoRoomToDestroyError,
    StoreError,
    StoreFullError,
    StoreUnreadableError,
    WriterStoppedError,
)

if sys.platform != "win32":
    import resource

PAGE_BYTES = 4096


class Way(StrEnum):
    """How the disk is full."""

    MOUNTED = "a small disk"
    LIMITED = "a limit on files"

    @property
    def refusals(self) -> tuple[type[StoreError], ...]:
        """By what the store may refuse then."""
        match self:
            case Way.MOUNTED:
                return (NoRoomToDestroyError, StoreFullError, ErasureNotSettledError)
            case Way.LIMITED:  # the system says EFBIG, which is no full disk; after a commit the writer stops
                return (StoreFullError, ErasureNotSettledError, StoreUnreadableError, WriterStoppedError)


class Room:
    """A folder that can be full.

    Attributes:
        path: The folder.
        way: How it gets full.
    """

    def __init__(self, path: Path, way: Way) -> None:
        self.path = path
        self.way = way

    @contextmanager
    def with_pages_left(self, pages: int) -> Iterator[None]:
        """Leave so many pages of 4 KiB to write to, in all or in each file, as the way is."""
        if self.way is Way.LIMITED:
            before = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (pages * PAGE_BYTES, before[1]))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
            return
        ballast = self.path / "ballast"
        disk = os.statvfs(self.path)
        try:
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(disk.f_bavail - pages, 1) * PAGE_BYTES)
            assert os.statvfs(self.path).f_bavail == pages
            yield
        finally:
            ballast.unlink()


@contextmanager
def small_room(path: Path, way: Way) -> Iterator[Room]:
    """Give a folder of 8 MiB that can be full."""
    path.mkdir(exist_ok=True)
    if way is Way.LIMITED:
        yield Room(path, way)
        return
    assert _mount(path)
    try:
        yield Room(path, way)
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@cache
def ways() -> tuple[Way, ...]:
    """Return the ways this machine has; mounting needs root."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return (Way.LIMITED,)
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        is_mounted = _mount(Path(folder))
        if is_mounted:
            subprocess.run(["umount", folder], check=True)
    return (Way.MOUNTED, Way.LIMITED) if is_mounted else (Way.LIMITED,)


def _mount(path: Path) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", str(path)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
