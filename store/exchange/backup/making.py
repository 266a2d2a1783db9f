"""Making a backup of base: room on the drive, then the ledger, then the file, then it is opened again.

Owns that order. Refuses to own the file's form (file), the copy within (copying), what is written to the drive
(on_drive) and looking at it (checking).

The room is taken before anything is told, so that a full drive leaves nothing told; the act stands before the first
byte of anybody's data is on the drive. Broken off between, the backup stands in the register as one that was never
verified, and is destroyed like any other. Where what broke off left no key on the drive, that is told at once.

Source: agreement 8.2, 9.1c, A9; design 5: laptops give up what they hold only for a verified backup off the machine.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from store.clock import to_ms
from store.custody.register import Device, device_named, devices
from store.custody.volumes import Encrypted, Passage, Verdict
from store.custody.volumes.telling import volume_acts
from store.errors import BackupDeviceError, SignedFileMissingError, StoreFrozenError
from store.exchange.backup import checking
from store.exchange.backup.copying import Copied, copied
from store.exchange.backup.file import (
    ELIGIBILITY,
    STORE,
    Head,
    name_of,
    part_of,
    sha256_of,
    wrap,
)
from store.exchange.backup.on_drive import Leaving, Progress, unseen
from store.exchange.clear_exports import fit, gated, hold_there
from store.exchange.movements import ended
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, new_id
from store.keeping import acts, vault
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import DeviceKind, DeviceState, VolumeMoment
from store.keeping.acts.terms.exchange import Channel, EndpointKind, MovementEnd, Shipment
from store.keeping.files import disk_refusals
from store.keeping.key_derivation import SALT_BYTES
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.secret import Secret
from store.keeping.store import Store

GOES_ONTO = frozenset((DeviceKind.BACKUP, DeviceKind.REMOVABLE_DRIVE))


def make(store: Store, onto: str, folder: Path, passphrase: Passphrase, progress: Progress = unseen) -> Path:
    """Make a backup, open it again from the drive, and tell what came of it; return where it lies.

    Args:
        store: Base's.
        onto: The drive, as the register calls it.
        folder: On that drive.
        passphrase: The backup's own; kept nowhere.
        progress: Told now and then.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        StoreFrozenError: Base takes no acts.
        DeviceUnknownError, BackupDeviceError, DriveUnfitError: It goes onto no such device.
        SignedFileMissingError: There is no such folder.
        DriveElsewhereError: The folder is not on that drive.
        TargetNotEncryptedError, TargetUnknownError: The drive is not shown encrypted.
        PassphraseWeakError: The passphrase is too easy to guess: nothing else protects a drive that is found.
        BackupRoomError, BackupDriveFullError: No room, here or there; nothing was told.
        BackupDriveGoneError: The drive was pulled out; told.
        StoreError: As `checking.check`.
    """
    hold_supervisor_of_base(store)
    if store.frozen is not None:
        raise StoreFrozenError(store.frozen.words)
    drive = drive_named(store, onto)
    fit(drive, is_practice=store.sidecar.is_practice)
    with disk_refusals():
        if not folder.is_dir():
            raise SignedFileMissingError
    verdict = gated(store, folder)
    hold_strong(passphrase, longer=True, avoid=(store.sidecar.name, drive.name))
    if not store.sidecar.is_practice:
        hold_there(store, folder, drive.device)
    backup, key = new_id(), vault.new_secret()
    path = folder / name_of(backup)
    progress("Copying base", 0, 1)
    try:
        with copied(store, key, drive.device) as copy:
            _leave(store, path, drive, verdict, _headed(store, backup, key, passphrase, copy), key, copy, progress)
        checking.check(store, path, passphrase, progress)
    finally:
        key.wipe()
    return path


def drive_named(store: Store, name: str) -> Device:
    """Return what a backup may go onto, by its name.

    Raises:
        DeviceUnknownError, BackupDeviceError: There is no such device, or it is none for that.
    """
    drive = device_named(store, name)
    if drive.kind not in GOES_ONTO:
        raise BackupDeviceError
    return drive


def drives(store: Store) -> list[str]:
    """Return what a backup may go onto, by name."""
    return [each.name for each in devices(store) if each.kind in GOES_ONTO and each.state is DeviceState.IN_USE]


def _headed(store: Store, backup: str, key: Secret, passphrase: Passphrase, copy: Copied) -> Head:
    salt = os.urandom(SALT_BYTES)
    parts = [part_of(STORE, copy.path)]
    if copy.eligibility is not None:
        parts.append(part_of(ELIGIBILITY, copy.eligibility))
    return Head(
        backup=backup,
        store=store.sidecar.store,
        epoch=store.sidecar.epoch,
        is_practice=store.sidecar.is_practice,
        made_at_ms=to_ms(store.now()),
        kdf=store.sidecar.kdf,
        salt=salt.hex(),
        key=wrap(key, passphrase, salt, store.sidecar.kdf, backup),
        parts=tuple(parts),
    )


def _leave(
    store: Store,
    path: Path,
    drive: Device,
    verdict: Verdict | None,
    head: Head,
    key: Secret,
    copy: Copied,
    progress: Progress,
) -> None:
    """Leave the file, told before it is there."""
    raw = head.signed(key)
    parts = [each for each in (copy.path, copy.eligibility) if each is not None]
    sha256, size = sha256_of(raw, parts)
    made = acts.BackupMade(
        backup=head.backup,
        device=drive.device,
        epoch=head.epoch,
        key_fingerprint=vault.fingerprint(key),
        sha256=sha256,
        size_bytes=size,
        journal_size=copy.journal_size,
        families_count=copy.families_count,
    )
    movement = new_id()
    leaving = Leaving(path, raw, parts)
    try:
        leaving.take_room()
        store.record(*_told(store, made, movement, drive.device, verdict))
        end = MovementEnd.FAILED  # until it is there, whatever breaks it off
        try:
            leaving.put(progress)
            end = MovementEnd.DONE
        finally:
            if end is MovementEnd.FAILED:
                leaving.take_back()
            store.record(*_ended(store, made, movement, end, opens=leaving.opens_for_somebody))
    finally:
        leaving.drop_room()


def _told(
    store: Store, made: acts.BackupMade, movement: str, drive: DeviceId, verdict: Verdict | None
) -> Sequence[Act]:
    """Return what tells of a backup before it is there: the volume, the ledger's line, the backup."""
    looked: list[Act] = []
    if verdict is not None:
        passage = Passage(Encrypted.YES, verdict.evidence, None)  # nothing else comes this far
        looked = volume_acts(verdict, passage, VolumeMoment.CLEAR_WRITE, drive, None)
    moved = acts.MovementRecorded(
        movement=movement,
        dataset=made.backup,
        shipment=Shipment.BACKUP,
        sha256=made.sha256,
        rows_count=made.families_count,
        from_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=store.sidecar.store),
        to_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=drive),
        channel=Channel.REMOVABLE_DRIVE,
        country="GB",
        actor=store.keys.person.staff,
        at_ms=to_ms(store.now()),
        for_clause="9.1c",
        grant=None,
        permission=None,
        instruction=None,
    )
    return [*looked, moved, made]


def _ended(store: Store, made: acts.BackupMade, movement: str, end: MovementEnd, *, opens: bool) -> Sequence[Act]:
    """Return what tells how it ended; what has no key on the drive is nobody's any more."""
    told = ended(store, movement, end)
    if end is MovementEnd.DONE or opens:
        return [told]
    gone = acts.BackupDestroyed(
        backup=made.backup, order=None, key_fingerprint=made.key_fingerprint, is_after_destruction=False
    )
    return [told, gone]
