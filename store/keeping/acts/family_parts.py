"""What is known of one family: its address, people, numbers, notes and past, as values inside acts.

Owns their shapes; every one of them is a family's personal data. Refuses to own eligibility, which never stands here.
"""

from typing import Annotated

from pydantic import Field

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.keeping.acts.act import Part
from store.keeping.acts.attempts import RespondentOutcome
from store.keeping.acts.terms.attempts import (
    AttemptMode,
    AttemptResult,
    Condition,
    DwellingType,
    EntryBarrier,
    Extent,
    NoInterviewReason,
    SelectionMethod,
    Wave,
)
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState
from store.keeping.acts.terms.families import PersonRole, PhoneKind
from store.keeping.acts.values import (
    PARTS_COUNT,
    Age,
    AtMs,
    BirthDay,
    Day,
    FamilyLine,
    FamilyText,
    Hidden,
    Id,
    Language,
    Minutes,
    OutcomeCode,
    PersonId,
    PersonIds,
    Slug,
    Small,
    StaffId,
)


class Address(Part):
    """Where a family lives, in the lines it was given in."""

    lines: Hidden[Annotated[tuple[FamilyLine, ...], Field(max_length=10)]]
    postcode: Hidden[FamilyLine | None]
    directions: Hidden[FamilyText | None]


class Phone(Part):
    """One number; a confidential one never appears beside another member's data."""

    entry: Id
    number: Hidden[FamilyLine]
    kind: PhoneKind
    is_confidential: bool


class Email(Part):
    """One address for mail."""

    entry: Id
    address: Hidden[FamilyLine]
    is_confidential: bool


class Person(Part):
    """One member of a family."""

    person: PersonId
    role: PersonRole
    title: Hidden[FamilyLine | None]
    first_names: Hidden[FamilyLine | None]
    surname: Hidden[FamilyLine | None]
    known_as: Hidden[FamilyLine | None]
    born_on: Hidden[BirthDay | None]
    age_years: Hidden[Age | None]
    age_on: Hidden[Day | None]
    language: Hidden[Language | None]
    phones: Annotated[tuple[Phone, ...], Field(max_length=PARTS_COUNT)]
    emails: Annotated[tuple[Email, ...], Field(max_length=PARTS_COUNT)]


class Note(Part):
    """A free-text note, with who said it and until when it may be shown."""

    note: Id
    text: Hidden[FamilyText]
    source: Hidden[FamilyLine]
    expires_on: Day | None


class FamilyDetails(Part):
    """A family as it is known at one moment."""

    address: Address
    people: Annotated[tuple[Person, ...], Field(max_length=PARTS_COUNT)]
    language: Hidden[Language | None]


class PastAttempt(Part):
    """An earlier attempt, for whoever takes the family over; of those it names, members alone."""

    attempt: Id
    at_ms: AtMs
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    household_code: OutcomeCode
    household_group: OutcomeGroup | None
    interviewer: StaffId
    met: PersonIds
    respondents: Annotated[tuple[RespondentOutcome, ...], Field(max_length=PARTS_COUNT)]
    note: Hidden[FamilyText | None]


class PlannedAppointment(Part):
    """An appointment that still stands."""

    appointment: Id
    person: PersonId | None
    at_ms: AtMs
    duration_min: Minutes
    note: Hidden[FamilyText | None]


class StandingConsent(Part):
    """What one person last said to one purpose, and whether it was in doubt then that they understood it."""

    record: Id
    person: PersonId
    purpose: Purpose
    target: Slug | None
    decision: ConsentDecision
    wording: Slug
    wording_version: Small
    at_ms: AtMs
    capacity_concern: bool


class PastInterview(Part):
    """How far the interview of one member got."""

    interview: Id
    person: PersonId
    wave: Wave
    state: InterviewState
    began_at_ms: AtMs
    ended_at_ms: AtMs


class PastSelection(Part):
    """Who was picked where several qualify."""

    wave: Wave
    at_ms: AtMs
    method: SelectionMethod
    candidates: PersonIds
    selected: PersonIds


class PastObservation(Part):
    """What the place looks like, as somebody noted it."""

    attempt: Id | None
    at_ms: AtMs
    dwelling: DwellingType | None
    barrier: EntryBarrier | None
    condition: Condition | None
    litter: Extent | None
    damage: Extent | None
