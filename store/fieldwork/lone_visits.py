"""Working alone: in, expected back, back, or left because it was not safe; and, at base, who is overdue.

Owns the deeds and until when somebody is out. Base ends a visit that nobody at the door can end any more: its laptop
was handed in, or lost, or whoever made it left. Refuses to own whom to ring (the contact card) and what is reported
about others' safety (safeguarding).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from store.clock import Instant, from_ms, to_ms
from store.errors import ExpectedBackError, LoneVisitElsewhereError, LoneVisitMissingError, LoneVisitOpenError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile
from store.fieldwork.lifting import hold_supervisor_of_base
from store.fieldwork.typed import clean_note, needed_note
from store.fieldwork.workable import hold_workable
from store.ids import FamilyId, new_id
from store.keeping.acts.terms.attempts import VisitEnd
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.store import Store

USUAL_STAY: Final = timedelta(minutes=60)
"""About an interview: what is proposed. A warning that comes too early costs a key, one too late may cost more."""

LONGEST_STAY: Final = timedelta(hours=12)
"""Of one visit: somebody expected back later than that would be looked for too late."""


class OpenVisit(NamedTuple):
    """A visit of whoever is signed in that is not over, as far as anybody said.

    Attributes:
        street: Where; empty where nobody knows.
    """

    family: FamilyId
    visit: str
    expected_back_at_ms: int
    street: str

    def __repr__(self) -> str:
        """Show which it is by ids alone."""
        return f"OpenVisit(family={self.family!r}, visit={self.visit!r})"


class Overdue(NamedTuple):
    """A visit that base knows of, and whoever made it should be back from.

    Attributes:
        reference: The council's for the family.
        interviewer: What they are called.
    """

    visit: str
    family: FamilyId
    reference: str
    interviewer: str
    expected_back_at_ms: int

    def __repr__(self) -> str:
        """Show which it is by ids alone."""
        return f"Overdue(visit={self.visit!r}, family={self.family!r})"


def go_in_alone(
    expected_back_at: Instant,
    file: FamilyFile,
    circumstances: Circumstances,
    elsewhere: Sequence[OpenVisit] = (),
    *,
    is_out_elsewhere: bool = False,
) -> "list[Act]":
    """Return the acts of an interviewer who goes in alone.

    Args:
        expected_back_at: When somebody is to worry, with its zone.
        file: The family's.
        circumstances: Of the deed.
        elsewhere: Their visits at other doors that are not over.
        is_out_elsewhere: Whether they say that they are out of there, and well; it is kept with this.

    Raises:
        LoneVisitOpenError: They are in already.
        LoneVisitElsewhereError: They are in at another door.
        ExpectedBackError: They would be back already, or not for half a day.
        FamilyLockedError, FamilyPausedError: Nobody is to go there.
    """
    from store.keeping.acts import LoneVisitStarted

    hold_workable(file, circumstances.now_ms)
    if file.lone_visit is not None:
        raise LoneVisitOpenError
    if not timedelta() < expected_back_at - circumstances.now <= LONGEST_STAY:
        raise ExpectedBackError
    if elsewhere and not is_out_elsewhere:
        raise LoneVisitElsewhereError
    return [
        *(_ended(each.visit, VisitEnd.RETURNED_SAFE, None, each.family, circumstances) for each in elsewhere),
        LoneVisitStarted(
            visit=new_id(),
            family=file.family,
            interviewer=circumstances.staff,
            expected_back_at_ms=to_ms(expected_back_at),
        ),
    ]


def come_back(note: str | None, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of an interviewer who is back and well; a family that was locked meanwhile is no hindrance.

    Raises:
        LoneVisitMissingError: Nobody is in there.
        TypedTooLongError: The note is too long.
    """
    if file.lone_visit is None:
        raise LoneVisitMissingError
    return [_ended(file.lone_visit.visit, VisitEnd.RETURNED_SAFE, note, file.family, circumstances)]


def leave_unsafe(what_happened: str, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of an interviewer who left because it was not safe: nobody goes there until base says so.

    It can be said at any time, also where no visit was started: then the end stands alone.

    Args:
        what_happened: In a few words; base reads it before anybody goes there again.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        EmptyFieldError, TypedTooLongError: It is not said what happened, or at too great length.

    Source:
        Clause 9.3: visit safety is the one thing that may be held about a family beyond the survey; 9.1c, A3.
    """
    from store.keeping.acts import FamilyLockSet

    visit = new_id() if file.lone_visit is None else file.lone_visit.visit
    said = needed_note(what_happened, "what happened")
    return [
        _ended(visit, VisitEnd.LEFT_UNSAFE, said, file.family, circumstances),
        FamilyLockSet(
            family=file.family,
            lock=FamilyLock.LOCKED,
            cause=FamilyLockCause.SAFETY,
            follows_from=visit,
            reason=said,
        ),
    ]


def confirm_how_they_are(found_out: str, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of a supervisor at base who knows how somebody is whose visit is not over: it ends with that.

    Args:
        found_out: How they are, and who says so.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else does it, or somewhere else.
        LoneVisitMissingError: Nobody is in there, as far as is known.
        EmptyFieldError, TypedTooLongError: It is not said how they are, or at too great length.

    Source:
        Clause 9.1c, A3.
    """
    hold_supervisor_of_base(circumstances)
    if file.lone_visit is None:
        raise LoneVisitMissingError
    said = needed_note(found_out, "how they are")
    return [_ended(file.lone_visit.visit, VisitEnd.CONFIRMED_BY_BASE, said, file.family, circumstances)]


def overdue(store: "Store") -> list[Overdue]:
    """Return whoever should be back from a door by now, as far as this store was told, the longest first.

    In the thread that writes.
    """
    rows = store.rows(
        "SELECT visit, family, council_reference, coalesce(name, ''), expected_back_at_ms FROM lonevisit"
        ' JOIN family USING (family) LEFT JOIN staff ON staff = interviewer WHERE "end" IS NULL'
        " AND expected_back_at_ms < ? ORDER BY expected_back_at_ms",
        (to_ms(store.now()),),
    )
    return list(map(Overdue._make, rows))


def expected_back(store: "Store") -> Instant | None:
    """Return when whoever is signed in is expected back from a door, the soonest of several; None if from none.

    In the thread that writes.
    """
    text = 'SELECT min(expected_back_at_ms) FROM lonevisit WHERE "end" IS NULL AND interviewer = ?'
    with store.looking() as connection:
        ((at_ms,),) = connection.execute(text, (store.keys.person.staff,)).fetchall()
    return None if at_ms is None else from_ms(at_ms)


def open_visits(store: "Store") -> tuple[OpenVisit, ...]:
    """Return the visits of whoever is signed in that are not over, the soonest expected back first."""
    text = (
        "SELECT v.family, visit, expected_back_at_ms, coalesce(street, '') FROM lonevisit AS v"
        ' LEFT JOIN contactline AS l ON l.family = v.family WHERE v."end" IS NULL AND interviewer = ?'
        " ORDER BY expected_back_at_ms"
    )
    with store.reader() as connection:
        return tuple(map(OpenVisit._make, connection.execute(text, (store.keys.person.staff,))))


def _ended(visit: str, end: VisitEnd, note: str | None, family: FamilyId, circumstances: Circumstances) -> "Act":
    from store.keeping.acts import LoneVisitEnded

    return LoneVisitEnded(visit=visit, family=family, end=end, back_at_ms=circumstances.now_ms, note=clean_note(note))
