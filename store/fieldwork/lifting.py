"""What only base does about a family that is not worked: taking a wish back, opening a lock, each with a reason.

Owns both deeds. Refuses to own refusals themselves, and anything a laptop could do: there is no such deed for one.
"""

from typing import TYPE_CHECKING

from store.errors import NotASupervisorError, NotBaseError, NothingChangedError, WishStandsError, WishUnknownError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile, Wish
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


def liftable(file: FamilyFile) -> list[Wish]:
    """Return the wishes that hold somebody or the whole family, newest first."""
    return [each for each in file.wishes if each.is_standing and each.decision in _AGAINST]


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
    from store.keeping.acts import ContactWishRecorded

    hold_supervisor_of_base(circumstances)
    said = needed_note(reason, "reason")
    standing = liftable(file)
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
    others = [each for each in standing if each.wish != wish]
    if not any(each.reach is WishReach.FAMILY for each in others) and _rests_on_none_of(others, file):
        acts.append(_opened(file, word, said))
    return acts


def open_family(reason: str, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts that open a family at base which something else than a wish had locked: an unsafe visit, a code.

    Args:
        reason: Why; it is kept with the family.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        WishStandsError: Somebody wishes no contact with the family; that is taken back first.
        NothingChangedError: It is not locked.
        EmptyFieldError, TypedTooLongError: The reason cannot be kept.
    """
    hold_supervisor_of_base(circumstances)
    said = needed_note(reason, "reason")
    if any(each.reach is WishReach.FAMILY for each in liftable(file)):
        raise WishStandsError
    if not any(lock.person is None for lock in file.locks):
        raise NothingChangedError
    return [_opened(file, None, said)]


def hold_supervisor_of_base(circumstances: Circumstances) -> None:
    """Make sure that a supervisor does something at base.

    Raises:
        NotBaseError, NotASupervisorError: Somebody else does, or somewhere else.
    """
    if circumstances.role is not StoreRole.BASE:
        raise NotBaseError
    if not circumstances.is_supervisor:
        raise NotASupervisorError


def _rests_on_none_of(others: list[Wish], file: FamilyFile) -> bool:
    """Say whether a family is locked, and by wishes alone that are none of these."""
    locks = [lock for lock in file.locks if lock.person is None and not lock.is_pause]
    still = {each.wish for each in others}
    return bool(locks) and all(lock.cause is FamilyLockCause.CONTACT_WISH and lock.by not in still for lock in locks)


def _opened(file: FamilyFile, follows_from: str | None, reason: str) -> "Act":
    from store.keeping.acts import FamilyLockSet

    return FamilyLockSet(
        family=file.family,
        lock=FamilyLock.OPEN,
        cause=FamilyLockCause.BASE_DECISION,
        follows_from=follows_from,
        reason=reason,
    )


_AGAINST = frozenset({WishDecision.NO_CONTACT, WishDecision.PAUSED})
