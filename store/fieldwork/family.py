"""One family's file: everything its screen shows.

Owns the shape of it, as plain values, and the door to reading it. Refuses to own how it is read (reading), and any
rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.fieldwork.lines import Standing
from store.ids import FamilyId, JournalId, PersonId, StaffId
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
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState, NotAskedReason
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    FamilyLockCause,
    PersonEnd,
    PersonRole,
    PhoneKind,
    TracingResult,
    WishBy,
    WishDecision,
    WishReach,
)

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping.acts.act import Act

Connection = Any
"""As `Store.reader` gives it."""

# -- who they are ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one detail, with what it was before.

    Attributes:
        correction: Its id; empty for what a move changed.
        undoes: The one it takes back.
        person: Whose detail; None for the family's.
        entry: Which telephone number or mail address, where it is about one.
        old: None where there was nothing.
        new: None where there is nothing any more.
        known_on: Local date, YYYY-MM-DD; empty where a move has none.
        at_ms: When it was written down.
        is_odd: Whether it was kept though it does not look like one of its kind.
        is_undone: Whether a later one took it back.
    """

    correction: str
    undoes: str | None
    person: PersonId | None
    detail: DetailField
    entry: str | None
    old: str | None = field(repr=False)
    new: str | None = field(repr=False)
    source: DetailSource
    known_on: str
    at_ms: int
    staff: StaffId
    is_odd: bool
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Address:
    """Where a family lives.

    Attributes:
        lines: Without the postcode; empty where nobody knows.
        corrections: Of whatever is the family's and not one person's, its language among them; newest first.
        is_moved: Whether the family moved since it was delivered.
    """

    lines: tuple[str, ...] = field(repr=False)
    postcode: str | None = field(repr=False)
    directions: str | None = field(repr=False)
    corrections: tuple[Correction, ...]
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number.

    Attributes:
        entry: What corrections call it by.
        is_confidential: Never shown beside another member's data.
        is_odd: Whether it was kept though it does not look like a number.
        corrections: Newest first.
    """

    entry: str
    number: str = field(repr=False)
    kind: PhoneKind
    is_confidential: bool
    is_odd: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Email:
    """One address for mail; fields as `Phone`."""

    entry: str
    address: str = field(repr=False)
    is_confidential: bool
    is_odd: bool
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a family.

    Attributes:
        born_on: Local date, YYYY-MM-DD.
        age_years: As it was on `age_on`.
        left: How they left the household; None while they belong to it.
        left_on: Local date, where anybody knows it.
        is_added: Whether they became known here, and were not delivered.
        corrections: Of everything but numbers and mail addresses, newest first.
    """

    person: PersonId
    role: PersonRole
    title: str | None = field(repr=False)
    first_names: str | None = field(repr=False)
    surname: str | None = field(repr=False)
    known_as: str | None = field(repr=False)
    born_on: str | None = field(repr=False)
    age_years: int | None = field(repr=False)
    age_on: str | None = field(repr=False)
    language: str | None = field(repr=False)
    left: PersonEnd | None
    left_on: str | None
    is_added: bool
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    corrections: tuple[Correction, ...]


# -- what is to be read first ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the council's that a trained person cleared.

    Attributes:
        expires_on: Local date after which it is not shown; None for no end.
    """

    note: str
    text: str = field(repr=False)
    source: str = field(repr=False)
    expires_on: str | None


@dataclass(frozen=True, slots=True)
class SafetyNote:
    """What is read before a first visit.

    Attributes:
        is_acknowledged: Whether the one who asks has read this very note.
    """

    note: str
    text: str = field(repr=False)
    source: str = field(repr=False)
    expires_on: str | None
    is_acknowledged: bool


@dataclass(frozen=True, slots=True)
class Lock:
    """Why the family, or one person of it, is not to be worked.

    Attributes:
        person: Who; None for the whole family.
        cause: What it rests on.
        is_pause: Whether it only waits for the supervisor.
        since_ms: When it was set.
        by: The wish it follows from; None where it is no wish.
    """

    person: PersonId | None
    cause: FamilyLockCause
    is_pause: bool
    since_ms: int
    by: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wishes about being contacted.

    Attributes:
        is_standing: Whether nothing that counts came after it.
    """

    wish: str
    follows: str | None
    reach: WishReach
    person: PersonId | None
    decision: WishDecision
    by: WishBy
    by_person: PersonId | None
    by_description: str | None = field(repr=False)
    at_ms: int
    reason: str | None = field(repr=False)
    is_standing: bool


# -- what was done ---------------------------------------------------------------------------------------------------


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
        is_from_before: Whether base told of it when the family was handed over; then of those it named members alone
            are.
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


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time that was agreed.

    Attributes:
        mode: None where it came with the family.
        end: What became of it; None while it is to come or nobody said. `MOVED` is no end.
        is_from_before: Whether it was made before the family was handed over.
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
class Split:
    """Some members went on as a household of their own."""

    new_family: FamilyId
    people: tuple[PersonId, ...]
    split_on: str | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """A final outcome that the office gave; `person` is None for the household's."""

    wave: Wave
    person: PersonId | None
    code: str
    group: OutcomeGroup | None


# -- what they said --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consent:
    """The answer that stands of one person to one purpose.

    Attributes:
        target: Which linkage or body, where there can be several.
        not_asked: Why not, where they were not asked.
        wording: Slug and version of what they were told; None where nothing was shown.
        is_from_before: Whether base told of it when the family was handed over.
        is_live: Whether it is a yes that counts: a child's does under a permission alone.
    """

    record: str
    person: PersonId
    purpose: Purpose
    target: str | None
    decision: ConsentDecision
    not_asked: NotAskedReason | None
    wording: str | None
    wording_version: int | None
    at_ms: int
    is_from_before: bool
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """How far the interview of one person got in one wave; one entered in error is not here."""

    interview: str
    person: PersonId
    wave: Wave
    state: InterviewState
    began_at_ms: int
    ended_at_ms: int


@dataclass(frozen=True, slots=True)
class Ceremony:
    """An asking that was opened and did not end: something broke in between."""

    ceremony: str
    person: PersonId
    wave: Wave


# -- what happened ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One entry about the family.

    Attributes:
        n: Its index in its branch.
        is_own: Whether this store wrote it.
        is_unsent: Whether base is not known to hold it.
    """

    n: int
    at_ms: int
    staff: StaffId
    kind: str
    kind_version: int
    is_own: bool
    is_unsent: bool
    body: bytes = field(repr=False)

    def act(self) -> "Act":
        """Return what it says; the sentence for it is made from that.

        Raises:
            UnknownActError, ActBodyError: A later release wrote it.
        """
        from store.keeping.acts import parse  # loads every act: when history is looked at, and not before

        return parse(self.kind, self.kind_version, self.body)


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """Everything that is known of one family here.

    Attributes:
        reference: What the council calls it; empty for a household that split off another.
        letter_sent_on: Local date.
        people: As they became known; whoever left is among them.
        attempts: Oldest first by their own time; those taken back are among them.
        appointments: By their time; those that ended are among them.
        lone_visit: The one that has no end yet.
        observations, selections, tracings, splits: Newest first.
        wishes: Newest first; those that no longer stand are among them.
        locks: What keeps the family or somebody from being worked; empty if nothing does.
        consents: What stands, by person and in the order of `Purpose`.
        ceremonies: Those that never ended.
        history: Newest first.
    """

    family: FamilyId
    reference: str = field(repr=False)
    wave: Wave
    letter_sent_on: str | None
    standing: Standing
    address: Address
    language: str | None = field(repr=False)
    people: tuple[Person, ...]
    notes: tuple[Note, ...]
    safety_note: SafetyNote | None
    attempts: tuple[Attempt, ...]
    outcomes: tuple[SetOutcome, ...]
    appointments: tuple[Appointment, ...]
    lone_visit: LoneVisit | None
    observations: tuple[Observation, ...]
    selections: tuple[Selection, ...]
    tracings: tuple[Tracing, ...]
    splits: tuple[Split, ...]
    wishes: tuple[Wish, ...]
    locks: tuple[Lock, ...]
    consents: tuple[Consent, ...]
    interviews: tuple[Interview, ...]
    ceremonies: tuple[Ceremony, ...]
    history: tuple[Event, ...]

    @property
    def is_unsent(self) -> bool:
        """Whether something done here about it has not reached base."""
        return any(event.is_unsent for event in self.history)

    def person(self, person: PersonId) -> Person | None:
        """Return one member; None where nobody of that id is known."""
        return next((each for each in self.people if each.person == person), None)

    def members(self) -> Iterator[Person]:
        """Yield whoever belongs to the household now."""
        return (each for each in self.people if each.left is None)


def read_family(connection: Connection, family: FamilyId, journal: JournalId | None) -> FamilyFile | None:
    """Return one family's file as it stands; None where nothing is known of it any more.

    Args:
        connection: As `Store.reader` gives it; nothing is written.
        family: Which.
        journal: The laptop's own, which has something to send; None at base, where nothing is unsent.

    Raises:
        UnknownActError, ActBodyError: A later release wrote something about it.
        StoreDamagedError, StoreUnreadableError: As the connection's owner turns what SQLCipher refuses.
    """
    from store.fieldwork.reading import Reading  # loads every act: when a family is opened, and not before

    return Reading(connection, family, journal).file()
