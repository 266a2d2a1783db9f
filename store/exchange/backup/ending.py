"""Destroying a backup: its key first, then all of it, then the act.

Owns that order. Refuses to own overwriting (on_drive), and what a declaration waits for (custody, destruction).

The act comes last, for a declaration may rest on it. That a file is overwritten is noted before it goes: broken off
after that, a file that is not there is gone; before it, its drive is out, and nothing is told.

Source: agreement 7.2f, 13.5, A11; NIST SP 800-88 Rev. 2.
"""

from pathlib import Path
from typing import Final

from store.errors import BackupDestroyedError, BackupMissingError, BackupNotThatOneError
from store.exchange.backup import file, on_drive
from store.exchange.backup.known import Backup, backup_named
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.destruction import DestructionEnd
from store.keeping.kinds import acts_of
from store.keeping.store import Store

_OVERWRITTEN: Final = "backup/overwritten/"


def destroy(store: Store, beginning: str, path: Path) -> Backup:
    """Destroy a backup; return it as it was known.

    Args:
        store: Base's.
        beginning: Of its id.
        path: Its file, on its drive.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        BackupUnknownError, BackupDestroyedError: Base knows no such backup, or not any more.
        BackupMissingError, BackupFormError, BackupNotThatOneError: There is something else, or nothing.
        BackupDriveGoneError, FolderReadOnlyError: The drive refuses; done again, it goes on.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    known = backup_named(store, beginning)
    if known.destroyed_at is not None:
        raise BackupDestroyedError
    overwritten = store.notebook.note_if_any(_OVERWRITTEN + known.backup)
    try:
        _hold_it_is(path, known)
    except BackupMissingError:
        if overwritten != str(path):
            raise
    else:
        on_drive.overwrite(path, known.backup)
        store.notebook.write_note(_OVERWRITTEN + known.backup, str(path))
        on_drive.remove(path)
    order = _destroyed_since(store, known)
    store.record(
        acts.BackupDestroyed(
            backup=known.backup,
            order=order,
            key_fingerprint=known.told.key_fingerprint,
            is_after_destruction=order is not None,
        )
    )
    return known


def _hold_it_is(path: Path, known: Backup) -> None:
    """Make sure that a file is that backup, or what is left of it; a damaged one is known by its name alone."""
    if on_drive.is_blotted(path, known.backup):
        return
    if file.is_left_of(path, known.backup):
        return
    found = file.read_head(path).backup
    if found != known.backup:
        raise BackupNotThatOneError(found, known.backup)


def _destroyed_since(store: Store, known: Backup) -> str | None:
    """Return the last destruction here since a backup was made, whose data it still held; None where there was none."""
    order, is_after = None, False
    for held in acts_of(store, acts.BackupMade, acts.DestructionExecuted):
        match held.act:
            case acts.BackupMade() as act if act.backup == known.backup:
                is_after = True
            case acts.DestructionExecuted() as act if is_after and act.end is DestructionEnd.DONE:
                order = act.order if act.device == DeviceId(store.sidecar.store) else order
            case _:
                continue
    return order
