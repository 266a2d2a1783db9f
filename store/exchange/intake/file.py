"""The file a council sent, read whole into memory.

Owns how much of it is read at most. Refuses to own opening it (containers).
"""

from pathlib import Path

from store.errors import SignedFileMissingError
from store.exchange.containers.limits import LIMIT_BYTES
from store.keeping.files import disk_refusals


def read_delivery(path: Path) -> bytes:
    """Return a file's bytes, one more than may be taken in at most: that it is too long is for its opening to say.

    Raises:
        SignedFileMissingError: There is no such file.
        StoreUnreadableError: As the disk refuses.
    """
    with disk_refusals():
        if not path.is_file():
            raise SignedFileMissingError
        with path.open("rb") as file:
            return file.read(LIMIT_BYTES + 1)
