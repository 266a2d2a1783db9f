"""What only base does about a refusal: taking a wish back, with a reason.

Owns that deed. Refuses to own refusals themselves, and anything a laptop could do: there is no such deed for one.
"""

from typing import TYPE_CHECKING

from store.errors import NotASupervisorError, NotBaseError, WishUnknownError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile
from store.fieldwork.typed import needed_note
from store.ids import new_id
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)
from store.keeping.acts.terms.store import StoreRole

if TYPE_CHECKING:
    from store.keeping.acts import Act


def lift_wish(
    wish: str, reason: str, channel: WishChannel, file: FamilyFile, circumstances: Circumstances, *, is_error: bool
) -> "list[Act]":
    """Return the acts that take a wish back at base, and open what it alone had locked.

    Args:
        wish: One that stands.
        reason: Why; it is kept with the family.
        channel: How the other wish came in.
        file: The family's.
        circumstances: Of the deed.
        is_error: Whether the wish was never expressed, and was entered in error.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        WishUnknownError: It does not stand.
        EmptyFieldError, TypedTooLongError: The reason cannot be kept.

    Source:
        Clauses 7.2a, 10, A4; A8: both the record and what took it back stay.
    """
    from store.keeping.acts import ContactWishRecorded, FamilyLockSet

    if circumstances.role is not StoreRole.BASE:
        raise NotBaseError
    if not circumstances.is_supervisor:
        raise NotASupervisorError
    said = needed_note(reason, "reason")
    standing = [each for each in file.wishes if each.is_standing and each.decision in _AGAINST]
    lifted = next((each for each in standing if each.wish == wish), None)
    if lifted is None:
        raise WishUnknownError
    word = new_id()
    acts: list[Act] = [
        ContactWishRecorded(
            wish=word,
            follows=wish,
            family=file.family,
            reach=lifted.reach,
            person=lifted.person,
            decision=WishDecision.ENTERED_IN_ERROR if is_error else WishDecision.LIFTED,
            by=WishBy.OFFICE,
            by_person=None,
            by_description=None,
            channel=channel,
            at_ms=circumstances.now_ms,
            delivery=None,
            attempt=None,
            sheet=None,
            reason=said,
        )
    ]
    others = [each for each in standing if each.wish != wish and each.reach is WishReach.FAMILY]
    whole = [lock for lock in file.locks if lock.person is None and not lock.is_pause]
    if not others and whole and all(lock.by == wish for lock in whole):
        acts.append(
            FamilyLockSet(
                family=file.family,
                lock=FamilyLock.OPEN,
                cause=FamilyLockCause.BASE_DECISION,
                follows_from=word,
                reason=said,
            )
        )
    return acts


_AGAINST = frozenset({WishDecision.NO_CONTACT, WishDecision.PAUSED})
