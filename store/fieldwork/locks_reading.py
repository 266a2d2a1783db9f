"""What keeps a family, or somebody of it, from being worked, told from its rows.

Owns putting locks, recalls and wishes into one list. Refuses to own which of them stand (keeping.merging).
"""

from collections.abc import Iterable

from store.fieldwork.family import Lock, Wish
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, WishDecision, WishReach


def locks_of(
    lock: tuple[str, str, str | None, int] | None, recall: str | None, recalled_at_ms: int, wishes: Iterable[Wish]
) -> tuple[Lock, ...]:
    """Return what holds the work up; empty if nothing does.

    Args:
        lock: Whether the family is locked, why, what that follows from, and since when; None where it never was.
        recall: Why base takes it back from this laptop; None where it does not.
        recalled_at_ms: When base said so.
        wishes: All of them.
    """
    found = []
    if lock is not None and lock[0] == FamilyLock.LOCKED:
        _, cause, follows_from, since_ms = lock
        found.append(Lock(None, FamilyLockCause(cause), False, since_ms, follows_from))
    if recall is not None:
        found.append(Lock(None, FamilyLockCause.RECALL, False, recalled_at_ms, None))
    for wish in wishes:
        if wish.is_standing:
            is_pause = wish.decision is WishDecision.PAUSED
            whose = wish.person if wish.reach is WishReach.PERSON else None
            found.append(Lock(whose, FamilyLockCause.CONTACT_WISH, is_pause, wish.at_ms, wish.wish))
    return tuple(found)
