"""Which backups there are, as base's journal tells.

Owns reading them. Refuses to own making, verifying and destroying them.

Source: agreement 7.2f, A9.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from store.clock import Instant, from_ms
from store.custody.holdings import datasets_on, left_on
from store.errors import BackupUnknownError
from store.exchange.backup.file import Head, sha256_of
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.devices import BackupUse
from store.keeping.acts.terms.store import Verdict
from store.keeping.exchange_words import VERIFIED
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Attributes:
        name: Of the device it is on.
        verified_at: When it was last opened and found whole; None where it never was.
        is_damaged: Whether it was found damaged the last time.
        destroyed_at: When it was destroyed; None where it was not.
        is_open: Whether anything of it is still held to lie on its device: neither destroyed nor wiped with it.
    """

    told: acts.BackupMade
    name: str = field(repr=False)
    made_at: Instant
    verified_at: Instant | None = None
    is_damaged: bool = False
    destroyed_at: Instant | None = None
    is_open: bool = True

    @property
    def backup(self) -> str:
        """Its id."""
        return self.told.backup


def told_of(
    path: Path, head: Head, device: DeviceId, fingerprint: str, journal_size: int, families_count: int
) -> acts.BackupMade:
    """Return what tells of a backup that lies there already, and that the base it was made of does not know of.

    Args:
        path: Its file.
        head: Read from it.
        device: Where it lies.
        fingerprint: Of its key.
        journal_size: How far base's journal goes in it.
        families_count: How many families base held in it.

    Raises:
        StoreError: As `sha256_of`.
    """
    sha256, size_bytes = sha256_of(b"", [path])
    return acts.BackupMade(
        backup=head.backup,
        device=device,
        epoch=head.epoch,
        key_fingerprint=fingerprint,
        sha256=sha256,
        size_bytes=size_bytes,
        journal_size=journal_size,
        families_count=families_count,
    )


def backups(store: Store) -> list[Backup]:
    """Return every backup that base's journal tells of, oldest first."""
    names = dict(store.rows("SELECT device, name FROM device"))
    found: dict[str, Backup] = {}
    for held in acts_of(store, acts.BackupMade, acts.BackupRestored, acts.BackupDestroyed):
        at = _at(store, held)
        match held.act:
            case acts.BackupMade() as act if act.backup not in found:
                found[act.backup] = Backup(act, names.get(act.device, act.device), at)
            case acts.BackupRestored() as act if act.backup in found and act.use is BackupUse.VERIFICATION:
                holds = act.verdict is Verdict.HOLDS
                known = found[act.backup]
                found[act.backup] = replace(known, verified_at=at if holds else known.verified_at, is_damaged=not holds)
            case acts.BackupDestroyed() as act if act.backup in found:
                found[act.backup] = replace(found[act.backup], destroyed_at=at)
            case _:
                continue
    left = {each.told.device: _left(store, each.told.device) for each in found.values()}
    return [
        replace(each, is_open=each.destroyed_at is None and (each.backup in left[each.told.device] or is_empty))
        for each in found.values()
        for is_empty in [not each.told.families_count]
    ]


def backup_named(store: Store, beginning: str) -> Backup:
    """Return the backup whose id begins so.

    Raises:
        BackupUnknownError: None does, or more than one.
    """
    found = [each for each in backups(store) if beginning and each.backup.startswith(beginning.lower())]
    if len(found) != 1:
        raise BackupUnknownError
    return found[0]


def last_made_at(store: Store) -> Instant | None:
    """Return when the newest backup was made that was found whole and is still there; None where there is none.

    Read from a few rows, for a board that shows it.
    """
    rows = store.rows("SELECT value FROM fact WHERE name GLOB ?", (f"{VERIFIED}*",))
    made = [int(value.split()[1]) for (value,) in rows]
    return from_ms(max(made)) if made else None


def _at(store: Store, held: Held) -> Instant:
    journal = store.journal_of(held.journal, held.branch)
    return from_ms(0 if journal is None else unpack(journal.entry(held.n).header).at_ms)


def _left(store: Store, device: DeviceId) -> set[str]:
    """Return what is held to lie on a device, by dataset."""
    return {each.dataset for each in left_on(datasets_on(store, device))}
