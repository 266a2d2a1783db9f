"""Verifying a backup by restoring it: opened from the drive with its passphrase, and read through.

Owns that, and telling what came of it. Refuses to own putting it in base's place (restoring).

What a restoring would use is used: the file from the drive, the passphrase as typed, the copy within under the key that
brings out. Every page is held against its own checksum, every entry against its tree, and the head against base's own.

Source: agreement 9.1c, A9; design 5: laptops give up what they hold once it lies in a verified backup.
"""

from pathlib import Path

from store.errors import (
    BackupCutShortError,
    BackupDamagedError,
    BackupDestroyedError,
    BackupNotThatOneError,
    BackupOfAnotherError,
    BackupOtherwiseError,
    StoreError,
)
from store.exchange.backup import copying, file, on_drive
from store.exchange.backup.known import Backup, backups
from store.exchange.ticket import hold_supervisor_of_base
from store.keeping import acts, branching, database, inspection, vault
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.acts.terms.store import Verdict
from store.keeping.database import Connection
from store.keeping.journal import Journal
from store.keeping.passphrases import Passphrase
from store.keeping.secret import Secret
from store.keeping.store import Store


def check(
    store: Store,
    path: Path,
    passphrase: Passphrase,
    progress: on_drive.Progress = on_drive.unseen,
    *,
    meant: str | None = None,
) -> Backup:
    """Open a backup and read it through; tell that it holds, or that it does not.

    Args:
        store: Base's, which made it.
        path: The backup, on its drive.
        passphrase: Its own.
        progress: Told now and then.
        meant: The id of the one that somebody pointed at; None for whichever the file is.

    Returns:
        What the register says of it now.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        BackupOfAnotherError, BackupDestroyedError: Base does not know it, or not any more.
        BackupNotThatOneError: It is another one than the one that is meant.
        BackupPassphraseError, BackupMissingError, BackupDriveGoneError, BackupRoomError: It could not be looked at.
        BackupFormError, BackupCutShortError, BackupDamagedError, BackupOtherwiseError: It does not hold; told, where
            it says which one it is.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    head = file.read_head(path)
    known = known_of(store, head)
    if meant not in (None, known.backup):
        raise BackupNotThatOneError(known.backup, meant)
    try:
        _hold(store, path, passphrase, known, progress)
    except (BackupCutShortError, BackupDamagedError, BackupOtherwiseError) as refusal:
        store.record(_verified(known, Verdict.DOES_NOT_HOLD, refusal.message))
        raise
    store.record(_verified(known, Verdict.HOLDS, None))
    return next(each for each in backups(store) if each.backup == known.backup)


def known_of(store: Store, head: file.Head) -> Backup:
    """Return what base knows of a backup.

    Raises:
        BackupOfAnotherError: Nothing.
        BackupDestroyedError: That it was destroyed.
    """
    known = next((each for each in backups(store) if each.backup == head.backup), None)
    if known is None or head.store != store.sidecar.store:
        raise BackupOfAnotherError
    if known.destroyed_at is not None:
        raise BackupDestroyedError
    return known


def _hold(store: Store, path: Path, passphrase: Passphrase, known: Backup, progress: on_drive.Progress) -> None:
    with copying.taken_out(path, store.folder, passphrase, progress) as (key, place):
        if vault.fingerprint(key) != known.told.key_fingerprint:
            raise BackupOtherwiseError
        _hold_copy(store, place, key, known, progress)


def _hold_copy(store: Store, place: Path, key: Secret, known: Backup, progress: on_drive.Progress) -> None:
    if database.damaged_pages(place, copying.database_key(store.sidecar.store, key)):
        raise BackupOtherwiseError
    with copying.opened(place, store.sidecar.store, key) as connection:
        said = copying.within(connection).sidecar
        present = Journal(connection, said.journal, said.branch)
        if present.size != known.told.journal_size:
            raise BackupOtherwiseError
        _hold_trees(store, connection, present)
        if said.journal == store.sidecar.journal:
            _hold_entries(store, connection, progress)


def _hold_trees(store: Store, connection: Connection, present: Journal) -> None:
    """Make sure that its journal is base's own, as far as both go.

    One that was made after the copy that base was put back from goes on where base's own ends, or in a journal that
    base never had; what came before is the same in both.
    """
    trees = [*branching.former_branches(connection, present), present]
    pairs = [(each, store.journal_of(each.journal, each.branch)) for each in trees]
    both = [(within, ours) for within, ours in pairs if ours is not None]
    if not both:
        raise BackupOtherwiseError
    for within, ours in both:
        shared = min(within.size, ours.size)
        if within.root_at(shared) != ours.root_at(shared):
            raise BackupOtherwiseError


def _hold_entries(store: Store, connection: Connection, progress: on_drive.Progress) -> None:
    """Hold every entry within against its tree; one of a journal before the present one is held by its head alone."""
    try:
        inspection.hold_entries(store, connection, lambda done, every: progress("Checking what it holds", done, every))
    except StoreError:
        raise BackupOtherwiseError from None


def _verified(known: Backup, verdict: Verdict, finding: str | None) -> acts.BackupRestored:
    return acts.BackupRestored(
        backup=known.backup,
        use=BackupUse.VERIFICATION,
        verdict=verdict,
        journal_size=known.told.journal_size,
        finding=finding,
    )
