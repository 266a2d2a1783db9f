"""What a store keeps of an epoch beside the sidecar, and getting rid of it once another epoch is live.

Owns the names of an epoch's files and keyring entries, and the order in which they go. Refuses to own which epoch is
live: the sidecar says. Whatever belongs to another one is left from a change that was not finished, or was just
finished, and opens nothing that counts.
"""

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import EpochNotSettledError, StoreError
from store.ids import StoreId
from store.keeping import anchor, sidecar
from store.keeping.files import disk_refusals, sync_folder
from store.keeping.keyring_anchor import PURPOSE as ANCHOR
from store.keeping.keyring_anchor import versions_of
from store.keeping.keyrings import Keyring
from store.keeping.vault import DEVICE_SECRET

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAMES: Final = re.compile(r"(?:epoch|anchor|queue)-(?P<epoch>[1-9][0-9]{0,8})(?:\.db(?:-wal|-shm|-journal)?|\.new)?")

COPY: Final = "backup.copy"
"""A copy of the encrypted file, under a key that is nowhere on this disk, on its way into a backup or out of one."""


def epochs_left(folder: Path, live: int) -> list[int]:
    """Return the epochs beside the live one of which there is a file, oldest first."""
    with disk_refusals():
        found = {int(match["epoch"]) for path in folder.iterdir() if (match := _NAMES.fullmatch(path.name))}
    return sorted(found - {live})


def clear(store: "Store") -> None:
    """Remove what is left of other epochs, their keyring entries too; nothing is done where there is nothing.

    Args:
        store: Open and not frozen, so that its sidecar, its file and its anchors are known to belong together.

    Raises:
        EpochNotSettledError: Something is left; doing it again is safe.
    """
    try:
        remove_copies(store.folder)
        left = epochs_left(store.folder, store.sidecar.epoch)
        if left and not sidecar.are_equal(store.folder):
            store.rewrite_sidecar(store.sidecar)  # a spare from before would open what goes now
    except StoreError:
        raise EpochNotSettledError from None
    in_keyring = store.freshness.in_keyring
    for epoch in left:
        remove(store.folder, epoch, store.sidecar.store, None if in_keyring is None else in_keyring.keyring)


def remove_copies(folder: Path) -> None:
    """Remove what a backup that was broken off left: ciphertext that nobody has the key of."""
    with disk_refusals():
        for path in folder.glob("*.copy*"):
            path.unlink(missing_ok=True)


def remove(folder: Path, epoch: int, store: StoreId, keyring: Keyring | None) -> None:
    """Remove one epoch: its keyring entries, its files, and last the anchor's, which shows that something is left.

    Raises:
        EpochNotSettledError: Something is left, and at least the anchor's file.
    """
    last = anchor.name_of(epoch)
    try:
        with contextlib.ExitStack() as each:  # whatever one of them raises, the others go
            each.callback(_unlink, folder, epoch, but=last)
            if keyring is not None:
                for version in versions_of(epoch):
                    each.callback(keyring.drop, store, ANCHOR, version)
                each.callback(keyring.drop, store, DEVICE_SECRET, epoch)
        _unlink(folder, epoch)
    except StoreError:
        raise EpochNotSettledError from None


def _unlink(folder: Path, epoch: int, but: str = "") -> None:
    with disk_refusals():
        for path in folder.iterdir():
            match = _NAMES.fullmatch(path.name)
            if match and int(match["epoch"]) == epoch and path.name != but:
                path.unlink(missing_ok=True)
        sync_folder(folder)
