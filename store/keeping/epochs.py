"""Epochs: re-encrypting an open store into a new file under a new key, and destroying the old key.

Owns the order of an epoch change, and going on in the new epoch. Refuses to own why it is done (whoever calls), what
each key opens (vault) and removing what an epoch leaves (leftovers).

The new epoch is built whole beside the old one: file, anchors, queue, keyring entries. Replacing the sidecar is the one
commit point: before it everything new is nobody's, after it everything old is. So a kill or a full disk at any instant
leaves one epoch that counts, and the next coming in removes the other.
"""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import EpochNotVerifiedError, EpochQueueError, StoreError, StoreFrozenError
from store.ids import DeviceId
from store.keeping import database, leftovers, sidecar, vault
from store.keeping.acts import Act, DeviceKeysRenewed, EpochChanged
from store.keeping.acts.terms.store import EpochCause
from store.keeping.anchor import Anchor, AnchorFile
from store.keeping.database import Connection
from store.keeping.files import sync_folder
from store.keeping.freshness import Freshness
from store.keeping.journal import Journal
from store.keeping.keyring_anchor import KeyringAnchor
from store.keeping.queue import Queue
from store.keeping.secret import Secret
from store.keeping.sidecar import Sidecar
from store.keeping.vault import DEVICE_SECRET, DeviceKeys, Seeds

if TYPE_CHECKING:
    from store.keeping.emptying import LeftBehind
    from store.keeping.store import Store

EMPTIED: Final[tuple[str, ...]] = ("localdraft",)
"""Local tables that hold personal data: they do not come along into a new epoch."""

FIRST_COUNTERS: Final = (0, 1)

_Shape = tuple[list[tuple[str, str]], dict[str, int]]


def change(
    store: "Store",
    cause: EpochCause,
    *,
    order: str | None = None,
    told: Sequence[Act] = (),
    without: "LeftBehind | None" = None,
) -> None:
    """Re-encrypt a store under a new key, and go on under it; nobody's passphrase is needed.

    New are the data key, the device secret in the keyring, everybody's sealed copy of the data key, the recovery slot
    and the device's sealing key. The signing keys, the journal and people's private halves stay. Readers that come
    meanwhile wait.

    Args:
        store: Open. It stays so, under the new key, or under the old one where the change is refused.
        cause: Why.
        order: The order it follows, if one was given.
        told: What is told first, in the same transaction as the change.
        without: What does not come along: it is not copied, so all of it goes at the commit point or none, and the new
            key never enciphers it.

    Raises:
        StoreFrozenError: It takes no acts.
        EpochReadersError: Somebody is reading.
        EpochQueueError, QueueDamagedError: What was noted while it was locked is not in the journal.
        EpochNotVerifiedError: The copy is not the same.
        EpochNotSettledError: Something of another epoch could not be removed. Where the store's epoch is the new one,
            the change is done, and the next coming in tries again.
        StoreError: The disk, the keyring or the journal refused; the store goes on under the old key.

    Source:
        NIST SP 800-88 Rev. 1, 2.6 (cryptographic erase): the keys named as destroyed are those of the old epoch.
    """
    if store.frozen is not None:
        raise StoreFrozenError(store.frozen.words)
    with store.unread() as connection:
        seq = store.queue.last_seq()
        if store.queue.waiting() and seq > store.queue_taken():
            raise EpochQueueError
        leftovers.clear(store)
        begun = _Begun(store, _recovery_key(connection, store.sidecar))
        try:
            begun.build(connection, max(seq, store.queue_taken()), without)
            begun.tell(cause, order, told)
            begun.commit()
        except BaseException as refusal:
            if not begun.counts():
                begun.undo()
                raise
            store.become(begun.opened())
            if not isinstance(refusal, StoreError):
                raise
        else:
            store.become(begun.opened())
        leftovers.clear(store)


class _Begun:
    """The next epoch of a store, up to the moment it counts.

    Args:
        store: Open, in the old epoch.
        recovery: Public half and fingerprint of the recovery key of the next epoch, if base gave one.
    """

    def __init__(self, store: "Store", recovery: tuple[str, str] | None) -> None:
        self._old = store
        self._new: Store | None = None
        self._closing = contextlib.ExitStack()
        self._recovery = recovery
        self._told_first: Sequence[Act] = ()
        in_keyring = store.freshness.in_keyring
        self._keyring = None if in_keyring is None else in_keyring.keyring
        self._device_secret = None if self._keyring is None else vault.new_secret()
        old = store.keys
        seeds = Seeds(signing=old.device.seeds.signing, sealing=Seeds.fresh().sealing)
        data_key = vault.new_secret()
        self._keys = vault.keys_of(store.sidecar.store, data_key, old.person, DeviceKeys.of(seeds))
        self._said = sealed_anew(store.sidecar, data_key, seeds, self._device_secret, recovery)

    def build(self, connection: Connection, seq: int, without: "LeftBehind | None") -> None:
        """Write the new file, its anchors and its queue, and open it.

        Args:
            connection: Of the old file, for comparing.
            seq: The number of the last line of the old queue; the new one counts on from there.
            without: What does not come along.
        """
        folder, said, keys = self._old.folder, self._said, self._keys
        beside = AnchorFile(folder, keys.anchor, said.epoch)  # first here and last to go: it shows what is unfinished
        self._closing.callback(beside.close)
        head = self._old.journal.head()
        for counter in FIRST_COUNTERS:
            beside.write(Anchor(counter, said.epoch, said.generation, head.journal, head.branch, head.size, head.root))
        beside.sync()
        path = folder / said.database_name
        with contextlib.closing(database.connect(self._old.database_path, self._old.keys.database)) as exporting:
            if without is None:
                database.export(exporting, path, keys.database)
                names, counts = _shape(connection, folder)
            else:
                counts = self._export_without(exporting, path, without)
                names, _ = _shape(connection, folder, is_counted=False)
        opened = database.connect(path, keys.database)
        self._closing.callback(opened.close)
        if _shape(opened, folder) != (names, counts):
            raise EpochNotVerifiedError
        with database.refusals():
            for table in EMPTIED:
                opened.execute(f"DELETE FROM {table}")  # noqa: S608  # one of the names above
        queue = Queue(folder, vault.queue_key(said.store, said.salt, self._device_secret), said.epoch)
        queue.empty(seq)
        in_keyring = None
        if self._keyring is not None:
            in_keyring = KeyringAnchor(self._keyring, said.store, keys.anchor, said.epoch)
        freshness = Freshness(beside, in_keyring)
        self._new = self._old.following(said, keys, opened, queue, freshness, self._device_secret)
        if self._new.frozen is not None or self._new.journal.size != head.size:
            raise EpochNotVerifiedError
        if without is not None and without.is_of_nobody_too:
            self._new.replay()

    def _export_without(self, exporting: Connection, path: Path, without: "LeftBehind") -> dict[str, int]:
        """Write the new file without something; return how many rows each of its tables has to have."""
        from store.keeping.emptying import Emptying  # loads the tables, which a routine change does without

        journal = Journal(exporting, self._old.journal.journal, self._old.journal.branch)
        emptying = Emptying(exporting, journal, without)
        database.export(exporting, path, self._keys.database, emptying.fill)
        self._told_first = emptying.told()
        return emptying.counts()

    def tell(self, cause: EpochCause, order: str | None, told: Sequence[Act]) -> None:
        """Append what tells of the change, in the new file alone, and hold that file against what it should be."""
        old, new = self._old, self.opened()
        secrets = [old.keys.data, old.device_secret]
        public, fingerprint = self._recovery or (None, None)
        changed = EpochChanged(
            cause=cause,
            order=order,
            old_epoch=old.sidecar.epoch,
            new_epoch=new.sidecar.epoch,
            old_data_key_fingerprint=vault.fingerprint(old.keys.data),
            new_data_key_fingerprint=vault.fingerprint(self._keys.data),
            device_sealing_key=new.sidecar.device.sealing,
            recovery_key_fingerprint=fingerprint,
            destroyed_key_fingerprints=tuple(vault.fingerprint(each) for each in secrets if each is not None),
            emptied_tables=EMPTIED,
            entries_count=old.journal.size,
        )
        renewed = DeviceKeysRenewed(
            device=DeviceId(new.sidecar.store),
            epoch=new.sidecar.epoch,
            sealing_key=new.sidecar.device.sealing,
            recovery_key=public,
            old_fingerprint=hashlib.sha256(bytes.fromhex(old.sidecar.device.sealing)).hexdigest(),
            receipt_digest=None,
        )
        new.record(*self._told_first, *told, changed, renewed)
        if not new.settle() or database.damaged_pages(new.database_path, self._keys.database):
            raise EpochNotVerifiedError
        with contextlib.closing(database.connect(new.database_path, self._keys.database, query_only=True)) as fresh:
            if Journal(fresh, new.sidecar.journal, new.sidecar.branch).head() != new.journal.head():
                raise EpochNotVerifiedError

    def commit(self) -> None:
        """Put the keyring's entries, then replace the sidecar: from then on the new epoch counts."""
        new = self.opened()
        if self._keyring is not None and self._device_secret is not None:
            self._keyring.put(self._said.store, DEVICE_SECRET, self._said.epoch, bytes(self._device_secret.reveal()))
            new.anchor_in_keyring()
        with sidecar.ready_to_write(new.folder, new.sidecar, self._keys.sidecar) as put:
            sync_folder(new.folder)  # every name of the new epoch is on the disk before the one that counts
            new.sidecar = put()
        new.freshness.tell_beside(new.journal, new.sidecar)

    def counts(self) -> bool:
        """Say whether the sidecar on the disk names the new epoch; if so, it is taken up as it reads."""
        said = sidecar.read(self._old.folder).sidecar
        if self._new is None or said.epoch != self._said.epoch:
            return False
        self._new.sidecar = said
        return True

    def opened(self) -> "Store":
        """Return the store in its next epoch."""
        assert self._new is not None
        return self._new

    def undo(self) -> None:
        """Leave nothing of it; what cannot be removed now goes at the next coming in."""
        self._closing.close()
        with contextlib.suppress(StoreError):  # the refusal before is the one to tell
            leftovers.remove(self._old.folder, self._said.epoch, self._said.store, self._keyring)
        self._keys.wipe(keeping=self._old.keys)
        if self._device_secret is not None:
            self._device_secret.wipe()


def sealed_anew(
    said: Sidecar, data_key: Secret, seeds: Seeds, device_secret: Secret | None, recovery: tuple[str, str] | None
) -> Sidecar:
    """Return the sidecar of the next epoch: everybody keeps their passphrase, and the new data key is sealed to all."""
    epoch = said.epoch + 1

    def sealed(to: str) -> str:
        return vault.seal_data_key(said.store, epoch, data_key, bytes.fromhex(to), device_secret)

    following = replace(
        said,
        epoch=epoch,
        device=vault.device_slot(said.store, seeds, data_key),
        people=tuple(replace(slot, data_key=sealed(slot.sealing)) for slot in said.people),
        recovery=(),
    )
    if recovery is None:
        return following
    slot = vault.recovery_slot(following, bytes.fromhex(recovery[0]), data_key, device_secret)
    return replace(following, recovery=(slot,))


def _recovery_key(connection: Connection, said: Sidecar) -> tuple[str, str] | None:
    with database.refusals():
        found: tuple[str, str] | None = connection.execute(
            "SELECT public_key, fingerprint FROM recoverykey WHERE device = ? AND epoch = ?",
            (said.store, said.epoch + 1),
        ).fetchone()
    return found


def _shape(connection: Connection, folder: Path, *, is_counted: bool = True) -> _Shape:
    """Return every name in a file with the text that makes it, and how many rows each table has."""
    with database.refusals(folder):  # the first question makes the log's index
        made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").fetchall()
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        ]
        counting = [f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables]  # noqa: S608  # names from the file itself
        counts = dict(connection.execute(" UNION ALL ".join(counting)).fetchall()) if is_counted else {}
    return made, counts
