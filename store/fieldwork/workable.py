"""Whether a family, or one person of it, may be worked.

Owns the check that every deed makes which is work. Refuses to own what locks or pauses (refusals) and safety: a
refusal, a safeguarding report, the end of a lone visit and handing in ask nobody.
"""

from store.agreement.lifetime import TermEnd
from store.errors import (
    FamilyLockedError,
    FamilyPausedError,
    FieldworkOverError,
    LeaseEndedError,
    NoContactWishedError,
    PersonUnknownError,
)
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.lines import Standing
from store.ids import PersonId
from store.keeping.acts.terms.families import FamilyLockCause


def hold_workable(file: FamilyFile, at_ms: int) -> None:
    """Make sure that a family may be worked, or might when something was done that is only told now.

    Args:
        file: The family's.
        at_ms: When it was done. What was done before a lock came is told all the same.

    Raises:
        FieldworkOverError: The agreement has ended.
        FamilyLockedError: It is locked.
        LeaseEndedError: It is, because the laptop has not heard of base for too long, and for nothing else.
        FamilyPausedError: It waits for the supervisor.

    Source:
        Clauses 3.1, 7.2a, 10, A4.
    """
    locks = [lock for lock in file.locks if lock.person is None]
    in_force = [lock for lock in locks if lock.since_ms <= at_ms]
    if any(isinstance(lock.cause, TermEnd) for lock in in_force):
        raise FieldworkOverError
    if in_force and all(lock.cause is FamilyLockCause.LEASE_ENDED for lock in in_force):
        raise LeaseEndedError
    if any(not lock.is_pause for lock in in_force) or (not locks and file.standing is Standing.LOCKED):
        raise FamilyLockedError
    if in_force or (not locks and file.standing is Standing.PAUSED):
        raise FamilyPausedError


def hold_open(file: FamilyFile, person: PersonId, at_ms: int) -> None:
    """Make sure that one person may be worked; as `hold_workable`.

    Raises:
        PersonUnknownError: Nobody of that id belongs to the family.
        NoContactWishedError: They wish no contact.
    """
    member(file, person)
    if any(lock.person == person and lock.since_ms <= at_ms for lock in file.locks):
        raise NoContactWishedError


def member(file: FamilyFile, person: PersonId) -> Person:
    """Return one person of a family, also one who left.

    Raises:
        PersonUnknownError: Nobody of that id belongs to it.
    """
    known = file.person(person)
    if known is None:
        raise PersonUnknownError
    return known


def is_closed(file: FamilyFile, person: PersonId) -> bool:
    """Say whether one person wishes no contact."""
    return any(lock.person == person for lock in file.locks)
