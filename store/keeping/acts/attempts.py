"""Acts about attempts and what came of them: results, observations, who was selected, outcomes, wishes.

Owns their shapes. Refuses to own the rule that makes an outcome of attempts, which is fieldwork's.
"""

from typing import Annotated, Final

from pydantic import Field

from store.agreement.outcomes import OutcomeGroup
from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.attempts import (
    AttemptMode,
    AttemptResult,
    Condition,
    DwellingType,
    EntryBarrier,
    Extent,
    NoInterviewReason,
    Presence,
    SelectionMethod,
    Wave,
)
from store.keeping.acts.terms.families import WishBy, WishChannel, WishDecision, WishReach
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    PARTS_COUNT,
    AtMs,
    FamilyId,
    FamilyLine,
    FamilyText,
    Hidden,
    Id,
    OutcomeCode,
    PersonId,
    PersonIds,
    SheetNumber,
    Small,
    StaffId,
    UtcOffsetMin,
)


class RespondentOutcome(Part):
    """What came of one respondent."""

    person: PersonId
    code: OutcomeCode
    group: OutcomeGroup | None


class AttemptTold(Part):
    """An attempt as the interviewer tells it: their own time, what came of it, whom they met."""

    at_ms: AtMs
    utc_offset_min: UtcOffsetMin
    is_late: bool
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    met: PersonIds
    met_description: Hidden[FamilyLine | None]
    others_present: Annotated[tuple[Presence, ...], Field(max_length=len(Presence))]
    respondents: Annotated[tuple[RespondentOutcome, ...], Field(max_length=PARTS_COUNT)]
    household_code: OutcomeCode
    household_group: OutcomeGroup | None
    next_appointment: Id | None
    sheet: SheetNumber | None
    note: Hidden[FamilyText | None]


class AttemptRecorded(Act):
    """Somebody tried to reach a family."""

    kind = "attempt_recorded"
    clause = "7.1, 9.1b"
    subject = Subject.FAMILY

    attempt: Id
    family: FamilyId
    wave: Wave
    number: Small
    interviewer: StaffId
    told: AttemptTold


class AttemptCorrected(Act):
    """An attempt was told anew, or taken back as never made; the first telling stays."""

    kind = "attempt_corrected"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    attempt: Id
    family: FamilyId
    told: AttemptTold | None
    reason: Hidden[FamilyText | None]


class OutcomeSet(Act):
    """The office gave a family or a respondent a final outcome."""

    kind = "outcome_set"
    clause = "7.1, A8"
    subject = Subject.FAMILY

    family: FamilyId
    wave: Wave
    person: PersonId | None
    code: OutcomeCode | None
    group: OutcomeGroup | None
    reason: Hidden[FamilyText]


class RespondentSelected(Act):
    """One of several who qualify was picked to be interviewed."""

    kind = "respondent_selected"
    clause = "4.2, 7.1"
    subject = Subject.FAMILY

    family: FamilyId
    wave: Wave
    method: SelectionMethod
    candidates: PersonIds
    selected: PersonIds


class ObservationRecorded(Act):
    """The interviewer noted what the place looks like."""

    kind = "observation_recorded"
    clause = "7.1, 9.3"
    subject = Subject.FAMILY

    family: FamilyId
    attempt: Id | None
    dwelling: DwellingType | None
    barrier: EntryBarrier | None
    condition: Condition | None
    litter: Extent | None
    damage: Extent | None


class ContactWishRecorded(Act):
    """Somebody said what they wish about being contacted, or the office changed it with a reason."""

    kind = "contact_wish_recorded"
    clause = "7.2a, 10, A4"
    subject = Subject.FAMILY

    wish: Id
    follows: Id | None
    family: FamilyId
    reach: WishReach
    person: PersonId | None
    decision: WishDecision
    by: WishBy
    by_person: PersonId | None
    by_description: Hidden[FamilyLine | None]
    channel: WishChannel
    at_ms: AtMs
    delivery: Id | None
    attempt: Id | None
    sheet: SheetNumber | None
    reason: Hidden[FamilyText | None]


ACTS: Final = (
    AttemptRecorded,
    AttemptCorrected,
    OutcomeSet,
    RespondentSelected,
    ObservationRecorded,
    ContactWishRecorded,
)
