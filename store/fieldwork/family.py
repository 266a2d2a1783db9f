"""One family's file: everything its screen shows.

Owns the file, its history, and the door to reading it; the shapes of its parts have rooms of their own (family_people,
family_work, family_words) and are had from here. Refuses to own how it is read (reading), and any rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.fieldwork.family_people import Address as Address
from store.fieldwork.family_people import Correction as Correction
from store.fieldwork.family_people import Email as Email
from store.fieldwork.family_people import Person as Person
from store.fieldwork.family_people import Phone as Phone
from store.fieldwork.family_words import Consent as Consent
from store.fieldwork.family_words import Interview as Interview
from store.fieldwork.family_words import Lock as Lock
from store.fieldwork.family_words import Note as Note
from store.fieldwork.family_words import SafetyNote as SafetyNote
from store.fieldwork.family_words import Wish as Wish
from store.fieldwork.family_work import Appointment as Appointment
from store.fieldwork.family_work import Attempt as Attempt
from store.fieldwork.family_work import LoneVisit as LoneVisit
from store.fieldwork.family_work import Observation as Observation
from store.fieldwork.family_work import RespondentOutcome as RespondentOutcome
from store.fieldwork.family_work import Selection as Selection
from store.fieldwork.family_work import SetOutcome as SetOutcome
from store.fieldwork.family_work import Tracing as Tracing
from store.fieldwork.lines import Standing
from store.ids import FamilyId, JournalId, PersonId, StaffId
from store.keeping.acts.terms.attempts import Wave

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping.acts.act import Act

Connection = Any
"""As `Store.reader` gives it."""


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
        observations, selections, tracings: Newest first.
        wishes: Newest first; those that no longer stand are among them.
        locks: What keeps the family or somebody from being worked; empty if nothing does.
        consents: What stands, by person and in the order of `Purpose`.
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
    wishes: tuple[Wish, ...]
    locks: tuple[Lock, ...]
    consents: tuple[Consent, ...]
    interviews: tuple[Interview, ...]
    history: tuple[Event, ...]

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
