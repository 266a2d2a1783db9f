"""A base that was being put back beside its folder when a kill came: whoever next names that folder removes it.

Owns where one is built, holding it while it is, and removing what nobody holds any more with its key in the keyring:
what a kill leaves opens with its people's passphrases, and holds their families. Refuses to own building it (exchange,
backup), and a store that is founded, which holds no family before it has its name.

Source: agreement A9, 13.5.
"""

import contextlib
import glob
import shutil
import tempfile
from pathlib import Path
from typing import Final

from store.errors import StoreError
from store.ids import StoreId
from store.keeping import sidecar
from store.keeping.files import disk_refusals
from store.keeping.keyring_anchor import PURPOSE as ANCHOR
from store.keeping.keyring_anchor import versions_of
from store.keeping.keyrings import Keyring, find_keyring
from store.keeping.lock import FolderLock
from store.keeping.vault import DEVICE_SECRET

_SUFFIX: Final = ".back"


def begin(folder: Path) -> tuple[Path, FolderLock]:
    """Return a new folder beside one, and the lock that shows that somebody is at work in it.

    Raises:
        StoreFullError, FolderReadOnlyError: As the disk refuses.
    """
    with disk_refusals():
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=_SUFFIX, dir=folder.parent))
    return building, FolderLock(building)


def clear(folder: Path) -> None:
    """Remove what a kill left beside a folder; what somebody is at work in stays."""
    with contextlib.suppress(OSError):  # a folder nobody may look into is told by whoever needs it
        for left in list(folder.parent.glob(f".{glob.escape(folder.name)}.*{_SUFFIX}")):
            with contextlib.suppress(StoreError):
                FolderLock(left).release()
                _remove(left)


def drop(keyring: Keyring, store: StoreId, epoch: int) -> None:
    """Drop what a store that never counted has in a keyring: of its key, and of the one it went over to, if it did."""
    for each in (epoch, epoch + 1):
        with contextlib.suppress(StoreError):
            keyring.drop(store, DEVICE_SECRET, each)
            for version in versions_of(each):
                keyring.drop(store, ANCHOR, version)


def _remove(left: Path) -> None:
    """Remove one, its entry in the keyring first: from then on nothing opens it."""
    with contextlib.suppress(StoreError):  # without a sidecar it has no entry there
        said = sidecar.read(left).sidecar
        if said.keyring is not None:
            drop(find_keyring(said.keyring), said.store, said.epoch)
    for name in (sidecar.NAME, sidecar.SPARE):  # what cannot be removed after these opens for nobody
        with contextlib.suppress(OSError):
            (left / name).unlink(missing_ok=True)
    shutil.rmtree(left, ignore_errors=True)
