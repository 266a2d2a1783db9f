"""What follows from acts about families and the work at their doors: which kind changes what, whoever wrote it.

Owns the list of kinds, and how a family comes to a laptop. Refuses to own each change (follows_details, follows_work,
follows_wishes, follows_consents). A kind that is not here changes no table: it is read from the family's own entries.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.ids import FamilyId
from store.keeping import acts, follows_consents, follows_details, follows_wishes, follows_work
from store.keeping.acts import Act
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.causality import Place, precedes

if TYPE_CHECKING:
    from store.keeping.projection import Projection

WHO: Final = 1
DOING: Final = 2
"""The parts of a family's line: who and where they are, and where the work stands."""


class Follow(NamedTuple):
    """What one kind of act changes.

    Attributes:
        apply: Takes the tables, the entry's key, the act, and whether base wrote it.
        parts: Of the family's line that may look otherwise afterwards.
    """

    apply: Callable[["Projection", int, Any, bool], None]
    parts: int


def _allocated(tables_: "Projection", key: int, act: acts.FamilyAllocated, _is_bases: bool) -> None:
    """A family came to this laptop; at base nothing changes, for base tells what it knows."""
    if tables_.is_base:
        return
    if tables_.is_told_beside(act.family, key):
        _tell_in_order(tables_, act.family)
    else:
        _load(tables_, act)


def _load(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put what base knows in place of what it knew, and of locks and wishes that it has dealt with."""
    family = given.family
    read = tables_.row("safetynote", ("note",), {"family": family, "is_read": True})
    for table in (*_OF_BASE, tables.LockSet, tables.Wish):
        tables_.remove(table, family=family)
    follows_details.put_snapshot(
        tables_, family, given.council_reference, given.wave, given.letter_sent_on, given.details
    )
    for note in given.notes:
        follows_details.put_note(tables_, family, note, follows_details.SHOWN)
    if given.safety_note is not None:
        note = given.safety_note
        tables_.put(tables.SafetyNote, family=family, **dict(note), is_read=read is not None and read[0] == note.note)
    follows_work.attempts_given(tables_, given)
    follows_work.appointments_given(tables_, given)
    follows_work.selections_given(tables_, given)
    follows_consents.put_given(tables_, given)
    follows_consents.interviews_given(tables_, given)


_OF_BASE: Final = (tables.Family, tables.Person, tables.FamilyNote, tables.SafetyNote)


def _tell_in_order(tables_: "Projection", family: FamilyId) -> None:
    """Tell a family anew that came once more: what base did not know when it gave it comes after what it knew."""
    told = list(tables_.placed(family, *OF_FIELDWORK))
    lineage = tables_.ancestry()
    given = [place for _, act, place in told if isinstance(act, acts.FamilyAllocated)]

    def turn(entry: tuple[int, Act, Place]) -> tuple[int, int, int]:
        key, act, place = entry
        if isinstance(act, acts.FamilyAllocated):
            return given.index(place), 1, key
        known_to = (n for n, at in enumerate(given) if precedes(place, at, lineage))
        return next(known_to, len(given)), 0, key

    for table in _ALL:
        tables_.remove(table, family=family)
    bases = tables_.bases()
    for key, act, place in sorted(told, key=turn):
        if isinstance(act, acts.FamilyAllocated):
            _load(tables_, act)
        else:
            OF_FIELDWORK[type(act)].apply(tables_, key, act, place.journal in bases)


_ALL: Final = (
    *_OF_BASE,
    tables.LockSet,
    tables.Wish,
    tables.Attempt,
    tables.SetOutcome,
    tables.Selection,
    tables.Appointment,
    tables.LoneVisit,
    tables.Consent,
    tables.Interview,
    tables.Ceremony,
)

OF_FIELDWORK: Final[dict[type[Act], Follow]] = {
    acts.FamilyAllocated: Follow(_allocated, WHO | DOING),
    acts.FamilyDelivered: Follow(follows_details.delivered, WHO | DOING),
    acts.NoteCleared: Follow(follows_details.note_cleared, 0),
    acts.DetailsCorrected: Follow(follows_details.corrected, WHO | DOING),
    acts.ConflictSettled: Follow(follows_details.settled, WHO | DOING),
    acts.PersonAdded: Follow(follows_details.person_added, WHO | DOING),
    acts.PersonLeft: Follow(follows_details.person_left, WHO | DOING),
    acts.FamilyMoved: Follow(follows_details.moved, WHO | DOING),
    acts.FamilySplit: Follow(follows_details.split, WHO | DOING),
    acts.AttemptRecorded: Follow(follows_work.attempt_recorded, DOING),
    acts.AttemptCorrected: Follow(follows_work.attempt_corrected, DOING),
    acts.AttemptToldOn: Follow(follows_work.attempt_told_on, DOING),
    acts.OutcomeSet: Follow(follows_work.outcome_set, DOING),
    acts.RespondentSelected: Follow(follows_work.selected, DOING),
    acts.AppointmentMade: Follow(follows_work.appointment_made, DOING),
    acts.AppointmentChanged: Follow(follows_work.appointment_changed, DOING),
    acts.AppointmentToldOn: Follow(follows_work.appointment_told_on, DOING),
    acts.LoneVisitStarted: Follow(follows_work.visit_started, 0),
    acts.LoneVisitEnded: Follow(follows_work.visit_ended, 0),
    acts.FamilyLockSet: Follow(follows_wishes.lock_set, DOING),
    acts.ContactWishRecorded: Follow(follows_wishes.wished, DOING),
    acts.FamilyRecalled: Follow(follows_wishes.recalled, DOING),
    acts.SafetyNoteSet: Follow(follows_wishes.safety_note_set, DOING),
    acts.SafetyNoteAcknowledged: Follow(follows_wishes.safety_note_read, DOING),
    acts.ConsentRecorded: Follow(follows_consents.recorded, DOING),
    acts.InterviewMarked: Follow(follows_consents.interview_marked, 0),
    acts.CeremonyOpened: Follow(follows_consents.ceremony_opened, 0),
    acts.CeremonyClosed: Follow(follows_consents.ceremony_closed, 0),
}

OF_BASE_ALONE: Final[frozenset[type[Act]]] = frozenset(
    (
        acts.FamilyAllocated,
        acts.FamilyDelivered,
        acts.NoteCleared,
        acts.ConflictSettled,
        acts.FamilyRecalled,
        acts.OutcomeSet,
        acts.AttemptToldOn,
        acts.AppointmentToldOn,
    )
)
"""What base does not take from a laptop's journal."""

HEARD_FROM_BASE: Final[frozenset[type[Act]]] = frozenset(
    (
        acts.FamilyAllocated,
        acts.FamilyRecalled,
        acts.AttemptToldOn,
        acts.AppointmentToldOn,
        acts.ConsentRecorded,
        acts.InterviewMarked,
        acts.ContactWishRecorded,
        acts.FamilyLockSet,
        acts.ConflictSettled,
        acts.OutcomeSet,
    )
)
"""What a laptop takes from base's journal: nothing else about a family comes down. Which of them come, and when, is
exchange's to say (meant_for): of consents and interviews what takes one back, of locks those that were opened."""
