"""Acts about consent: the asking, each answer as evidence, the interview's mark, back-checks.

Owns their shapes: one person, one purpose, one event. Refuses to own the order of the questions and any state, which is
worked out from these acts.
"""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from store.agreement.purposes import Purpose
from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.attempts import Presence, Wave
from store.keeping.acts.terms.consents import (
    BackCheckMatter,
    BackCheckResult,
    CeremonyEnd,
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    Interpreting,
    InterviewState,
    KeyedBy,
    NotAskedReason,
    Relationship,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    IDS_COUNT,
    Age,
    AtMs,
    Count,
    Day,
    Digest,
    FamilyId,
    FamilyLine,
    FamilyText,
    Hidden,
    HouseLine,
    Id,
    Language,
    PersonId,
    ReceiptCode,
    Seconds,
    SheetNumber,
    Slug,
    Small,
    StaffId,
    UtcOffsetMin,
)


class WordingShown(Part):
    """Exactly what the person was told: the wording, and the text as displayed with its substitutions."""

    wording: Slug
    wording_version: Small
    language: Language
    digest: Digest
    shown_digest: Digest
    leaflet: Slug | None
    leaflet_version: Small | None
    shown_s: Seconds
    read_to_end: bool


class Guardian(Part):
    """Who spoke for a young person, or for somebody who cannot speak for themselves."""

    person: PersonId | None
    name: Hidden[FamilyLine]
    relationship: Relationship


class LawTold(Part):
    """Under what law the answer is kept, as of its day."""

    controller: Hidden[HouseLine]
    processor: Hidden[HouseLine]
    legal_basis: Slug
    citation: Hidden[HouseLine]
    retention: Hidden[HouseLine]
    how_to_stop: Hidden[HouseLine]


class ConsentRecorded(Act):
    """One person's answer to one purpose, or what was later done about it."""

    kind = "consent_recorded"
    clause = "4.2, 4.4, 7.2e, 1.2"
    subject = Subject.PERSON

    record: Id
    follows: Id | None
    family: FamilyId
    person: PersonId
    wave: Wave
    ceremony: Id | None
    purpose: Purpose
    target: Slug | None
    decision: ConsentDecision
    not_asked_reason: NotAskedReason | None
    reason: Hidden[FamilyText | None]
    delete_answers: bool | None
    wording: WordingShown | None
    mode: ConsentMode
    keyed_by: KeyedBy
    interviewer: StaffId
    credential: Id | None
    expressed_by: ExpressedBy
    guardian: Guardian | None
    permission: Id | None
    age_years: Hidden[Age | None]
    capacity_concern: bool
    capacity_note: Hidden[FamilyText | None]
    interpreting: Interpreting
    interpreter_name: Hidden[FamilyLine | None]
    witness_name: Hidden[FamilyLine | None]
    others_present: Annotated[tuple[Presence, ...], Field(max_length=len(Presence))]
    privacy_offered: bool
    at_ms: AtMs
    utc_offset_min: UtcOffsetMin
    law: LawTold
    receipt_code: Hidden[ReceiptCode | None]
    sheet: SheetNumber | None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.decision is ConsentDecision.NOT_ASKED) != (self.not_asked_reason is not None):
            raise PydanticCustomError(
                "reason_misplaced", "a reason for not asking goes with not asking, and only there"
            )
        if self.guardian is not None and self.guardian.person == self.person:
            raise PydanticCustomError("own_guardian", "nobody is their own guardian")
        return self


class CeremonyOpened(Act):
    """The screen was turned to one person, with their wordings."""

    kind = "ceremony_opened"
    clause = "4.2, 7.2c"
    subject = Subject.PERSON

    ceremony: Id
    family: FamilyId
    person: PersonId
    wave: Wave
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1, max_length=len(Purpose))]


class CeremonyClosed(Act):
    """The asking of one person ended."""

    kind = "ceremony_closed"
    clause = "4.2"
    subject = Subject.PERSON

    ceremony: Id
    family: FamilyId
    person: PersonId
    end: CeremonyEnd


class InterviewMarked(Act):
    """An interview was marked complete or partial, which opens the questions after it."""

    kind = "interview_marked"
    clause = "4.2, 4.4"
    subject = Subject.PERSON

    interview: Id
    family: FamilyId
    person: PersonId
    wave: Wave
    state: InterviewState
    began_at_ms: AtMs
    ended_at_ms: AtMs


class BackCheck(Part):
    """One interview or consent that somebody else is to check."""

    back_check: Id
    matter: BackCheckMatter
    family: FamilyId
    record: Id


class BackChecksDrawn(Act):
    """A random share of interviews and consents was drawn for checking."""

    kind = "back_checks_drawn"
    clause = "4.2, A8"
    subject = Subject.LIST

    draw: Id
    drawn_from_count: Count
    share_per_mille: Small
    checks: Annotated[tuple[BackCheck, ...], Field(max_length=IDS_COUNT)]
    due_on: Day | None


class BackCheckRecorded(Act):
    """What the checking of one interview or consent found."""

    kind = "back_check_recorded"
    clause = "4.2, A8"
    subject = Subject.FAMILY

    back_check: Id
    family: FamilyId
    person: PersonId | None
    record: Id
    checked_by: StaffId
    result: BackCheckResult
    at_ms: AtMs
    finding: Hidden[FamilyText | None]


ACTS: Final = (
    ConsentRecorded,
    CeremonyOpened,
    CeremonyClosed,
    InterviewMarked,
    BackChecksDrawn,
    BackCheckRecorded,
)
