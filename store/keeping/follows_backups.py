"""What follows from acts about base's backups: how far of base's clock lies in one that can be put back.

Owns one small function a kind, at base. Refuses to own on which drive each lies (follows_custody).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.devices import HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.store import Verdict
from store.keeping.by_name import tables
from store.keeping.exchange_words import BACKUP, EVERY_LAPTOP, VERIFIED
from store.keeping.follows_exchange import address

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def _backup_made(tables_: "Projection", key: int, act: acts.BackupMade) -> None:
    """Note how far it goes, by base's clock; one that is told again after it was put back goes as far as it did."""
    if tables_.value("fact", "value", "name", f"{BACKUP}{act.backup}") is None:
        reaches(tables_, key, act.backup, tables_.clock(act.journal_size))


def reaches(tables_: "Projection", key: int, backup: str, at: int) -> None:
    """Put how far of base's clock lies in a backup, whichever act says so."""
    tables_.put(tables.Fact, name=f"{BACKUP}{backup}", value=f"{at} {tables_.header(key).at_ms}")


def _backup_restored(tables_: "Projection", key: int, act: acts.BackupRestored) -> None:
    """Every laptop is to hear of a verified backup: what was recalled waits there for it."""
    if act.verdict is not Verdict.HOLDS:
        _no_longer(tables_, act.backup)
        return
    reaches = tables_.value("fact", "value", "name", f"{BACKUP}{act.backup}")
    if reaches is None:
        reaches = f"{tables_.clock(act.journal_size)} {tables_.header(key).at_ms}"
    tables_.put(tables.Fact, name=f"{VERIFIED}{act.backup}", value=reaches)
    _say_how_far(tables_)
    address(tables_, EVERY_LAPTOP, key)


def _backup_destroyed(tables_: "Projection", _: int, act: acts.BackupDestroyed) -> None:
    _no_longer(tables_, act.backup)


def _erased_with_its_drive(tables_: "Projection", _: int, act: acts.HoldingRecorded) -> None:
    if act.shipment is Shipment.BACKUP and act.move is HoldingMove.ERASE:
        _no_longer(tables_, act.dataset)


def _written_off(tables_: "Projection", _: int, act: acts.WriteOffRecorded) -> None:
    """A backup that will not come back holds nothing that anybody could put back; nor does a drive."""
    if act.backup is not None:
        _no_longer(tables_, act.backup)
    if act.device is not None:
        lying = "SELECT DISTINCT dataset FROM datasetmove WHERE device = ? AND shipment = ?"
        for (backup,) in tables_.select(lying, (act.device, Shipment.BACKUP)):
            _no_longer(tables_, backup)


def _no_longer(tables_: "Projection", backup: str) -> None:
    """Say nothing more of what lay in a backup that is damaged or gone: only what lies in another one counts."""
    tables_.remove(tables.Fact, name=f"{VERIFIED}{backup}")
    _say_how_far(tables_)


def _say_how_far(tables_: "Projection") -> None:
    held = [value.split()[0] for name, value in tables_.rows("fact", ("name", "value")) if name.startswith(VERIFIED)]
    tables_.put(tables.Fact, name="backed_up", value=str(max(map(int, held), default=0)))


OF_BACKUPS: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.BackupMade: _backup_made,
    acts.BackupRestored: _backup_restored,
    acts.BackupDestroyed: _backup_destroyed,
    acts.HoldingRecorded: _erased_with_its_drive,
    acts.WriteOffRecorded: _written_off,
}
