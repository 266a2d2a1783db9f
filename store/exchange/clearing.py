"""Free-text notes of councils wait until a trained person has read each: one goes on, as it is or edited, or does not.

Owns which notes wait, and the deed. Refuses to own what a note becomes once it is cleared (the projection). Reading one
is a view like any other.

Source: agreement 7.2c (free text may carry eligibility), 9.1e.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from store.errors import NoteSettledError, NoteTextMissingError
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import NoteDecision, ViewPart
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import NoteCleared

_HELD = "held"


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """One note that nobody has cleared.

    Attributes:
        reference: The council's for the family.
        text: As it came.
        source: Whose note it is said to be.
    """

    family: FamilyId
    note: str
    reference: str = field(repr=False)
    text: str = field(repr=False)
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clearing:
    """What somebody made of a note.

    Attributes:
        text: In other words, where it was edited.
        source: Whose note it is; None leaves what stands there.
        expires_on: The last day it is shown on; None where it has none.
    """

    decision: NoteDecision
    text: str | None = field(default=None, repr=False)
    source: str | None = field(default=None, repr=False)
    expires_on: date | None = None


def waiting_count(store: Store) -> int:
    """Return how many notes wait; nobody reads one for that."""
    return int(store.rows("SELECT count(*) FROM familynote WHERE state = ?", (_HELD,))[0][0])


def waiting_notes(store: Store) -> list[tuple[FamilyId, str, str]]:
    """Return the family, the note's id and the council's reference of every note that waits, by reference.

    What it says is read one by one, and told of (`read_note`).
    """
    rows = store.rows(
        "SELECT family, note, council_reference FROM familynote JOIN family USING (family) WHERE state = ?"
        " ORDER BY council_reference, note",
        (_HELD,),
    )
    return [(FamilyId(family), note, reference) for family, note, reference in rows]


def read_note(store: Store, family: FamilyId, note: str) -> WaitingNote:
    """Return a note that waits, after the trail tells that it was shown.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else asks.
        NoteSettledError: It waits no more.
    """
    hold_supervisor_of_base(store)
    rows = store.rows(
        "SELECT council_reference, text, source FROM familynote JOIN family USING (family)"
        " WHERE family = ? AND note = ? AND state = ?",
        (family, note, _HELD),
    )
    if not rows:
        raise NoteSettledError
    tell_shown(store, family, (ViewPart.NOTES,))
    reference, text, source = rows[0]
    return WaitingNote(family, note, reference, text, source)


def clear(store: Store, note: WaitingNote, told: Clearing) -> None:
    """Keep what somebody made of a note.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else asks.
        NoteSettledError: It waits no more.
        NoteTextMissingError: It goes on in other words, and none were given.
    """
    hold_supervisor_of_base(store)
    waits = store.rows(
        "SELECT 1 FROM familynote WHERE family = ? AND note = ? AND state = ?", (note.family, note.note, _HELD)
    )
    if not waits:
        raise NoteSettledError
    store.record(_cleared(note, told))


def _cleared(note: WaitingNote, told: Clearing) -> "NoteCleared":
    from store.keeping.acts import NoteCleared

    is_edited = told.decision is NoteDecision.EDITED
    if is_edited and not told.text:
        raise NoteTextMissingError
    return NoteCleared(
        family=note.family,
        note=note.note,
        decision=told.decision,
        text=told.text if is_edited else None,
        source=told.source,
        expires_on=None if told.expires_on is None else told.expires_on.isoformat(),
    )
