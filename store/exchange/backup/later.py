"""Backups that were made after the copy base was put back from: the base put back does not know of them.

Owns naming one by its file, and saying that each is named or that none was made; until then a declaration waits.
Refuses to own putting back (restoring) and what a declaration waits for (custody, destruction).

A file is opened with its own passphrase, so that what it holds, and which key has to go with it, is known.

Source: agreement 7.2f, 13.5, A11.
"""

from pathlib import Path

from store.clock import Instant, from_ms
from store.errors import BackupKnownError, BackupOfAnotherError, NothingPutBackError
from store.exchange.backup import copying, file, on_drive
from store.exchange.backup.known import Backup, backups, told_of
from store.exchange.backup.making import drive_named
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import JournalId
from store.keeping import acts, vault
from store.keeping.header import unpack
from store.keeping.journal import Journal
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store


def put_back_from(store: Store) -> dict[JournalId, Instant]:
    """Return, by the journal that base went on in, until when the copy goes that it was put back from, oldest first.

    Only those of which nobody said yet what backups were made after.
    """
    told = {
        held.act.journal
        for held in acts_of(store, acts.LaterBackupsTold)
        if isinstance(held.act, acts.LaterBackupsTold)
    }
    return {journal: until for journal, until in copies_put_back(store).items() if journal not in told}


def copies_put_back(store: Store) -> dict[JournalId, Instant]:
    """Return, by the journal that base went on in, until when each copy goes that it was ever put back from."""
    found: dict[JournalId, Instant] = {}
    for held in acts_of(store, acts.JournalSucceeded):
        assert isinstance(held.act, acts.JournalSucceeded)
        if held.act.new_journal == held.journal:
            found[JournalId(held.act.new_journal)] = _until(store, held.act)
    return found


def name(
    store: Store, path: Path, onto: str, passphrase: Passphrase, progress: on_drive.Progress = on_drive.unseen
) -> Backup:
    """Put a backup on the register that base does not know of, for it was put back from an earlier copy.

    Args:
        store: Base's.
        path: The file, on its drive.
        onto: That drive, as the register calls it.
        passphrase: The backup's own.
        progress: Told now and then.

    Returns:
        What the register says of it now.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        DeviceUnknownError, BackupDeviceError: There is no such drive on the register.
        BackupOfAnotherError, BackupKnownError: It is another base's, or known.
        BackupFormError, BackupCutShortError, BackupDamagedError, BackupPassphraseError: It does not open.
        BackupRoomError, BackupDriveGoneError: It cannot be looked at now.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    drive = drive_named(store, onto)
    head = file.read_head(path)
    if head.store != store.sidecar.store:
        raise BackupOfAnotherError
    if any(each.backup == head.backup for each in backups(store)):
        raise BackupKnownError
    with copying.taken_out(path, store.folder, passphrase, progress) as (key, place):
        fingerprint = vault.fingerprint(key)
        with copying.opened(place, store.sidecar.store, key) as connection:
            within = copying.within(connection)
            size = Journal(connection, within.sidecar.journal, within.sidecar.branch).size
    store.record(told_of(path, head, drive.device, fingerprint, size, within.families_count))
    return next(each for each in backups(store) if each.backup == head.backup)


def say_all_named(store: Store, reason: str) -> int:
    """Tell that every backup made after the copy base was put back from is on the register by now, or none was made.

    Args:
        store: Base's.
        reason: How that is known, a line that names no family.

    Returns:
        How many were named since base was put back.

    Raises:
        NotBaseError, NotASupervisorError, LineFormError: It is not told.
        NothingPutBackError: Base was put back from no copy, or that is told already.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(reason)
    waiting = put_back_from(store)
    if not waiting:
        raise NothingPutBackError
    put_back = {
        act.backup
        for each in acts_of(store, acts.JournalSucceeded)
        if isinstance(act := each.act, acts.JournalSucceeded)
    }
    here = [each.act for each in acts_of(store, acts.BackupMade) if each.journal in waiting]
    named = sorted({act.backup for act in here if isinstance(act, acts.BackupMade)} - put_back)
    store.record(*(acts.LaterBackupsTold(journal=each, named=tuple(named), reason=reason) for each in waiting))
    return len(named)


def _until(store: Store, act: acts.JournalSucceeded) -> Instant:
    """Return when the last act was kept that the copy has."""
    former = store.journal_of(JournalId(act.old_journal), 0)
    if former is None or not act.old_size:
        return from_ms(0)
    return from_ms(unpack(former.entry(act.old_size - 1).header).at_ms)
