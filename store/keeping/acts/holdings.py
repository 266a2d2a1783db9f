"""Acts about what a device holds: loaded, copied, backed up, exported, returned, erased; sheets of paper too.

Owns their shapes. Refuses to own the register of who holds what, which is worked out from these acts alone.
"""

from typing import Annotated, Final

from pydantic import Field

from store.agreement.safeguards import PaperLevel
from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import BackupUse, HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.families import WishBy, WishReach
from store.keeping.acts.terms.store import Subject, Verdict
from store.keeping.acts.values import (
    IDS_COUNT,
    AtMs,
    Count,
    DeviceId,
    Digest,
    FamilyIds,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    Ids,
    JournalId,
    SheetNumber,
    Small,
    StaffId,
)

Sheets = Annotated[tuple[SheetNumber, ...], Field(min_length=1, max_length=IDS_COUNT)]


class HoldingRecorded(Act):
    """Data of some families came onto a device, or left it."""

    kind = "holding_recorded"
    clause = "A9, 8.2, 9.1e"
    subject = Subject.LIST

    holding: Id
    move: HoldingMove
    device: DeviceId
    dataset: Id
    shipment: Shipment
    families: FamilyIds
    families_count: Count
    order: Id | None
    movement: Id | None
    at_ms: AtMs


class DeviceHandedIn(Act):
    """A laptop is handed in, with what is on it still and what paper is not with it."""

    kind = "device_handed_in"
    clause = "3.2, 9.1e, A9"
    subject = Subject.DEVICE

    device: DeviceId
    unsent_count: Count
    families_left_count: Count
    sheets_left_count: Count


class BackupMade(Act):
    """The store was copied, under a key of its own, onto another device."""

    kind = "backup_made"
    clause = "7.2f, 9.1c, A9"
    subject = Subject.DEVICE

    backup: Id
    device: DeviceId
    epoch: Small
    key_fingerprint: Digest
    sha256: Digest
    size_bytes: Count
    journal_size: Count
    families_count: Count


class BackupRestored(Act):
    """A backup was opened and checked, or became the store again."""

    kind = "backup_restored"
    clause = "9.1c, A9"
    subject = Subject.DEVICE

    backup: Id
    use: BackupUse
    verdict: Verdict
    journal_size: Count
    finding: Hidden[HouseText | None]


class BackupDestroyed(Act):
    """A backup and its key were destroyed."""

    kind = "backup_destroyed"
    clause = "7.2f, 13.5, A11"
    subject = Subject.DEVICE

    backup: Id
    order: Id | None
    key_fingerprint: Digest
    is_after_destruction: bool


class LaterBackupsTold(Act):
    """Base was put back from a copy; somebody said that each backup made after that copy is named, or none was made."""

    kind = "later_backups_told"
    clause = "7.2f, 13.5, A11"
    subject = Subject.DEVICE

    journal: JournalId
    named: Ids
    reason: Hidden[HouseText]


class PaperIssued(Act):
    """Numbered sheets were printed and handed to somebody."""

    kind = "paper_issued"
    clause = "A9, A11"
    subject = Subject.PAPER

    sheets: Sheets
    families: FamilyIds
    holder: StaffId
    why_necessary: Hidden[HouseText]


class PaperReturned(Act):
    """Sheets came back."""

    kind = "paper_returned"
    clause = "A9, A11"
    subject = Subject.PAPER

    sheets: Sheets
    from_holder: StaffId


class PaperShredded(Act):
    """Sheets were shredded before a witness and given to a recycler."""

    kind = "paper_shredded"
    clause = "A11"
    subject = Subject.PAPER

    sheets: Sheets
    level: PaperLevel
    shredded_by: StaffId
    witness: Hidden[HouseLine]
    recycler: Hidden[HouseLine]
    shredded_at_ms: AtMs


class PaperWishNoted(Act):
    """A wish about contact was noted by the number of the sheet it stands on, while no family could be looked up."""

    kind = "paper_wish_noted"
    clause = "7.2a, 10, A4"
    subject = Subject.PAPER

    noted: Id
    sheet: SheetNumber
    by: WishBy
    reach: WishReach
    noted_at_ms: AtMs


class PaperWishSettled(Act):
    """The family that a noted sheet belongs to was found, and the wish was told of it."""

    kind = "paper_wish_settled"
    clause = "7.2a, 10, A4"
    subject = Subject.PAPER

    noted: Id
    sheet: SheetNumber


ACTS: Final = (
    HoldingRecorded,
    DeviceHandedIn,
    BackupMade,
    BackupRestored,
    BackupDestroyed,
    LaterBackupsTold,
    PaperIssued,
    PaperReturned,
    PaperShredded,
    PaperWishNoted,
    PaperWishSettled,
)
