"""One process at a time: a lock the operating system drops with the process that held it.

Owns the lock file. Refuses to own what the lock protects. Nothing is left behind by a killed process.
"""

from pathlib import Path
from typing import Final

from store.errors import StoreInUseError
from store.keeping.files import disk_refusals

NAME: Final = "lock"


class FolderLock:
    """Holds a folder until released or until the process ends.

    Raises:
        StoreInUseError: Another process holds it.
        FolderReadOnlyError: The folder may not be written to.
    """

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock, Timeout

        # Not per thread: whoever closes the store may not be the thread that opened it.
        self._lock = FileLock(folder / NAME, timeout=0, mode=0o600, thread_local=False)
        with disk_refusals():
            try:
                self._lock.acquire()
            except Timeout:
                raise StoreInUseError from None

    def release(self) -> None:
        """Let the next one in."""
        self._lock.release()
