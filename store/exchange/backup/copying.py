"""The encrypted copy within a backup: made of an open base, and looked into.

Owns what comes along and what of the sidecar is told within it. Refuses to own the file around it (file) and the
ledger (making). The copy is made on base's own disk, under the backup's key, which nothing on that disk holds: a kill
leaves ciphertext that nobody opens, and the next coming in removes it.

Source: design 4, 7.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from store.custody.holdings import datasets_on, left_on
from store.errors import BackupDamagedError, NotCanonicalError, StoreError, StoreFullError
from store.exchange.backup.file import ELIGIBILITY, STORE, hold_room, key_of, take_parts
from store.exchange.backup.on_drive import Progress
from store.exchange.eligibility.file import path_of
from store.ids import DeviceId, StoreId
from store.keeping import canonical, database, epochs, leftovers, sidecar, vault
from store.keeping.database import Connection
from store.keeping.files import sync_file
from store.keeping.follows_custody import HERE, STILL
from store.keeping.journal import Journal
from store.keeping.passphrases import Passphrase
from store.keeping.secret import Secret
from store.keeping.sidecar import Sidecar
from store.keeping.store import Store

NOTE: Final = "backup"
"""The note within a copy that says what no table of it does."""

_MOST_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Within:
    """What a copy says of itself.

    Attributes:
        sidecar: Of base when it was made; the device's private halves are wrapped by the backup's key, and nobody's
            copy of a data key is in it.
        device: Where the backup went.
        families_count: How many families base held.
        eligibility: What the file of eligibility was called, where there was one.
    """

    sidecar: Sidecar
    device: DeviceId
    families_count: int
    eligibility: str | None


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy on this machine's disk.

    Attributes:
        path: The encrypted file.
        eligibility: The file of eligibility, where there is one; it is copied as it lies.
        journal_size: How far base's journal goes in it.
        families_count: How many families base holds in it.
    """

    path: Path
    eligibility: Path | None
    journal_size: int
    families_count: int


@contextlib.contextmanager
def copied(store: Store, key: Secret, device: DeviceId) -> Iterator[Copied]:
    """Give a copy of an open base under a backup's key; it is gone from this disk at the end.

    Args:
        store: Base's.
        key: The backup's own.
        device: Where it will go, which the copy says.

    Raises:
        BackupRoomError: The disk has no room for it.
        StoreError: The disk refuses, or base's file is damaged.
    """
    hold_room(store.folder, 2 * store.database_path.stat().st_size)
    path = store.folder / leftovers.COPY
    database.remove(path)
    try:
        with contextlib.closing(database.connect(store.database_path, store.keys.database)) as exporting:
            database.export(exporting, path, database_key(store.sidecar.store, key))
        with opened(path, store.sidecar.store, key) as connection, database.refusals(store.folder):
            families, eligibility = _emptied(connection) or _sealed_count(store), path_of(store)
            within = Within(_said(store, key), device, families, eligibility.name if eligibility.exists() else None)
            value = canonical.dumps(asdict(within)).decode("utf-8")
            connection.execute("INSERT OR REPLACE INTO localnote (name, value) VALUES (?, ?)", (NOTE, value))
            size = Journal(connection, store.sidecar.journal, store.sidecar.branch).size
            if not database.settle(connection):
                raise StoreFullError
        sync_file(path)
        yield Copied(path, eligibility if eligibility.exists() else None, size, families)
    finally:
        database.remove(path)


@contextlib.contextmanager
def opened(path: Path, store: StoreId, key: Secret) -> Iterator[Connection]:
    """Give a connection to a copy.

    Raises:
        BackupDamagedError: It does not open under its key, or not whole.
    """
    try:
        connection = database.connect(path, database_key(store, key))
    except StoreError:
        raise BackupDamagedError from None
    with contextlib.closing(connection):
        yield connection


@contextlib.contextmanager
def taken_out(path: Path, into: Path, passphrase: Passphrase, progress: Progress) -> Iterator[tuple[Secret, Path]]:
    """Give a backup's key, and the copy within it on this machine's disk; both are gone at the end.

    Args:
        path: The backup.
        into: A folder of this machine.
        passphrase: The backup's own.
        progress: Told now and then.

    Raises:
        BackupPassphraseError: The passphrase is another one.
        StoreError: As `take_parts`.
    """
    try:
        head, places = take_parts(path, into, progress)
        key = key_of(head, passphrase)
        try:
            yield key, places[STORE]
        finally:
            key.wipe()
    finally:
        for name in (STORE, ELIGIBILITY):
            database.remove(into / f"{name}.copy")


def within(connection: Connection) -> Within:
    """Return what a copy says of itself.

    Raises:
        BackupDamagedError: It says nothing of the kind.
    """
    with database.refusals():
        row = connection.execute("SELECT value FROM localnote WHERE name = ?", (NOTE,)).fetchone()
    try:
        said: Any = canonical.loads(row[0].encode("utf-8"), max_bytes=_MOST_BYTES, max_depth=10)
        return Within(
            sidecar.of_said(said["sidecar"]), DeviceId(said["device"]), said["families_count"], said["eligibility"]
        )
    except (NotCanonicalError, KeyError, TypeError, ValueError):
        raise BackupDamagedError from None


def database_key(store: StoreId, key: Secret) -> Secret:
    """Return the key of the encrypted file within a backup."""
    return key.derive(f"doorstep/backup-database/1/{store}")


def _emptied(connection: Connection) -> int:
    """Take out what does not come along; return how many families base holds."""
    for table in epochs.EMPTIED:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours
    here = "SELECT count(DISTINCT family) FROM holding WHERE device = ? AND to_ms = ?"
    ((count,),) = connection.execute(here, (HERE, STILL)).fetchall()
    return int(count)


def _sealed_count(store: Store) -> int:
    """Return how much a base holds that no family came of: rows sealed as they were delivered, or of eligibility."""
    if not path_of(store).exists() and not store.rows("SELECT 1 FROM localoriginal LIMIT 1"):
        return 0
    left = left_on(datasets_on(store, DeviceId(store.sidecar.store)))
    return max((each.left_here_count for each in left), default=1)


def _said(store: Store, key: Secret) -> Sidecar:
    """Return the sidecar that is told within: everybody's own halves as they lie, and no data key of theirs."""
    said = store.sidecar
    people = tuple(replace(slot, data_key="00") for slot in said.people)
    device = vault.device_slot(said.store, store.keys.device.seeds, key)
    return replace(said, keyring=None, device=device, people=people, recovery=())
