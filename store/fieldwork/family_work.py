"""What was done at a family's door, in its file: attempts, appointments, visits, observations, selections, tracing.

Owns the shapes, plain values. Refuses to own the file they stand in (family) and how they are read (reading).
"""

from dataclasses import dataclass, field

from store.agreement.outcomes import OutcomeGroup
from store.ids import PersonId, StaffId
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    Condition,
    DwellingType,
    EntryBarrier,
    Extent,
    NoInterviewReason,
    Presence,
    SelectionMethod,
    VisitEnd,
    Wave,
)
from store.keeping.acts.terms.families import DetailSource, TracingResult


@dataclass(frozen=True, slots=True)
class RespondentOutcome:
    """What came of one respondent at one attempt."""

    person: PersonId
    code: str
    group: OutcomeGroup | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, as it is told last.

    Attributes:
        number: In the series of its wave, from 1, as it was counted when it was kept.
        at_ms: The interviewer's own time.
        utc_offset_min: How far London was ahead of UTC.
        is_late: Whether it was written down later than it happened.
        is_corrected: Whether it was told anew.
        is_taken_back: Whether it was never made; it counts for nothing.
        is_from_before: Whether base told of it, when the family was handed over or since; then of those it named
            members alone are.
        is_told_on: Whether it did so since: another laptop that has the family as well made the attempt.
    """

    attempt: str
    wave: Wave
    number: int
    at_ms: int
    utc_offset_min: int
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    met: tuple[PersonId, ...]
    met_description: str | None = field(repr=False)
    others_present: tuple[Presence, ...]
    respondents: tuple[RespondentOutcome, ...]
    household_code: str
    household_group: OutcomeGroup | None
    next_appointment: str | None
    sheet: str | None
    note: str | None = field(repr=False)
    interviewer: StaffId
    is_late: bool
    is_corrected: bool
    is_taken_back: bool
    is_from_before: bool
    is_told_on: bool


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time that was agreed.

    Attributes:
        mode: None where it came with the family.
        end: What became of it; None while it is to come or nobody said. `MOVED` is no end.
        is_from_before: Whether base told of it, when the family was handed over or since.
        is_told_on: Whether it did so since: it was made on another laptop that has the family as well.
    """

    appointment: str
    person: PersonId | None
    interviewer: StaffId
    at_ms: int
    utc_offset_min: int
    duration_min: int
    mode: AttemptMode | None
    is_firm: bool
    note: str | None = field(repr=False)
    end: AppointmentChange | None
    is_from_before: bool
    is_told_on: bool


@dataclass(frozen=True, slots=True)
class LoneVisit:
    """Somebody is at a door alone, or was.

    Attributes:
        end: None while they are there.
    """

    visit: str
    interviewer: StaffId
    expected_back_at_ms: int
    end: VisitEnd | None
    back_at_ms: int | None


@dataclass(frozen=True, slots=True)
class Observation:
    """What the place looks like, as somebody noted it."""

    attempt: str | None
    at_ms: int
    dwelling: DwellingType | None
    barrier: EntryBarrier | None
    condition: Condition | None
    litter: Extent | None
    damage: Extent | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Who was picked where several qualify."""

    wave: Wave
    at_ms: int
    method: SelectionMethod
    candidates: tuple[PersonId, ...]
    selected: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Tracing:
    """Somebody was asked where a family or person can be found."""

    tracing: str
    person: PersonId | None
    at_ms: int
    source: DetailSource
    result: TracingResult
    contact_name: str | None = field(repr=False)
    contact_phone: str | None = field(repr=False)
    contact_relation: str | None = field(repr=False)
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """A final outcome that the office gave; `person` is None for the household's."""

    wave: Wave
    person: PersonId | None
    code: str
    group: OutcomeGroup | None
