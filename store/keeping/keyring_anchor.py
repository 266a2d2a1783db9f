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


class KeyringAnchor:
    """The keyring's word on how far the journal was.

    Args:
        keyring: The store's own.
        store: Whose anchor.
        key: The store's anchor key.
    """

    def __init__(self, keyring: Keyring, store: StoreId, key: Secret) -> None:
        self._keyring = keyring
        self._store = store
        self._key = key
        self._known: list[Anchor | None] | None = None

    def newest(self) -> Anchor | None:
        """Return the newer of the two entries that hold; None if neither does."""
        return max((each for each in self._entries() if each), key=lambda each: each.counter, default=None)

    def write(self, anchor: Anchor) -> None:
        """Put `anchor` in place of the older entry, so that the newer one stands until it is written."""
        first, second = entries = self._entries()
        turn = 0 if first is None or (second is not None and first.counter < second.counter) else 1
        self._keyring.put(self._store, PURPOSE, turn, pack(anchor, self._key))
        entries[turn] = anchor

    def _entries(self) -> list[Anchor | None]:
        """Return both entries, asked for once: whoever holds the folder's lock is the only one who writes them."""
        if self._known is None:
            self._known = [self._entry(0), self._entry(1)]
        return self._known

    def _entry(self, turn: int) -> Anchor | None:
        try:
            return unpack(self._keyring.get(self._store, PURPOSE, turn), self._key)
        except (KeyringEntryGoneError, KeyringEntryDamagedError):
            return None
