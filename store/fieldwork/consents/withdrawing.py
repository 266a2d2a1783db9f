"""Taking back what was agreed to: by purpose, never inferred.

Owns the deed: from what somebody withdraws to the acts that are kept of it. Refuses to own what each withdrawal leads
to (effects, and the rules that read the records), and how a person is found by their code (finding).

Safety is never locked out: nothing here asks for a credential, an open family or a live agreement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.agreement.purposes import Purpose
from store.clock import Instant, to_ms
from store.errors import (
    GuardianIsChildError,
    GuardianMissingError,
    NotGivenError,
    ReasonMissingError,
    WithdrawalUnclearError,
)
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.law_told import law_told
from store.fieldwork.consents.records import Taker, offset_min
from store.fieldwork.consents.saying import GuardianSaid
from store.fieldwork.consents.state import Stand, State
from store.ids import FamilyId, PersonId, new_id
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ConsentMode, ExpressedBy, Interpreting, KeyedBy
from store.keeping.acts.terms.families import (
    FamilyLock,
    FamilyLockCause,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)

if TYPE_CHECKING:
    from store.keeping.acts import Act, ConsentRecorded, FamilyLockSet


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """What somebody takes back, as they say it.

    Attributes:
        what: One thing; nothing follows from it but what it says.
        target: Which linkage, where linkage alone is withdrawn.
        is_linkage_too: Of the whole survey: whether linkage is withdrawn as well. Has to be asked.
        is_to_delete: Of the whole survey: whether the answers are to be deleted. Has to be asked.
        by: Who says so.
        guardian: The parent or guardian, where a parent's permission is withdrawn.
        receipt_code: As `read_code` returned it, where they had one.
        sheet: The number of the paper it was written on, if it was.
        reason: What was said, if anything; nobody has to give one.
    """

    what: Withdrawn
    by: ExpressedBy
    mode: ConsentMode
    keyed_by: KeyedBy = KeyedBy.INTERVIEWER
    target: str | None = None
    is_linkage_too: bool | None = None
    is_to_delete: bool | None = None
    guardian: GuardianSaid | None = field(default=None, repr=False)
    receipt_code: str | None = field(default=None, repr=False)
    sheet: str | None = None
    reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose consents they are.

    Attributes:
        stands: Where each question stands that was ever put to them.
        is_of_child: Whether they are in the survey as a young person: their no to contact closes them, not the family.
        holds_wave_two: Whether the family is to be visited in wave 2, and nobody else of it agrees to that.
    """

    family: FamilyId
    person: PersonId
    stands: tuple[Stand, ...]
    is_of_child: bool
    holds_wave_two: bool = False


def nobody_else_agrees(wave: Wave, others: Iterable[Stand]) -> bool:
    """Say whether a family is to be visited in wave 2 on one person's yes alone. Pure.

    Args:
        wave: The family's.
        others: Where each question to everybody else of it stands.
    """
    return wave is Wave.TWO and not _says_yes(others)


def ends_wave_two(asked: Withdrawing, whose: Whose) -> bool:
    """Say whether a withdrawal takes back the last yes that a family is visited on in wave 2. Pure.

    Source:
        Agreement 4.4: no family of wave 2 without a live yes, over any history.
    """
    return whose.holds_wave_two and any(
        each.question.purpose in _RESTS_WAVE_TWO for each in _records_withdrawn(asked, whose)
    )


def withdrawable(stands: Sequence[Stand]) -> list[Stand]:
    """Return what a person could take back, in the order of `stands`: whatever they agreed to, live or not."""
    return [stand for stand in stands if stand.state is State.GIVEN]


def withdraw(asked: Withdrawing, whose: Whose, taker: Taker, at: Instant) -> "list[Act]":
    """Return the acts of one withdrawal: a record each purpose, and the lock where contact ends.

    In wave 2 it ends with the last yes to that wave, too.

    Args:
        asked: What is withdrawn.
        whose: By whom.
        taker: Who takes it down.
        at: Now.

    Raises:
        NotGivenError: It was never agreed to.
        WithdrawalUnclearError: The whole survey, and it was not asked about linkage or about the answers.
        GuardianMissingError, GuardianIsChildError: A parent's permission, and no parent says so.
        NoRuleThenError: As `law_told`.

    Source:
        Clauses "Consent", the table of withdrawals; 4.2, 4.4, 7.2e, 10.
    """
    _hold_clear(asked, whose)
    records = [_record(stand, asked, whose, taker, at) for stand in _records_withdrawn(asked, whose)]
    acts: list[Act] = [*records]
    if asked.what in (Withdrawn.ANY_CONTACT, Withdrawn.WHOLE_SURVEY):
        acts += _no_contact(asked, whose, at)
    is_locked = asked.what in (Withdrawn.ANY_CONTACT, Withdrawn.WHOLE_SURVEY) and not whose.is_of_child
    if ends_wave_two(asked, whose) and not is_locked:
        acts.append(_locked(whose, next(each.record for each in records if each.purpose in _RESTS_WAVE_TWO)))
    return acts


def is_last_yes_in_error(stand: Stand, whose: Whose, left: Sequence[Stand]) -> bool:
    """Say whether a mark takes away the last yes that a family is visited on in wave 2. Pure.

    A parent's permission of this wave is none of what the visit rests on: keyed wrongly, it is asked for anew.

    Args:
        stand: The question, and the record that is marked.
        whose: Whose it is.
        left: Where their questions stand without that record.

    Source:
        Agreement 4.4: no family of wave 2 without a live yes, over any history.
    """
    if not whose.holds_wave_two or not _says_yes(whose.stands) or _says_yes(left):
        return False
    stays = next((each.state for each in left if each.question == stand.question), State.NEVER_ASKED)
    is_of_this_wave = stand.question.purpose is Purpose.PARENTAL_PERMISSION and stand.wave is Wave.TWO
    return not is_of_this_wave or stays in (State.WITHDRAWN, State.REFUSED)


def enter_in_error(
    stand: Stand, reason: str, whose: Whose, left: Sequence[Stand], taker: Taker, at: Instant
) -> "list[Act]":
    """Return the mark that a record should never have been made; both stay visible.

    In wave 2, with the last yes to that wave contact ends, and the lock comes along.

    Args:
        stand: The question, and the record that is marked.
        reason: Why.
        whose: Whose it is.
        left: Where their questions stand without that record: `known.read_stands_without`.
        taker: Who marks it.
        at: Now.

    Raises:
        NotGivenError: There is no such record.
        ReasonMissingError: Nobody said why.

    Source:
        Clauses A8, 4.4.
    """
    if stand.record is None:
        raise NotGivenError
    if not reason.strip():
        raise ReasonMissingError
    asked = Withdrawing(Withdrawn.LINKAGE, ExpressedBy.PERSON, ConsentMode.OFFICE, reason=reason.strip())
    mark = _record(stand, asked, whose, taker, at, ConsentDecision.ENTERED_IN_ERROR)
    return [mark, _locked(whose, mark.record)] if is_last_yes_in_error(stand, whose, left) else [mark]


def _says_yes(stands: Iterable[Stand]) -> bool:
    return any(each.is_live and each.question.purpose is Purpose.RECONTACT for each in stands)


def _hold_clear(asked: Withdrawing, whose: Whose) -> None:
    is_whole = asked.what is Withdrawn.WHOLE_SURVEY
    if is_whole and (asked.is_linkage_too is None or asked.is_to_delete is None):
        raise WithdrawalUnclearError
    if asked.what is Withdrawn.PARENTS_PERMISSION:
        if asked.guardian is None or not asked.guardian.name.strip() or asked.by is not ExpressedBy.GUARDIAN:
            raise GuardianMissingError
        if asked.guardian.person == whose.person:
            raise GuardianIsChildError


def _records_withdrawn(asked: Withdrawing, whose: Whose) -> list[Stand]:
    given = withdrawable(whose.stands)

    def of(*purposes: Purpose) -> list[Stand]:
        return [stand for stand in given if stand.question.purpose in purposes]

    match asked.what:
        case Withdrawn.LINKAGE:
            found = [stand for stand in of(Purpose.LINKAGE) if asked.target in (None, stand.question.target)]
        case Withdrawn.RECONTACT:
            found = of(Purpose.RECONTACT)
        case Withdrawn.PARENTS_PERMISSION:
            found = of(Purpose.PARENTAL_PERMISSION)
        case Withdrawn.ANY_CONTACT:
            return of(Purpose.RECONTACT)  # whoever wants no contact at all wants none for wave 2
        case Withdrawn.WHOLE_SURVEY:
            linkage = of(Purpose.LINKAGE) if asked.is_linkage_too else []
            return [*of(Purpose.TAKE_PART, Purpose.YOUNG_PERSONS_ASSENT, Purpose.RECONTACT), *linkage]
    if not found:
        raise NotGivenError
    return found


def _record(
    stand: Stand,
    asked: Withdrawing,
    whose: Whose,
    taker: Taker,
    at: Instant,
    decision: ConsentDecision = ConsentDecision.WITHDRAWN,
) -> "ConsentRecorded":
    from store.keeping.acts import ConsentRecorded, Guardian

    guardian = asked.guardian if stand.question.purpose is Purpose.PARENTAL_PERMISSION else None
    return ConsentRecorded(
        record=new_id(),
        follows=stand.record,
        family=whose.family,
        person=whose.person,
        wave=stand.wave or Wave.ONE,
        ceremony=None,
        purpose=stand.question.purpose,
        target=stand.question.target,
        decision=decision,
        not_asked_reason=None,
        reason=asked.reason,
        delete_answers=asked.is_to_delete if asked.what is Withdrawn.WHOLE_SURVEY else None,
        wording=None,
        mode=asked.mode,
        keyed_by=asked.keyed_by,
        interviewer=taker.interviewer,
        credential=taker.credential,
        expressed_by=asked.by,
        guardian=None
        if guardian is None
        else Guardian(person=guardian.person, name=guardian.name.strip(), relationship=guardian.relationship),
        permission=None,
        age_years=stand.age_years,
        capacity_concern=False,
        capacity_note=None,
        interpreting=Interpreting.NONE,
        interpreter_name=None,
        witness_name=None,
        others_present=(),
        privacy_offered=False,
        at_ms=to_ms(at),
        utc_offset_min=offset_min(at),
        law=law_told(taker.agreement, stand.question.purpose, london_day(at), taker.told),
        receipt_code=asked.receipt_code,
        sheet=asked.sheet,
    )


def _no_contact(asked: Withdrawing, whose: Whose, at: Instant) -> "list[Act]":
    from store.keeping.acts import ContactWishRecorded

    wish = ContactWishRecorded(
        wish=new_id(),
        follows=None,
        family=whose.family,
        reach=WishReach.PERSON if whose.is_of_child else WishReach.FAMILY,
        person=whose.person if whose.is_of_child else None,
        decision=WishDecision.NO_CONTACT,
        by=WishBy.RESPONDENT,
        by_person=whose.person,
        by_description=None,
        channel=_CHANNELS[asked.mode],
        at_ms=to_ms(at),
        delivery=None,
        attempt=None,
        sheet=asked.sheet,
        reason=asked.reason,
    )
    if whose.is_of_child:
        return [wish]
    return [wish, _locked(whose, wish.wish)]


def _locked(whose: Whose, follows_from: str) -> "FamilyLockSet":
    from store.keeping.acts import FamilyLockSet

    return FamilyLockSet(
        family=whose.family,
        lock=FamilyLock.LOCKED,
        cause=FamilyLockCause.CONTACT_WISH,
        follows_from=follows_from,
        reason=None,
    )


_RESTS_WAVE_TWO: Final = frozenset((Purpose.RECONTACT, Purpose.PARENTAL_PERMISSION))
"""What a yes to wave 2 consists of: a child's counts under a parent's permission alone."""


_CHANNELS = {
    ConsentMode.OFFICE: WishChannel.LETTER,
    ConsentMode.PAPER: WishChannel.PAPER_FORM,
    ConsentMode.PHONE: WishChannel.TELEPHONE,
    ConsentMode.READ_ALOUD: WishChannel.DOOR,
    ConsentMode.READ_BY_RESPONDENT: WishChannel.DOOR,
}
