"""What follows for whether a family may be worked: locks, wishes about contact, recalls, the safety note.

Owns how each act changes the rows. Refuses to own which of concurrent locks stands (merging.locks) and what a wish
leads to (fieldwork).
"""

from typing import TYPE_CHECKING

from store.keeping import acts
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.acts.terms.store import StoreRole
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.merging.locks import LockChange, family_lock
from store.keeping.merging.wishes import can_take_back

if TYPE_CHECKING:
    from store.keeping.projection import Projection


def lock_set(tables_: "Projection", key: int, act: acts.FamilyLockSet, is_bases: bool) -> None:
    """A family was locked, or opened again: what is locked is opened at base alone."""
    if act.lock is FamilyLock.OPEN and not is_bases:
        return
    if not tables_.is_told_beside(act.family, key, acts.FamilyLockSet):
        _put_lock(tables_, key, act)
        return
    changes: dict[LockChange, tuple[int, acts.FamilyLockSet]] = {}
    bases = tables_.bases()
    for other_key, other, place in tables_.placed(act.family, acts.FamilyLockSet):
        assert isinstance(other, acts.FamilyLockSet)
        if other.lock is FamilyLock.LOCKED or place.journal in bases:
            changes[LockChange.from_act(other, place)] = other_key, other
    _put_lock(tables_, *changes[family_lock(changes, tables_.ancestry()).by[0]])


def _put_lock(tables_: "Projection", key: int, act: acts.FamilyLockSet) -> None:
    tables_.put(
        tables.LockSet, family=act.family, lock=act.lock, cause=act.cause, follows_from=act.follows_from, entry=key
    )


def wished(tables_: "Projection", _: int, act: acts.ContactWishRecorded, is_bases: bool) -> None:
    """Somebody said what they wish; which wishes stand is read from all of them."""
    tables_.put(
        tables.Wish,
        family=act.family,
        wish=act.wish,
        follows=act.follows,
        reach=act.reach,
        person=act.person,
        decision=act.decision,
        by=act.by,
        by_person=act.by_person,
        by_description=act.by_description,
        at_ms=act.at_ms,
        reason=act.reason,
        counts=can_take_back(act.decision, is_bases=is_bases),
    )


def recalled(tables_: "Projection", _: int, act: acts.FamilyRecalled, _is_bases: bool) -> None:
    """Base takes the family back from here: it is not visited any more, and goes once base holds all of it.

    At base itself nothing follows: once no laptop has it any more, another one can be given it.
    """
    if tables_.fact("role") == StoreRole.BASE:
        return
    tables_.change(tables.Family, {"family": act.family}, recall=act.cause.value)


def safety_note_set(tables_: "Projection", _: int, act: acts.SafetyNoteSet, _is_bases: bool) -> None:
    """The note was written, in place of any other, or ended."""
    if act.text is None:
        tables_.remove(tables.SafetyNote, family=act.family, note=act.note)
        return
    tables_.put(
        tables.SafetyNote,
        family=act.family,
        note=act.note,
        text=act.text,
        source=act.source or "",
        expires_on=act.expires_on,
        is_read=False,
    )


def safety_note_read(tables_: "Projection", _: int, act: acts.SafetyNoteAcknowledged, _is_bases: bool) -> None:
    """An interviewer read it."""
    tables_.change(tables.SafetyNote, {"family": act.family, "note": act.note}, is_read=True)
