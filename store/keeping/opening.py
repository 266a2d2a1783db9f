"""Opening a store: from a folder to somebody signed in.

Owns the order (lock, sidecar, delay, keyring, passphrase, keys, encrypted file, anchors) and what is noted when it
fails. Refuses to own whether the disk under the folder is good enough: custody's, asked by the door before.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.clock import Instant
from store.errors import (
    PagesDamagedError,
    QueueDamagedError,
    QueueFullError,
    StoreDamagedError,
    StoreMissingError,
    WrongPassphraseError,
)
from store.keeping import database, half_built, sidecar, vault
from store.keeping.anchor import AnchorFile
from store.keeping.files import disk_refusals
from store.keeping.freshness import Freshness
from store.keeping.key_derivation import derive, hold_cost
from store.keeping.keyring_anchor import KeyringAnchor
from store.keeping.keyrings import Keyring, find_keyring
from store.keeping.lock import FolderLock
from store.keeping.passphrases import Passphrase, hold_delay
from store.keeping.queue import Queue
from store.keeping.secret import Secret
from store.keeping.sidecar import RecoverySlot
from store.keeping.sidecar import Sidecar as Sidecar
from store.keeping.store import Store
from store.keeping.training import clock_of
from store.keeping.vault import DEVICE_SECRET, StoreKeys

SIGN_IN_FAILED: Final = "sign_in_failed"
WAIT_BEGAN: Final = "wait_began"
"""The wait after wrong passphrases begins anew: the clock was moved back, and nobody waits until it has come round."""
SIGNED_IN: Final = "signed_in/"
"""How a line begins that a sign-in to a frozen store left, where nothing takes the queue in."""


@contextlib.contextmanager
def locating_damage(path: Path, key: Secret) -> Iterator[None]:
    """Say of an encrypted file that is too damaged to come in how many of its pages are.

    Raises:
        PagesDamagedError: In place of a StoreDamagedError from within, which says only that something is.
    """
    try:
        yield
    except StoreDamagedError:
        pages = database.damaged_pages(path, key)
        if pages:
            raise PagesDamagedError(len(pages)) from None
        raise


def hold_wait(queue: Queue, now: Instant) -> None:
    """Make sure that the wait after the wrong passphrases a queue tells of is over.

    Raises:
        PassphraseTooSoonError: It is not; it says how long to wait.
    """
    try:
        noted = queue.waiting()
        came_in = [place for place, each in enumerate(noted, start=1) if each.what.startswith(SIGNED_IN)]
        waits = [each for each in noted[max(came_in, default=0) :] if each.what in (SIGN_IN_FAILED, WAIT_BEGAN)]
        if waits and waits[-1].noted_at > now:
            waits.append(queue.note(WAIT_BEGAN, now))
    except (QueueDamagedError, QueueFullError):
        return  # whoever can damage the file can remove it as well; signing in tells of the damage
    if waits:
        failed_count = sum(each.what == SIGN_IN_FAILED for each in waits)
        hold_delay(failed_count, waits[-1].noted_at, now)


def note_wrong(queue: Queue, now: Instant) -> None:
    """Note that a passphrase was wrong, which makes the next one wait."""
    with contextlib.suppress(QueueDamagedError, QueueFullError):  # signing in tells of it, or empties it
        queue.note(SIGN_IN_FAILED, now)


class ClosedStore:
    """A store nobody has signed in to: its folder is held, its sidecar is read.

    Whatever a kill left beside it of one that was being put back goes first.

    Args:
        folder: Where it lies.

    Raises:
        StoreMissingError: There is none.
        StoreInUseError: Another process has it.
        FolderReadOnlyError: The folder may not be written to.
        SidecarDamagedError, SidecarMissingError: It cannot be told how to open it.
        KeyringAbsentError, KeyringLockedError, KeyringUnknownError, KeyringReplacedError, KeyringEntryGoneError: The
            device secret cannot be had.
    """

    def __init__(self, folder: Path) -> None:
        half_built.clear(folder)
        with disk_refusals():  # a folder nobody may look into is not one without a store
            if not folder.is_dir() or not (
                (folder / sidecar.NAME).exists() or (folder / sidecar.SPARE).exists() or any(folder.glob("epoch-*.db"))
            ):
                raise StoreMissingError
        self.folder = folder
        self._lock = FolderLock(folder)
        try:
            self.reading = sidecar.read(folder)
            self.sidecar = self.reading.sidecar
            hold_cost(self.sidecar.kdf, practice=self.sidecar.is_practice)
            self._keyring = None if self.sidecar.keyring is None else find_keyring(self.sidecar.keyring)
            self._device_secret = self._read_device_secret(self._keyring)
            queue_key = vault.queue_key(self.sidecar.store, self.sidecar.salt, self._device_secret)
            self.queue = Queue(folder, queue_key, self.sidecar.epoch)
        except BaseException:
            self._lock.release()
            raise

    def now(self) -> Instant:
        """Return the store's instant."""
        return clock_of(self.sidecar).now()

    def unlock(self, passphrase: Passphrase) -> Store:
        """Sign in.

        Args:
            passphrase: Says who.

        Raises:
            PassphraseTooSoonError: Too many wrong ones; it says how long to wait.
            WrongPassphraseError: Nobody's; noted in the queue.
            SidecarForgedError, DeviceSecretWrongError: The keys do not belong together.
            StoreError: As `database.connect`.
        """
        hold_wait(self.queue, self.now())
        passphrase_key = Secret(derive(passphrase, bytes.fromhex(self.sidecar.salt), self.sidecar.kdf))
        try:
            return self.open_with(passphrase_key)
        finally:
            passphrase_key.wipe()

    def open_with(self, passphrase_key: Secret) -> Store:
        """Sign in with a passphrase already derived; see `unlock`."""
        try:
            keys = vault.unlock(self.sidecar, passphrase_key, self._device_secret)
        except WrongPassphraseError:
            note_wrong(self.queue, self.now())
            raise
        return self.open_under(keys)

    def open_under(self, keys: StoreKeys) -> Store:
        """Open with keys at hand, which the store wipes when it is closed; see `unlock`."""
        sidecar.hold(self.reading, keys.sidecar)
        said, keyring = self.sidecar, self._keyring
        in_keyring = None if keyring is None else KeyringAnchor(keyring, said.store, keys.anchor, said.epoch)
        with contextlib.ExitStack() as undoing:
            undoing.callback(keys.wipe)
            connection = database.connect(self.folder / self.sidecar.database_name, keys.database)
            undoing.callback(connection.close)
            beside = AnchorFile(self.folder, keys.anchor, said.epoch)
            undoing.callback(beside.close)
            with locating_damage(self.folder / self.sidecar.database_name, keys.database):
                store = Store(
                    self.folder,
                    self.reading,
                    keys,
                    connection,
                    self._lock,
                    self.queue,
                    Freshness(beside, in_keyring),
                    self._device_secret,
                )
            undoing.pop_all()
            return store

    def recovery_sealed(self, slot: RecoverySlot) -> bytes:
        """Return the data key as only the holder of a recovery key opens it; see `vault.recovery_sealed`."""
        return vault.recovery_sealed(self.sidecar, slot, self._device_secret)

    def release(self) -> None:
        """Let the folder go without having opened it; what of its keys was at hand is overwritten."""
        self._lock.release()
        if self._device_secret is not None:
            self._device_secret.wipe()

    def _read_device_secret(self, keyring: Keyring | None) -> Secret | None:
        if keyring is None:
            return None
        return Secret(keyring.get(self.sidecar.store, DEVICE_SECRET, self.sidecar.epoch))
