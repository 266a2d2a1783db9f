"""Acts about destruction: ordered, executed, certified, declared, and what had to be written off.

Owns their shapes. Families that are gone are counted and hashed with a salt, never listed. Refuses to own what must be
closed before a declaration.
"""

from typing import Annotated, Any, Final

from pydantic import Field

from store.agreement.safeguards import MediaMethod
from store.keeping.acts.act import Act
from store.keeping.acts.terms.destruction import (
    Declaration,
    DestructionEnd,
    DestructionScope,
    Medium,
    NotDone,
    SanitisationMethod,
    WriteOffMatter,
)
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    IDS_COUNT,
    AtMs,
    Clause,
    Count,
    Day,
    DeviceId,
    DeviceIds,
    Digest,
    Digests,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    Ids,
    JournalId,
    SheetNumber,
    Signature,
    Small,
    StaffId,
)

LeftUndone = Annotated[tuple[NotDone, ...], Field(max_length=len(NotDone))]


class DestructionOrdered(Act):
    """It was decided to destroy something, on whose word, by what means and by whom."""

    kind = "destruction_ordered"
    clause = "7.2e, 7.2f, 13.3, 13.5, A2, A11"
    subject = Subject.DATASET

    order: Id
    scope: DestructionScope
    families_count: Count
    salted_list_digest: Digest | None
    datasets: Ids
    devices: DeviceIds
    for_clause: Clause
    instruction: Id | None
    standard: Hidden[HouseLine]
    technique: MediaMethod
    method: SanitisationMethod
    approvals: Ids


class DestructionExecuted(Act):
    """One holder did its part of a destruction; the receipt is signed by the device."""

    kind = "destruction_executed"
    version = 2
    clause = "7.2f, 13.5, A2, A11"
    subject = Subject.DEVICE

    order: Id
    device: DeviceId
    end: DestructionEnd
    technique: MediaMethod
    method: SanitisationMethod
    families_count: Count
    old_epoch: Small | None
    new_epoch: Small | None
    destroyed_key_fingerprints: Digests
    verified_by: Hidden[HouseText]
    left_undone: LeftUndone
    executed_by: StaffId
    executed_at_ms: AtMs
    receipt_digest: Digest | None
    receipt_signature: Signature | None


class CertificateIssued(Act):
    """A certificate of destruction was made and signed."""

    kind = "certificate_issued"
    version = 2
    clause = "13.4, 13.7, A2, A11"
    subject = Subject.DATASET

    certificate: Id
    orders: Ids
    medium: Medium
    sha256: Digest
    families_count: Count
    salted_list_digest: Digest | None
    movements: Ids
    closed_holdings_count: Count
    destroyed_keys_count: Count
    left_undone: LeftUndone
    signed_by: StaffId


def left_undone_in_fewer_words(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what was executed or certified in version 1 as version 2, which has two more words for what stays."""
    return fields


class DeclarationSigned(Act):
    """The agency declared that the original dataset, or every copy, is destroyed."""

    kind = "declaration_signed"
    clause = "13.3, 13.4, 13.5, 13.7"
    subject = Subject.DATASET

    declaration: Declaration
    certificates: Ids
    write_offs: Ids
    sha256: Digest
    signed_by: StaffId
    signed_on: Day
    signature: Signature
    approvals: Ids


class WriteOffRecorded(Act):
    """Something will not come back; the reason prints on every declaration after."""

    kind = "write_off_recorded"
    version = 2
    clause = "7.2e, 13.7, 14.1, A11"
    subject = Subject.DEVICE

    write_off: Id
    matter: WriteOffMatter
    device: DeviceId | None
    journal: JournalId | None
    known_size: Count | None
    backup: Id | None
    sheets: Annotated[tuple[SheetNumber, ...], Field(max_length=IDS_COUNT)]
    incident: Id
    reason: Hidden[HouseText]
    approvals: Ids


def written_off_by_number(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a write-off of version 1, which counted sheets of paper and named none, as version 2: it names none."""
    return {name: each for name, each in fields.items() if name != "sheets_count"} | {"sheets": []}


class EvidenceHandedOver(Act):
    """Proofs that the controller wants to keep left, as a movement, before base destroys its copy."""

    kind = "evidence_handed_over"
    clause = "8.2, 13.7, A12"
    subject = Subject.DATASET

    movement: Id
    recipient: Id
    instruction: Id
    shipment: Shipment
    proofs_count: Count
    sha256: Digest
    keep_until_on: Day | None


ACTS: Final = (
    DestructionOrdered,
    DestructionExecuted,
    CertificateIssued,
    DeclarationSigned,
    WriteOffRecorded,
    EvidenceHandedOver,
)
