"""Corrections: one detail gets another value, and the old one stays with its date and source.

Owns the deeds, taking one back among them. Refuses to own how a detail has to look (details) and which value stands
when two stores set one at once (keeping, merging).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from store.errors import (
    CorrectionUnknownError,
    NothingChangedError,
    OddValueError,
    PersonUnknownError,
    StillAheadError,
    ValueFormError,
)
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.details import (
    OF_ONE_ENTRY,
    OF_THE_FAMILY,
    check_detail,
    detail_now,
    field_name,
)
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.workable import hold_workable, member
from store.ids import PersonId, new_id
from store.keeping.acts.terms.families import DetailField, DetailSource
from store.keeping.detail_texts import CONFIDENTIAL, OPEN

if TYPE_CHECKING:
    from store.keeping.acts import Act, DetailsCorrected
    from store.keeping.acts.family_parts import Person as Member


@dataclass(frozen=True, slots=True)
class CorrectionEntered:
    """A correction as it was entered.

    Attributes:
        detail: Which one.
        new: As it was typed; None where there is none any more. An address has its lines under each other.
        source: Who said so.
        person: Whose; None for the family's.
        entry: Which telephone number or mail address; None adds one.
        known_on: Since which London day it is known; None for today.
        is_kept_knowingly: Whether somebody looked at an odd value and says that it is right.
        is_confidential: Whether a number or mail address that is added is confidential from the first moment.
    """

    detail: DetailField
    new: str | None = field(repr=False)
    source: DetailSource
    person: PersonId | None = None
    entry: str | None = None
    known_on: date | None = None
    is_kept_knowingly: bool = False
    is_confidential: bool = False


def correct_detail(entered: CorrectionEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of a correction: one, with the old value in it; a second where what is added is confidential.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        PersonUnknownError: Nobody of that id belongs to it, or it is not said whose detail it is.
        OddValueError: It does not look like one of its kind, and nobody said that it is right.
        NothingChangedError: It is what is known already.
        StillAheadError: It would be known in the future.
        ValueFormError, AgeNotPossibleError, EmptyFieldError, TypedTooLongError: As `details.check_detail`.
    """
    from store.keeping.acts import DetailsCorrected

    hold_workable(file, circumstances.now_ms)
    known_on = day_known(entered.known_on, circumstances)
    whose = _whose(entered, file)
    checked = check_detail(entered.detail, entered.new, None if whose is None else whose.role, circumstances.today)
    if checked is not None and checked.is_odd and not entered.is_kept_knowingly:
        raise OddValueError(field_name(entered.detail))
    person = None if whose is None else whose.person
    old = detail_now(file, entered.detail, person, entered.entry)
    new = None if checked is None else checked.text
    if new == old:
        raise NothingChangedError
    is_new_entry = entered.entry is None and entered.detail in OF_ONE_ENTRY
    corrected = DetailsCorrected(
        correction=new_id(),
        undoes=None,
        family=file.family,
        person=person,
        field=entered.detail,
        entry=new_id() if is_new_entry else entered.entry,
        old=old,
        new=new,
        source=entered.source,
        known_on=known_on,
        is_odd=checked is not None and checked.is_odd,
    )
    if not (is_new_entry and entered.is_confidential):
        return [corrected]
    closed = {"correction": new_id(), "field": DetailField.CONFIDENTIALITY, "is_odd": False}
    return [corrected, corrected.model_copy(update={**closed, "old": OPEN, "new": CONFIDENTIAL})]


def undoable(file: FamilyFile) -> "list[DetailsCorrected]":
    """Return the corrections that can be taken back, newest first: of each detail the last one, if nothing came after.

    An undoing is among them; a move is no correction.
    """
    from store.keeping.acts import DetailsCorrected, FamilyMoved

    found: list[DetailsCorrected] = []
    seen: set[tuple[PersonId | None, DetailField, str | None]] = set()
    is_moved = False
    for event in file.history:
        match event.act() if event.kind in _CHANGES else None:
            case FamilyMoved():
                is_moved = True
            case DetailsCorrected() as act if _detail(act) not in seen:
                seen.add(_detail(act))
                if not (is_moved and act.field in OF_THE_FAMILY):
                    found.append(act)
            case _:
                pass
    return found


def undo_correction(correction: str, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts that take a correction back: one, that names it. An undoing can be undone as well.

    Args:
        correction: The last one of its detail.
        file: The family's; its history tells of every correction.
        circumstances: Of the deed.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        CorrectionUnknownError: It is not known, or something came after it.

    Source:
        Clause A8.
    """
    from store.keeping.acts import DetailsCorrected

    hold_workable(file, circumstances.now_ms)
    undone, before = _last_of_its_detail(correction, file)
    return [
        DetailsCorrected(
            correction=new_id(),
            undoes=correction,
            family=file.family,
            person=undone.person,
            field=undone.field,
            entry=_detail(undone)[2],
            old=undone.new,
            new=undone.old,
            source=DetailSource.INTERVIEWER,
            known_on=_known_before(undone, before, file) or circumstances.today.isoformat(),
            is_odd=before is not None and before.is_odd,
        )
    ]


def day_known(known_on: date | None, circumstances: Circumstances) -> str:
    """Return since when something is known, as acts have it.

    Raises:
        StillAheadError: That day is still ahead.
    """
    day = circumstances.today if known_on is None else known_on
    if day > circumstances.today:
        raise StillAheadError
    return day.isoformat()


def _whose(entered: CorrectionEntered, file: FamilyFile) -> Person | None:
    if entered.detail in OF_THE_FAMILY:
        return None
    if entered.person is None:
        if entered.detail is DetailField.LANGUAGE:
            return None
        raise PersonUnknownError
    person = member(file, entered.person)
    if entered.detail is DetailField.CONFIDENTIALITY and entered.entry is None:
        raise ValueFormError(field_name(entered.detail))  # there is nothing yet that could be confidential
    if entered.detail in OF_ONE_ENTRY and entered.entry is not None:
        _hold_entry(person, entered.detail, entered.entry)
    return person


def _hold_entry(person: Person, detail: DetailField, entry: str) -> None:
    phones = {each.entry for each in person.phones} if detail is not DetailField.EMAIL else set()
    emails = {each.entry for each in person.emails} if detail is not DetailField.PHONE else set()
    if entry not in phones | emails:
        raise ValueFormError(field_name(detail))


def _last_of_its_detail(correction: str, file: FamilyFile) -> "tuple[DetailsCorrected, DetailsCorrected | None]":
    """Return a correction that nothing came after, and the one that had told what it replaced, if one had."""
    from store.keeping.acts import DetailsCorrected

    told = [act for event in file.history if event.kind in _CHANGES for act in (event.act(),)]
    corrections = [act for act in told if isinstance(act, DetailsCorrected)]
    asked = next((each for each in corrections if each.correction == correction), None)
    if asked is None:
        raise CorrectionUnknownError
    of_it = [each for each in corrections if _detail(each) == _detail(asked)]
    came_after = told[: told.index(asked)]
    is_moved_since = asked.field in OF_THE_FAMILY and any(not isinstance(act, DetailsCorrected) for act in came_after)
    if of_it[0] is not asked or is_moved_since:
        raise CorrectionUnknownError
    return asked, next((each for each in of_it[1:] if each.new == asked.old), None)


_CHANGES = frozenset({"details_corrected", "family_moved"})


def _known_before(undone: "DetailsCorrected", before: "DetailsCorrected | None", file: FamilyFile) -> str | None:
    """Return the day of which an age that is put back was told, for an age is nothing without it; None of all else."""
    from store.keeping.acts import FamilyAllocated, FamilyDelivered, PersonAdded

    if undone.field is not DetailField.AGE:
        return None
    if before is not None:
        return before.known_on
    for event in file.history:
        if event.kind not in _TELLS_OF_PEOPLE:
            continue
        match event.act():
            case PersonAdded(member=someone):
                people: tuple[Member, ...] = (someone,)
            case FamilyAllocated(details=details) | FamilyDelivered(details=details):
                people = details.people
            case _:
                people = ()
        for each in people:
            if each.person == undone.person:
                return each.age_on
    return None


_TELLS_OF_PEOPLE = frozenset({"person_added", "family_allocated", "family_delivered"})


def _detail(act: "DetailsCorrected") -> tuple[PersonId | None, DetailField, str | None]:
    """Return which detail a correction is about; a number that is new may be called by the correction itself."""
    is_new_way = act.entry is None and act.field in (DetailField.PHONE, DetailField.EMAIL)
    return act.person, act.field, act.correction if is_new_way else act.entry
