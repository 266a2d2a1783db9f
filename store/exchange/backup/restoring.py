"""Putting a backup in the place of a base that is lost: by two people, under a new key and a new journal.

Owns the order. Refuses to own going on under another journal (succession) and what laptops give back (sync).

The store is built in a folder beside, and gets its name when it is whole: what breaks off leaves no base behind, and
what a kill leaves goes when anybody next names that folder (half_built). The copy within goes over to a key that is
made here, so that the backup's own opens the backup alone, and destroying it is destroying it. Nothing beside the store
says how far it was, so it is frozen until two people let it go on.

What was destroyed since the backup was made is in it all the same. Where this machine's keyring knows base under a
later key, it is refused but for somebody who brings the certificates, every one: whatever they name goes again
(destroying, replaying), before the store has its name.

Source: design 2 ("succession"), 4; agreement 7.2f, 13.5, A9, A11.
"""

import contextlib
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from store.clock import Instant, MachineClock
from store.custody.volumes import Attestation, Encrypted, Verdict, examine, gate
from store.custody.volumes.telling import HOLDS, volume_acts
from store.errors import (
    BackupDamagedError,
    BackupOlderError,
    KeyringEntryGoneError,
    StoreError,
)
from store.exchange.backup import copying, file, on_drive
from store.exchange.backup.copying import Within
from store.exchange.backup.known import told_of
from store.exchange.destroying import since
from store.exchange.destroying.replaying import replay
from store.exchange.eligibility.keepers import FIRST as ELIGIBILITY_FIRST
from store.exchange.still_here import WhoLeft, hold_said
from store.exchange.succession import succeed
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import JournalId, StoreId
from store.keeping import acts, database, epochs, half_built, sidecar, vault
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import BackupUse, VolumeMoment
from store.keeping.acts.terms.store import StoreRole
from store.keeping.acts.terms.store import Verdict as Checked
from store.keeping.attested import Attested
from store.keeping.files import disk_refusals, sync_folder
from store.keeping.founding import hold_free
from store.keeping.journal import Journal
from store.keeping.keyrings import Keyring
from store.keeping.opening import ClosedStore
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.vault import DEVICE_SECRET

Asked = Callable[[], Passphrase]
"""Asks for a passphrase, once nothing else stands in the way."""

_LATER: Final = 64
"""So many keys ahead the keyring is asked for: more than a base goes through between two backups."""

_LAST: Final = 1 << 62
"""Beyond every key."""

NOTHING_ELSE: Final = (
    "The two who put it back say that nothing was destroyed after this backup but what certificates were brought of."
)

NOBODY_LEFT: Final = "The two who put it back say that everybody whom the copy lets in still works here."

_ELIGIBILITY_NAME: Final = re.compile(r"eligibility(?:-[1-9][0-9]{0,8})?\.db")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a backup is put back.

    Attributes:
        keyring: Where the device secret goes; None for passphrases alone, which then have to be longer.
        attesting: Why the supervisor vouches for a volume that cannot be examined, if they do.
        destroyed: Certificates of what was destroyed since: every one of them.
        is_nothing_else: Whether the two who put it back say that nothing else was, where this machine cannot tell.
        staff: What they say of whoever else the copy lets in.
    """

    keyring: Keyring | None
    attesting: str | None = field(default=None, repr=False)
    destroyed: Sequence[Attested] = ()
    is_nothing_else: bool = False
    staff: WhoLeft = field(default_factory=WhoLeft)

    @property
    def reaches(self) -> int:
        """The last of base's keys up to which it is known what was destroyed."""
        return _LAST if self.is_nothing_else else since.reached([each.said for each in self.destroyed])


@dataclass(frozen=True, slots=True)
class PutBack:
    """What came of it.

    Attributes:
        backup: Its id.
        made_at: When it was made, by base's clock then.
        journal: The new one.
        again_count: Families that were destroyed again.
    """

    backup: str
    made_at_ms: int
    journal: JournalId
    again_count: int


def restore(
    path: Path,
    folder: Path,
    wanted: Wanted,
    own: Asked,
    first: Asked,
    second: Asked,
    progress: on_drive.Progress = on_drive.unseen,
) -> PutBack:
    """Make a base of a backup, in a new or empty folder, and leave it locked.

    Args:
        path: The backup.
        folder: Where base is to be.
        wanted: How.
        own: Asks for the backup's passphrase.
        first: For that of a supervisor of that base.
        second: For another's, who approves.
        progress: Told now and then.

    Raises:
        StoreExistsError, StoreFolderError: There is something in the folder, or it cannot be replaced.
        VolumeNotEncryptedError, VolumeUnknownError: A real base's volume is not shown encrypted, nor attested.
        BackupFormError, BackupCutShortError, BackupDamagedError, BackupPassphraseError: The backup does not open.
        BackupRoomError, StoreFullError: This machine has no room.
        BackupOlderError, DestructionsSinceError: Something was destroyed since, and a certificate of it is missing.
        BackupEverythingGoneError: Everything was: then nothing is put back.
        WrongPassphraseError, NotASupervisorError, ApprovalError: Two supervisors of that base it was not.
        StillHereUnsaidError, StaffNameError, LastPersonError: Nobody said, or can have said, who left since.
        StoreError: Nothing is left of it.
    """
    hold_free(folder)
    head = file.read_head(path)
    now = MachineClock().now()
    verdict = None if head.is_practice else _looked_at(folder, wanted, now)
    key = file.key_of(head, own())
    building, held = half_built.begin(folder)
    building_in = _Building(building, head, wanted.keyring)
    try:
        _, places = file.take_parts(path, building, progress)
        within = building_in.build(places, key, wanted.reaches)
        held.release()  # the store that is opened there holds it from here on
        came = _go_on(building, path, head, within, vault.fingerprint(key), wanted, verdict, now, first, second)
        with disk_refusals():
            if folder.exists():
                folder.rmdir()
            building.rename(folder)
    except BaseException:
        held.release()
        building_in.undo()
        raise
    finally:
        key.wipe()
    with disk_refusals():
        sync_folder(folder.parent)
    return came


class _Building:
    """A store that nobody has yet."""

    def __init__(self, folder: Path, head: file.Head, keyring: Keyring | None) -> None:
        self._folder, self._head, self._keyring = folder, head, keyring
        self._put: int | None = None

    def build(self, places: dict[str, Path], key: Secret, reaches: int) -> Within:
        """Make the encrypted file under a key of this machine, and the sidecar that opens it."""
        place, store = places[file.STORE], self._head.store
        within = _read(place, store, key)
        device = vault.device_keys(within.sidecar, key)
        epoch = self._next_epoch(within.sidecar.epoch, reaches)
        data_key = vault.new_secret()
        device_secret = None if self._keyring is None else vault.new_secret()
        keys = vault.keys_of(store, data_key, vault.device_as_nobody(device), device)
        before = replace(
            within.sidecar, epoch=epoch - 1, keyring=None if self._keyring is None else self._keyring.backend
        )
        said = epochs.sealed_anew(before, data_key, device.seeds, device_secret, None)
        with contextlib.closing(database.connect(place, copying.database_key(store, key))) as exporting:
            database.export(exporting, self._folder / said.database_name, keys.database)
        database.remove(place)
        with contextlib.closing(database.connect(self._folder / said.database_name, keys.database)) as made:
            with database.refusals(self._folder):
                made.execute("DELETE FROM localnote WHERE name = ?", (copying.NOTE,))
            database.settle(made)
        if file.ELIGIBILITY in places:
            with disk_refusals():
                places[file.ELIGIBILITY].rename(self._folder / (within.eligibility or ELIGIBILITY_FIRST))
        sidecar.write(self._folder, said, keys.sidecar)  # before the keyring: what is left says what to drop there
        if self._keyring is not None and device_secret is not None:
            self._put = epoch
            self._keyring.put(store, DEVICE_SECRET, epoch, bytes(device_secret.reveal()))
            device_secret.wipe()
        data_key.wipe()
        return within

    def undo(self) -> None:
        """Leave nothing of it, here or in the keyring."""
        shutil.rmtree(self._folder, ignore_errors=True)  # what cannot be removed has no key beside it that opens it
        if self._keyring is not None and self._put is not None:
            half_built.drop(self._keyring, self._head.store, self._put)

    def _next_epoch(self, epoch: int, reaches: int) -> int:
        """Return under which number the next key goes: after every one that this machine's keyring knows.

        Raises:
            BackupOlderError: It knows a later one than the backup's, and than certificates speak for.
        """
        if self._keyring is None:
            return epoch + 1
        known = [each for each in range(epoch + 1, epoch + _LATER) if self._knows(each)]
        if known and max(known) > reaches:
            raise BackupOlderError
        return max([epoch, *known]) + 1

    def _knows(self, epoch: int) -> bool:
        assert self._keyring is not None
        try:
            self._keyring.get(self._head.store, DEVICE_SECRET, epoch)
        except KeyringEntryGoneError:
            return False
        return True


def _read(place: Path, store: StoreId, key: Secret) -> Within:
    """Look a copy through, and return what it says of itself."""
    try:
        pages = database.damaged_pages(place, copying.database_key(store, key))
    except StoreError:
        raise BackupDamagedError from None
    if pages:
        raise BackupDamagedError
    with copying.opened(place, store, key) as connection:
        within = copying.within(connection)
        said = within.sidecar
        is_named = within.eligibility is None or _ELIGIBILITY_NAME.fullmatch(within.eligibility)
        if said.store != store or said.role != StoreRole.BASE or not is_named:
            raise BackupDamagedError
        if not Journal(connection, said.journal, said.branch).is_whole:
            raise BackupDamagedError
    return within


def _go_on(
    building: Path,
    path: Path,
    head: file.Head,
    within: Within,
    fingerprint: str,
    wanted: Wanted,
    verdict: Verdict | None,
    now: Instant,
    first: Asked,
    second: Asked,
) -> PutBack:
    """Let two people go on from it under a new journal, and take out what was destroyed since."""
    closed = ClosedStore(building)
    try:
        store = closed.unlock(_strong(first, within, wanted))
    except BaseException:
        closed.release()
        raise
    with store:
        hold_supervisor_of_base(store)
        hold_said(store, wanted.staff)
        told = _told(store, path, head, within, fingerprint, _said(wanted))
        journal = succeed(store, _strong(second, within, wanted), head.backup, left=wanted.staff.left, is_built=True)
        store.record(*_volume(store, verdict, wanted, now), *told)
        families = replay(store, wanted.destroyed, head.epoch)
    return PutBack(head.backup, head.made_at_ms, journal, len(families))


def _said(wanted: Wanted) -> str | None:
    """Return what the two who put it back say, for the journal."""
    said = [NOTHING_ELSE] * wanted.is_nothing_else + [NOBODY_LEFT] * wanted.staff.is_nobody
    return " ".join(said) or None


def _strong(asked: Asked, within: Within, wanted: Wanted) -> Passphrase:
    """Return a passphrase that is strong enough for the way the store is protected from now on."""
    typed = asked()
    if wanted.keyring is None:
        hold_strong(typed, longer=True, avoid=(within.sidecar.name,))
    return typed


def _told(
    store: Store, path: Path, head: file.Head, within: Within, fingerprint: str, finding: str | None
) -> list[Act]:
    """Return what tells that it was put back; and of the backup itself, which the copy in it cannot know of."""
    made = told_of(path, head, within.device, fingerprint, store.journal.size, within.families_count)
    put_back = acts.BackupRestored(
        backup=head.backup,
        use=BackupUse.SUCCESSION,
        verdict=Checked.HOLDS,
        journal_size=store.journal.size,
        finding=finding,
    )
    return [made, put_back]


def _looked_at(folder: Path, wanted: Wanted, now: Instant) -> Verdict:
    """Return what was found of the volume base is to lie on.

    Raises:
        VolumeNotEncryptedError, VolumeUnknownError: It is not shown encrypted, nor is anybody to vouch for it.
    """
    verdict = examine(folder)
    if verdict.encrypted is Encrypted.UNKNOWN and wanted.attesting is not None:
        return verdict
    gate(verdict, None, now, is_base=True)
    return verdict


def _volume(store: Store, verdict: Verdict | None, wanted: Wanted, now: Instant) -> list[Act]:
    """Return what tells of the volume; nothing for a practice store."""
    if verdict is None:
        return []
    given = None
    if verdict.encrypted is Encrypted.UNKNOWN and wanted.attesting is not None:
        given = Attestation(store.keys.person.staff, now + HOLDS, wanted.attesting)
    return volume_acts(verdict, gate(verdict, given, now, is_base=True), VolumeMoment.SET_UP, None, given)
