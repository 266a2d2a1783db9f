"""Acts about a family as a whole: delivered, allocated, taken back, shown, locked, its notes.

Owns their shapes. Refuses to own corrections (details) and anything about its eligibility but the programme status.
"""

from typing import Annotated, Any, Final

from pydantic import Field

from store.keeping.acts.act import Act
from store.keeping.acts.family_parts import (
    FamilyDetails,
    Note,
    PastAttempt,
    PastInterview,
    PastObservation,
    PastSelection,
    PlannedAppointment,
    StandingConsent,
)
from store.keeping.acts.terms.attempts import AppointmentChange, AttemptMode, Wave
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    NoteDecision,
    ProgrammeStatus,
    RecallCause,
    ViewPart,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    PARTS_COUNT,
    AtMs,
    Count,
    Day,
    DeviceId,
    Digest,
    FamilyId,
    FamilyIds,
    FamilyLine,
    FamilyText,
    Hidden,
    Id,
    Minutes,
    PersonId,
    Seconds,
    StaffId,
)

Notes = Annotated[tuple[Note, ...], Field(max_length=PARTS_COUNT)]


class FamilyDelivered(Act):
    """A council supplied one family."""

    kind = "family_delivered"
    version = 2
    leaves_out_unsaid = True  # councils say little of most families, and send a hundred thousand
    clause = "7.2a, 7.2c, 8.2"
    subject = Subject.FAMILY

    family: FamilyId
    delivery: Id
    row: Count
    row_digest: Digest
    council_reference: Hidden[FamilyLine]
    wave: Wave
    letter_sent_on: Day | None
    details: FamilyDetails
    held_notes: Notes


def delivered_all_the_same(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a family delivered by version 1 as version 2, whose body leaves out what nobody said."""
    return fields


class NoteCleared(Act):
    """A trained person read a held note and cleared it, edited it or struck it out."""

    kind = "note_cleared"
    clause = "7.2c, 9.1e"
    subject = Subject.FAMILY

    family: FamilyId
    note: Id
    decision: NoteDecision
    text: Hidden[FamilyText | None]
    source: Hidden[FamilyLine | None]
    expires_on: Day | None


class ProgrammeStatusRecorded(Act):
    """A council said where a family stands with the programme; no screen shows it, and it never goes to a laptop."""

    kind = "programme_status_recorded"
    clause = "7.2c, 7.2d"
    subject = Subject.FAMILY

    family: FamilyId
    delivery: Id
    status: ProgrammeStatus
    as_of_on: Day | None


class FamilyAllocated(Act):
    """Base gave one family, with what is known of it, to one laptop."""

    kind = "family_allocated"
    version = 3
    clause = "9.1e, A3, A9"
    subject = Subject.FAMILY

    family: FamilyId
    device: DeviceId
    interviewer: StaffId
    order: Id
    wave: Wave
    council_reference: Hidden[FamilyLine]
    letter_sent_on: Day | None
    details: FamilyDetails
    safety_note: Note | None
    notes: Notes
    attempts: Annotated[tuple[PastAttempt, ...], Field(max_length=PARTS_COUNT)]
    appointments: Annotated[tuple[PlannedAppointment, ...], Field(max_length=PARTS_COUNT)]
    consents: Annotated[tuple[StandingConsent, ...], Field(max_length=PARTS_COUNT)]
    interviews: Annotated[tuple[PastInterview, ...], Field(max_length=PARTS_COUNT)]
    selections: Annotated[tuple[PastSelection, ...], Field(max_length=PARTS_COUNT)]
    observations: Annotated[tuple[PastObservation, ...], Field(max_length=PARTS_COUNT)]
    handed_over_from: DeviceId | None
    lease_until_ms: AtMs | None


def allocated_with_what_was_done(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an allocation of version 1 as one of version 2: its attempts named nobody, and nothing else was told."""
    attempts = [{**each, "met": [], "respondents": []} for each in fields["attempts"]]
    return {**fields, "attempts": attempts, "interviews": [], "selections": [], "observations": []}


def allocated_with_what_was_doubted(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an allocation of version 2 as one of version 3: of no answer a doubt was told."""
    return {**fields, "consents": [{**each, "capacity_concern": False} for each in fields["consents"]]}


class FamilyLoaded(Act):
    """A laptop put an allocated family into its store."""

    kind = "family_loaded"
    clause = "8.2, A9"
    subject = Subject.FAMILY

    family: FamilyId
    device: DeviceId
    order: Id
    delivery: Id | None
    allocation_leaf: Digest


class FamilyRecalled(Act):
    """Base takes one family back from one laptop."""

    kind = "family_recalled"
    clause = "9.1e, 14.3, A9"
    subject = Subject.FAMILY

    family: FamilyId
    device: DeviceId
    order: Id
    cause: RecallCause
    reason: Hidden[FamilyText | None]


class AttemptToldOn(Act):
    """Base tells whoever has the family how an attempt stands that another laptop made or told anew since."""

    kind = "attempt_told_on"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    family: FamilyId
    attempt: Id
    now: PastAttempt | None


class AppointmentToldOn(Act):
    """Base tells whoever has the family how an appointment stands that another laptop made, moved or ended since."""

    kind = "appointment_told_on"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    family: FamilyId
    appointment: Id
    person: PersonId | None
    interviewer: StaffId
    at_ms: AtMs
    duration_min: Minutes
    mode: AttemptMode | None
    is_firm: bool
    note: Hidden[FamilyText | None]
    end: AppointmentChange | None


class ObservationsToldOn(Act):
    """Base tells whoever has the family what was observed of its place and stands, once another laptop changed that."""

    kind = "observations_told_on"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    family: FamilyId
    observations: Annotated[tuple[PastObservation, ...], Field(max_length=PARTS_COUNT)]


class LeaseRenewed(Act):
    """Families may stay on a laptop until a later instant."""

    kind = "lease_renewed"
    clause = "9.1e, A9"
    subject = Subject.LIST

    device: DeviceId
    order: Id
    families: FamilyIds
    until_ms: AtMs


class FamilyShown(Act):
    """Somebody was shown more of a family than its line in the list, in one sitting."""

    kind = "family_shown"
    clause = "9.1e, A3, A9"
    subject = Subject.FAMILY

    family: FamilyId
    parts: Annotated[tuple[ViewPart, ...], Field(min_length=1, max_length=len(ViewPart))]
    first_at_ms: AtMs
    shown_s: Seconds


class FamilyLockSet(Act):
    """A family was locked, or opened again at base with a reason."""

    kind = "family_lock_set"
    clause = "7.2a, 10, A4"
    subject = Subject.FAMILY

    family: FamilyId
    lock: FamilyLock
    cause: FamilyLockCause
    follows_from: Id | None
    reason: Hidden[FamilyText | None]


class SafetyNoteSet(Act):
    """A note that is read before a first visit was written or ended."""

    kind = "safety_note_set"
    clause = "9.3, A3"
    subject = Subject.FAMILY

    family: FamilyId
    note: Id
    text: Hidden[FamilyText | None]
    source: Hidden[FamilyLine | None]
    expires_on: Day | None


class SafetyNoteAcknowledged(Act):
    """An interviewer read the safety note."""

    kind = "safety_note_acknowledged"
    clause = "9.3, A3"
    subject = Subject.FAMILY

    family: FamilyId
    note: Id
    shown_s: Seconds


ACTS: Final = (
    FamilyDelivered,
    NoteCleared,
    ProgrammeStatusRecorded,
    FamilyAllocated,
    FamilyLoaded,
    FamilyRecalled,
    AttemptToldOn,
    AppointmentToldOn,
    ObservationsToldOn,
    LeaseRenewed,
    FamilyShown,
    FamilyLockSet,
    SafetyNoteSet,
    SafetyNoteAcknowledged,
)
