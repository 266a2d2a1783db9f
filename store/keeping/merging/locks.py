"""Whether a family is locked when several devices locked or opened it without knowing of each other.

Owns the rule. Refuses to own what locks when (fieldwork), and who may open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from store.keeping.acts.terms.families import FamilyLock
from store.keeping.causality import Ancestry, Place, distinct, latest, precedes

if TYPE_CHECKING:  # the acts need pydantic, which these rules do not
    from store.keeping.acts.families import FamilyLockSet


@dataclass(frozen=True, slots=True)
class LockChange:
    """A family was locked, or opened again."""

    place: Place
    lock: FamilyLock

    @classmethod
    def from_act(cls, act: "FamilyLockSet", place: Place) -> Self:
        """Return the change that an act is."""
        return cls(place, act.lock)


@dataclass(frozen=True, slots=True)
class LockStanding:
    """Whether a family can be worked.

    Attributes:
        by: What that rests on: the last locks, or the last openings that count; empty if it was never locked or opened.
        concurrent: The other changes that nothing followed.
    """

    lock: FamilyLock
    by: tuple[LockChange, ...]
    concurrent: tuple[LockChange, ...]


def family_lock(changes: Iterable[LockChange], ancestry: Ancestry) -> LockStanding:
    """Return whether one family is locked.

    A lock beats an opening it was concurrent with: an opening counts only if it follows every lock, whatever locked.

    Source:
        Clauses 7.2a, 10, A4: a late refusal locks the family at once, and nothing that knew nothing of it opens it.
    """
    each = distinct(changes)
    locks = [change for change in each if change.lock is FamilyLock.LOCKED]
    counting = [
        change
        for change in each
        if change.lock is FamilyLock.OPEN and all(precedes(lock.place, change.place, ancestry) for lock in locks)
    ]
    lock = FamilyLock.LOCKED if locks and not counting else FamilyLock.OPEN
    by = tuple(latest(counting or locks, ancestry))
    return LockStanding(lock, by, tuple(change for change in latest(each, ancestry) if change not in by))
