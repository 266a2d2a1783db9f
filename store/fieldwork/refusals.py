"""What follows when somebody says no: whose contact ends, whose waits, and what locks.

Owns the one table of who refused against what of, and its acts. Refuses to own opening anything again, which only base
does (lifting), and consent, which is withdrawn by purpose and never inferred from a refusal.

Where two readings are open, the one that leaves people in peace holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from store.clock import Instant
from store.fieldwork.ages import may_be_child
from store.fieldwork.circumstances import Circumstances, past_ms
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.typed import clean_line, clean_note
from store.fieldwork.workable import is_closed, member
from store.ids import PersonId, new_id
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    PersonRole,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)

if TYPE_CHECKING:
    from store.keeping.acts import Act


@dataclass(frozen=True, slots=True)
class RefusalEntered:
    """A refusal as it was entered.

    Attributes:
        by: Who refused; `UNSURE` where nobody can tell.
        reach: Of what: the family, or one person.
        person: Which person, where it is of one; None where that is not clear, which is read as the family.
        by_person: Who spoke, where they are of the family.
        by_description: Who spoke, otherwise.
        at: When, with its zone; None for now.
        sheet: The number of the paper it was written on, if it was.
        reason: What was said, if anything.
    """

    by: WishBy
    reach: WishReach
    person: PersonId | None = None
    by_person: PersonId | None = None
    by_description: str | None = field(default=None, repr=False)
    channel: WishChannel = WishChannel.DOOR
    at: Instant | None = None
    sheet: str | None = None
    reason: str | None = field(default=None, repr=False)


class Effect(NamedTuple):
    """One thing that a refusal does.

    Attributes:
        decision: `NO_CONTACT` ends contact, `PAUSED` waits for the supervisor.
        reach: The family, or one person.
        person: Who, where it is one person.
        is_locking: Whether the family is locked at once.
    """

    decision: WishDecision
    reach: WishReach
    person: PersonId | None
    is_locking: bool


class ComesTo(StrEnum):
    """What a refusal comes to for whoever would call next."""

    LOCKED = "locked"
    WAITS = "waits"
    CLOSED = "closed"


def comes_to(effects: Iterable[Effect]) -> ComesTo:
    """Return what a refusal comes to: the weightiest of what it does. Pure."""
    every = tuple(effects)
    if any(each.is_locking for each in every):
        return ComesTo.LOCKED
    return ComesTo.WAITS if any(each.decision is WishDecision.PAUSED for each in every) else ComesTo.CLOSED


_FAMILY_LOCKED = Effect(WishDecision.NO_CONTACT, WishReach.FAMILY, None, is_locking=True)
_FAMILY_PAUSED = Effect(WishDecision.PAUSED, WishReach.FAMILY, None, is_locking=False)


def effects_of(entered: RefusalEntered, file: FamilyFile, on: date) -> tuple[Effect, ...]:
    """Return what a refusal does, so that it can be shown before it is kept.

    A main carer speaks for the family. A young person, or another adult, speaks for themselves: of the family, that
    closes them, and the family waits for the supervisor. Somebody who speaks for others only makes the family wait,
    but a main carer speaks for a child. The office is taken at its word. Where nobody is left who may be spoken to
    first, the family is locked.

    Args:
        entered: What was said.
        file: The family's.
        on: London day.

    Raises:
        PersonUnknownError: Somebody named does not belong to the family.

    Source:
        Design, "What the interviewer does": a proxy's refusal pauses the family for the supervisor, a young person's
        closes that person only. Clauses 7.2a, 10, A4.
    """
    speaker = None if entered.by_person is None else member(file, entered.by_person)
    about = None if entered.person is None else member(file, entered.person)
    is_of_person = entered.reach is WishReach.PERSON and about is not None
    match entered.by:
        case WishBy.RESPONDENT:
            who = speaker or (about if is_of_person else None)
            if is_of_person and about is not None and (who is None or who.person == about.person):
                return (_person_closed(about, file, on),)
            if is_of_person and about is not None and who is not None:
                return _spoken_for(about, who, file, on)
            if who is None or who.role is PersonRole.MAIN_CARER:
                return (_FAMILY_LOCKED,)
            return _weightier(_person_closed(who, file, on), _FAMILY_PAUSED)
        case WishBy.PROXY:
            if is_of_person and about is not None and speaker is not None:
                return _spoken_for(about, speaker, file, on)
            return (_FAMILY_PAUSED,)
        case WishBy.UNSURE:
            return (_FAMILY_PAUSED,)
        case WishBy.OFFICE | WishBy.COUNCIL_LIST:
            if is_of_person and about is not None:
                return (_person_closed(about, file, on),)
            return (_FAMILY_LOCKED,)


def record_refusal(
    entered: RefusalEntered, file: FamilyFile, circumstances: Circumstances, attempt: str | None = None
) -> "list[Act]":
    """Return the acts of a refusal: each wish, and the lock that follows from it at once.

    Safety is never locked out: a family that is locked already takes another one.

    Args:
        entered: What was said.
        file: The family's.
        circumstances: Of the deed.
        attempt: At which attempt, if at one.

    Raises:
        PersonUnknownError: Somebody named does not belong to the family.
        StillAheadError: It was said in the future.
        TypedTooLongError: Too much was typed.
    """
    at_ms = past_ms(entered.at, circumstances)
    acts: list[Act] = []
    for effect in effects_of(entered, file, circumstances.today):
        acts += _acts_of(effect, entered, file, at_ms, attempt)
    return acts


def _acts_of(
    effect: Effect, entered: RefusalEntered, file: FamilyFile, at_ms: int, attempt: str | None
) -> "Iterator[Act]":
    from store.keeping.acts import ContactWishRecorded, FamilyLockSet

    wish = new_id()
    yield ContactWishRecorded(
        wish=wish,
        follows=None,
        family=file.family,
        reach=effect.reach,
        person=effect.person,
        decision=effect.decision,
        by=entered.by,
        by_person=entered.by_person,
        by_description=clean_line(entered.by_description),
        channel=entered.channel,
        at_ms=at_ms,
        delivery=None,
        attempt=attempt,
        sheet=entered.sheet,
        reason=clean_note(entered.reason),
    )
    if effect.is_locking:
        yield FamilyLockSet(
            family=file.family,
            lock=FamilyLock.LOCKED,
            cause=FamilyLockCause.CONTACT_WISH,
            follows_from=wish,
            reason=None,
        )


def _spoken_for(about: Person, speaker: Person, file: FamilyFile, on: date) -> tuple[Effect, ...]:
    """Return what follows when one person refuses for another.

    Source:
        Design: a parent's permission comes before a child is spoken to, so a main carer's no for a child is one.
    """
    if speaker.role is PersonRole.MAIN_CARER and about.role is not PersonRole.ADULT and may_be_child(about, on):
        return (_person_closed(about, file, on),)
    return (_FAMILY_PAUSED,)


def _person_closed(person: Person, file: FamilyFile, on: date) -> Effect:
    left = [each for each in file.members() if each.person != person.person and not is_closed(file, each.person)]
    is_anybody_left = any(_may_be_spoken_to(each, on) for each in left)
    return Effect(WishDecision.NO_CONTACT, WishReach.PERSON, person.person, is_locking=not is_anybody_left)


def _may_be_spoken_to(person: Person, on: date) -> bool:
    match person.role:
        case PersonRole.MAIN_CARER | PersonRole.ADULT:
            return True
        case PersonRole.YOUNG_PERSON:
            return not may_be_child(person, on)
        case PersonRole.CHILD:
            return False


def _weightier(closed: Effect, paused: Effect) -> tuple[Effect, ...]:
    """Return both, or the closing alone where it locks the family anyway."""
    return (closed,) if closed.is_locking else (closed, paused)
