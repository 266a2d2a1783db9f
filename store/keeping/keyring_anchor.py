"""The anchor's copy in the keyring, outside the folder that could be put back whole.

Owns its two entries, written in turn, so that a write that fails half way leaves the other. Refuses to own when: a
keyring write takes tens of milliseconds, so it happens at unlock, lock, sync and epoch, never per commit.
"""

from typing import Final

from store.errors import KeyringEntryDamagedError, KeyringEntryGoneError
from store.ids import StoreId
from store.keeping.anchor import Anchor, pack, unpack
from store.keeping.keyrings import Keyring
from store.keeping.secret import Secret

PURPOSE: Final = "anchor"


def versions_of(epoch: int) -> tuple[int, int]:
    """Return the versions under which the keyring holds the two entries of one epoch."""
    return 2 * epoch, 2 * epoch + 1


class KeyringAnchor:
    """The keyring's word on how far the journal was.

    Args:
        keyring: The store's own.
        store: Whose anchor.
        key: The store's anchor key.
        epoch: The store's epoch.

    Attributes:
        keyring: The store's own.
    """

    def __init__(self, keyring: Keyring, store: StoreId, key: Secret, epoch: int) -> None:
        self.keyring = keyring
        self._store = store
        self._key = key
        self._versions = versions_of(epoch)
        self._known: list[Anchor | None] | None = None

    def newest(self) -> Anchor | None:
        """Return the newer of the two entries that hold; None if neither does."""
        return max((each for each in self.places() if each), key=lambda each: each.counter, default=None)

    def write(self, anchor: Anchor) -> None:
        """Put `anchor` in place of the older entry, so that the newer one stands until it is written."""
        first, second = entries = self.places()
        turn = 0 if first is None or (second is not None and first.counter < second.counter) else 1
        self.keyring.put(self._store, PURPOSE, self._versions[turn], pack(anchor, self._key))
        entries[turn] = anchor

    def places(self) -> list[Anchor | None]:
        """Return both entries, asked for once: whoever holds the folder's lock is the only one who writes them."""
        if self._known is None:
            self._known = [self._entry(version) for version in self._versions]
        return self._known

    def _entry(self, version: int) -> Anchor | None:
        try:
            return unpack(self.keyring.get(self._store, PURPOSE, version), self._key)
        except (KeyringEntryGoneError, KeyringEntryDamagedError):
            return None
