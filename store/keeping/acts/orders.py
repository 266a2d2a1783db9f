"""Acts about what base asks of a laptop, and about values that two stores set at once.

Owns their shapes. Refuses to own the merging rules and what carries an order out.
"""

from typing import Annotated, Final

from pydantic import Field

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.exchange import ConflictChoice, OrderEnd, OrderKind
from store.keeping.acts.terms.families import DetailField, FamilyLockCause
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    IDS_COUNT,
    AtMs,
    Count,
    DeviceId,
    Digest,
    FamilyId,
    FamilyIds,
    FamilyText,
    Hidden,
    HouseText,
    Id,
    JournalId,
    PersonId,
    Release,
    Small,
)


class EntryPlace(Part):
    """Where an entry stands."""

    journal: JournalId
    branch: Small
    index: Count


class OrderIssued(Act):
    """Base asked something of a laptop; the entries named carry what it needs to do it."""

    kind = "order_issued"
    clause = "A9, 9.1e, 14.3"
    subject = Subject.LIST

    order: Id
    order_kind: OrderKind
    device: DeviceId
    families: FamilyIds
    entries: Annotated[tuple[Count, ...], Field(max_length=IDS_COUNT)]
    follows_from: Id | None
    due_at_ms: AtMs | None
    needs_release: Release | None


class OrderWithheld(Act):
    """An order waits at base: its laptop's release does not know it, or the agreement does not run."""

    kind = "order_withheld"
    clause = "9.1c"
    subject = Subject.DEVICE

    order: Id
    device: DeviceId
    device_release: Release | None
    needs_release: Release


class EntriesWithheld(Act):
    """Entries that are for a laptop wait at base: its release cannot read what they tell."""

    kind = "entries_withheld"
    clause = "9.1c"
    subject = Subject.DEVICE

    device: DeviceId
    device_release: Release | None
    needs_release: Release
    journal: JournalId
    entries: Annotated[tuple[Count, ...], Field(min_length=1, max_length=IDS_COUNT)]


class EntriesReleased(Act):
    """What waited for a laptop's release waits no longer: it was told again, or says nothing any more."""

    kind = "entries_released"
    clause = "9.1c"
    subject = Subject.DEVICE

    device: DeviceId
    journal: JournalId
    entries: Annotated[tuple[Count, ...], Field(min_length=1, max_length=IDS_COUNT)]


class OrderExecuted(Act):
    """A laptop did, or could not do, what an order asked."""

    kind = "order_executed"
    clause = "A9, 8.2"
    subject = Subject.LIST

    order: Id
    end: OrderEnd
    families: FamilyIds
    reason: Hidden[HouseText | None]


class OrderCancelled(Act):
    """Base took an order back; what was carried out before the laptop heard of that stays done."""

    kind = "order_cancelled"
    clause = "A9"
    subject = Subject.DEVICE

    order: Id
    device: DeviceId
    reason: Hidden[HouseText]


class LockCodeIssued(Act):
    """Base read out a short code (the stop code) that locks one family on a laptop out of reach."""

    kind = "lock_code_issued"
    clause = "7.2a, 10"
    subject = Subject.FAMILY

    lock_code: Id
    family: FamilyId
    device: DeviceId
    cause: FamilyLockCause
    code_digest: Digest
    follows_from: Id | None


class LockCodeEntered(Act):
    """A code read out by base was typed in, and its check digits held."""

    kind = "lock_code_entered"
    clause = "7.2a, 10"
    subject = Subject.FAMILY

    family: FamilyId
    cause: FamilyLockCause
    code_digest: Digest


class ConflictFound(Act):
    """Two stores set the same detail of a person without knowing of each other; both values are kept."""

    kind = "conflict_found"
    clause = "A8, 7.2d"
    subject = Subject.FAMILY

    conflict: Id
    family: FamilyId
    person: PersonId | None
    field: DetailField
    entry: Id | None
    first_at: EntryPlace
    first: Hidden[FamilyText | None]
    second_at: EntryPlace
    second: Hidden[FamilyText | None]


class ConflictSettled(Act):
    """A supervisor said which of two concurrent values stands."""

    kind = "conflict_settled"
    clause = "A8, 7.2d"
    subject = Subject.FAMILY

    conflict: Id
    family: FamilyId
    person: PersonId | None
    choice: ConflictChoice
    value: Hidden[FamilyText | None]
    reason: Hidden[FamilyText | None]


ACTS: Final = (
    OrderIssued,
    OrderWithheld,
    EntriesWithheld,
    EntriesReleased,
    OrderExecuted,
    OrderCancelled,
    LockCodeIssued,
    LockCodeEntered,
    ConflictFound,
    ConflictSettled,
)
