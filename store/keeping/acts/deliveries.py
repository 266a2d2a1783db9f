"""Acts about what the councils send: announced, taken in, turned away, held, counted.

Owns their shapes and that the counts reconcile. Refuses to own rows of data: those are acts of one family each.
"""

from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from store.agreement.purposes import DatasetKind
from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import (
    Container,
    DeliveryFault,
    HeldReason,
    QuarantineCause,
    RowDecision,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    IDS_COUNT,
    PARTS_COUNT,
    AtMs,
    Clause,
    Count,
    Day,
    Digest,
    FamilyId,
    FamilyIds,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    Ids,
    Slug,
    StaffId,
)


class DeliveryAnnounced(Act):
    """A council said what it will send, and when."""

    kind = "delivery_announced"
    clause = "7.2b"
    subject = Subject.DATASET

    delivery: Id
    council: Hidden[HouseLine]
    dataset_kind: DatasetKind
    wave: Wave
    scheduled_on: Day
    agreed_document_digest: Digest | None


class DeliveryTakenIn(Act):
    """A delivery was opened and taken in; from here on the department is controller of it."""

    kind = "delivery_taken_in"
    clause = "1.2, 2.1, 5, 6, 7.2a, 8.3"
    subject = Subject.DATASET

    delivery: Id
    movement: Id
    council: Hidden[HouseLine]
    dataset_kind: DatasetKind
    wave: Wave
    container: Container
    sha256: Digest
    arrived_at_ms: AtMs
    letters_sent_on: Day | None
    collected_from_on: Day | None
    statement_digest: Digest | None
    legal_basis: Slug
    open_points: Annotated[tuple[Clause, ...], Field(max_length=PARTS_COUNT)]
    mailed_count: Count
    opted_out_count: Count
    held_count: Count
    supplied_count: Count

    @model_validator(mode="after")
    def _counts_reconcile(self) -> Self:
        if self.mailed_count != self.opted_out_count + self.held_count + self.supplied_count:
            raise PydanticCustomError("counts_differ", "mailed is not opted out plus held plus supplied (7.2a)")
        return self


class DeliveryRejected(Act):
    """A delivery was turned away whole, naming the clause; nothing of it was kept."""

    kind = "delivery_rejected"
    version = 2
    clause = "7.2c, 8.3"
    subject = Subject.DATASET

    delivery: Id
    council: Hidden[HouseLine]
    container: Container
    fault: DeliveryFault
    for_clause: Clause
    sha256: Digest
    size_bytes: Count


def rejected_all_the_same(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a delivery turned away by version 1 as version 2, which knows one more fault."""
    return fields


class DeliveryQuarantined(Act):
    """A batch that was not agreed, or came late, waits apart and unopened."""

    kind = "delivery_quarantined"
    clause = "7.2b"
    subject = Subject.DATASET

    delivery: Id
    council: Hidden[HouseLine]
    cause: QuarantineCause
    sha256: Digest


class QuarantineSettled(Act):
    """It was decided what becomes of a batch that waited apart."""

    kind = "quarantine_settled"
    clause = "7.2b"
    subject = Subject.DATASET

    delivery: Id
    decision: RowDecision
    document_digest: Digest | None
    reason: Hidden[HouseText]


class DeliveryUnreadable(Act):
    """A delivery could not be opened; the week for telling the council has begun."""

    kind = "delivery_unreadable"
    clause = "8.4"
    subject = Subject.DATASET

    delivery: Id
    council: Hidden[HouseLine]
    container: Container
    sha256: Digest
    size_bytes: Count
    first_failed_at_ms: AtMs
    clock: Id


class OriginalSealed(Act):
    """The values as delivered were sealed, for the resupply, under a key of their own."""

    kind = "original_sealed"
    clause = "7.2e"
    subject = Subject.DATASET

    delivery: Id
    instruction: Id | None
    sha256: Digest
    plaintext_digest: Digest
    key_fingerprint: Digest
    rows_count: Count


class HeldRow(Part):
    """One row that is held back, and why."""

    family: FamilyId
    reasons: Annotated[tuple[HeldReason, ...], Field(min_length=1, max_length=len(HeldReason))]


class RowsHeld(Act):
    """Rows of a delivery were held back."""

    kind = "rows_held"
    clause = "7.2a"
    subject = Subject.LIST

    delivery: Id
    rows: Annotated[tuple[HeldRow, ...], Field(max_length=IDS_COUNT)]


class RowsSettled(Act):
    """Rows that were held back were let through or left out."""

    kind = "rows_settled"
    clause = "7.2a"
    subject = Subject.LIST

    delivery: Id
    families: FamilyIds
    decision: RowDecision
    reason: Hidden[HouseText | None]


class AbsencesSettled(Act):
    """It was decided what becomes of families that a later delivery no longer names."""

    kind = "absences_settled"
    clause = "7.2d, 7.2e"
    subject = Subject.LIST

    delivery: Id
    families: FamilyIds
    decision: RowDecision
    document_digest: Digest | None


class CouncilsJoined(Act):
    """Somebody said that the families of one council come under another's name: whoever is one's is the other's."""

    kind = "councils_joined"
    clause = "7.2a"
    subject = Subject.DATASET

    delivery: Id
    council: Hidden[HouseLine]
    other_council: Hidden[HouseLine]
    reason: Hidden[HouseText]


class CouncilsParted(Act):
    """Somebody took back that the families of two councils are the same: each is its own council's alone again."""

    kind = "councils_parted"
    clause = "7.2a"
    subject = Subject.DATASET

    council: Hidden[HouseLine]
    other_council: Hidden[HouseLine]
    reason: Hidden[HouseText]


class ReleaseCheckReported(Act):
    """The council was told which of the rows it sent should not have been released."""

    kind = "release_check_reported"
    clause = "7.2a, A10"
    subject = Subject.LIST

    delivery: Id
    families: FamilyIds
    notice: Id
    incident: Id | None


class EligibilityOpened(Act):
    """Two people other than those of the contact list opened the eligibility file."""

    kind = "eligibility_opened"
    clause = "7.2c"
    subject = Subject.DATASET

    delivery: Id | None
    opened_by: StaffId
    approvals: Ids
    reason: Hidden[HouseText]


ACTS: Final = (
    DeliveryAnnounced,
    DeliveryTakenIn,
    DeliveryRejected,
    DeliveryQuarantined,
    QuarantineSettled,
    DeliveryUnreadable,
    OriginalSealed,
    RowsHeld,
    RowsSettled,
    AbsencesSettled,
    CouncilsJoined,
    CouncilsParted,
    ReleaseCheckReported,
    EligibilityOpened,
)
