"""Attempts: told, told anew, taken back.

Owns the deeds and what is proposed before one is kept. Refuses to own whether an attempt can be told like that
(attempt_entered), the rule of outcomes and what a refusal does (refusals).
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from store.agreement.outcomes import FinalOutcome, final_outcome
from store.clock import from_ms
from store.errors import (
    AttemptUnknownError,
)
from store.fieldwork.appointments import end_appointment, made
from store.fieldwork.attempt_entered import AttemptEntered, check_attempt, refusals_in
from store.fieldwork.cases import Case, Said, case_with, counted
from store.fieldwork.circumstances import MINUTE_MS, Circumstances, offset_min
from store.fieldwork.family import Attempt, FamilyFile, Wish
from store.fieldwork.observations import record_observation
from store.fieldwork.refusals import Effect, RefusalEntered, effects_of, record_refusal
from store.fieldwork.results import meaning_of
from store.fieldwork.typed import clean_line, clean_note
from store.ids import new_id
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
)

if TYPE_CHECKING:
    from store.keeping.acts import Act, AttemptTold

LATE_AFTER_MS: Final = 60 * MINUTE_MS
"""An attempt told more than an hour afterwards is flagged as recorded later: told from memory, not at the door."""

_MET: Final = frozenset(
    {
        AttemptResult.COMPLETE_INTERVIEW,
        AttemptResult.PARTIAL_INTERVIEW,
        AttemptResult.CONTACT_UNIDENTIFIED,
        AttemptResult.CONTACT_RESPONDENT,
        AttemptResult.CONTACT_SOMEBODY_ELSE,
    }
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an attempt would come to, shown before it is kept.

    Attributes:
        code: What it stands for by itself.
        choices: What it can stand for, the proposed one first.
        case: How the case would then stand.
        effects: What its refusals would do; empty without one.
        is_late: Whether it would be flagged as recorded later.
    """

    code: int
    choices: tuple[FinalOutcome, ...]
    case: Case
    effects: tuple[Effect, ...]
    is_late: bool


def propose(
    entered: AttemptEntered, file: FamilyFile, circumstances: Circumstances, instead_of: str | None = None
) -> Proposal:
    """Return what an attempt would come to.

    Args:
        entered: As it was entered so far.
        file: The family's.
        circumstances: Of the deed.
        instead_of: The attempt that is told anew, if one is.

    Raises:
        StoreError: As `record_attempt`; the same is refused here and there.
    """
    was = next((each for each in file.attempts if each.attempt == instead_of), None)
    told = check_attempt(entered, file, circumstances, was)
    others: list[Attempt | Said] = [each for each in counted(file) if each.attempt != instead_of]
    outcomes = circumstances.agreement.outcomes
    return Proposal(
        code=int(told.household_code),
        choices=tuple(final_outcome(outcomes, code) for code in meaning_of(entered.result, entered.reason).codes),
        case=case_with([*others, told], file, circumstances, is_appointed=entered.appointment is not None),
        effects=tuple(
            effect
            for refusal in _new_refusals(entered, told.at_ms, file, was)
            for effect in effects_of(refusal, file, circumstances.today)
        ),
        is_late=circumstances.now_ms - told.at_ms > LATE_AFTER_MS,
    )


def record_attempt(entered: AttemptEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of an attempt: itself, and whatever was entered with it.

    That is its next appointment, what became of the one it was for, what the place looked like, and its refusals.

    Args:
        entered: As it was entered.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        StillAheadError, BeforeLoadedError: Its time cannot be.
        FamilyLockedError, FamilyPausedError: The family was not to be worked then.
        ReasonNotPossibleError, CodeNotPossibleError: Result, reason and outcome do not go together.
        WhomMissingError, NobodyMetError, PersonUnknownError, NoContactWishedError: Whom it names cannot be.
        AppointmentMissingError, AppointmentUnknownError, AppointmentPastError: Its appointment cannot be.
        TypedTooLongError: Too much was typed.
    """
    from store.keeping.acts import AttemptRecorded

    attempt = new_id()
    acts, told = _acts_of_telling(entered, file, circumstances, attempt, None)
    recorded = AttemptRecorded(
        attempt=attempt,
        family=file.family,
        wave=file.wave,
        number=1 + max((each.number for each in file.attempts if each.wave is file.wave), default=0),
        interviewer=circumstances.staff,
        told=told,
    )
    return [recorded, *acts]


def no_contact_now(file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of a visit, just now, that reached nobody; as `record_attempt`."""
    return record_attempt(AttemptEntered(AttemptMode.VISIT, AttemptResult.NO_CONTACT), file, circumstances)


def correct_attempt(
    attempt: str, entered: AttemptEntered, reason: str | None, file: FamilyFile, circumstances: Circumstances
) -> "list[Act]":
    """Return the acts of an attempt that is told anew; the first telling stays.

    A refusal that it told before stands: only base takes it back. One that was taken back is recorded afresh.

    Args:
        attempt: One that stands, and was told here, or by another laptop since base last told of the family.
        entered: As it is now; its time is the attempt's own, and None leaves it as it was.
        reason: Why, or None.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        AttemptUnknownError: There is no such attempt, or base told of it, or it was taken back.
        StoreError: As `record_attempt`.
    """
    from store.keeping.acts import AttemptCorrected

    was = _standing(attempt, file)
    entered = replace(entered, at=from_ms(was.at_ms)) if entered.at is None else entered
    acts, told = _acts_of_telling(entered, file, circumstances, attempt, was)
    corrected = AttemptCorrected(attempt=attempt, family=file.family, told=told, reason=clean_note(reason))
    return [corrected, *acts]


def take_back_attempt(attempt: str, reason: str | None, file: FamilyFile) -> "list[Act]":
    """Return the acts of an attempt that was never made; an appointment or a refusal that it told stands.

    Args:
        attempt: One that stands, and was told here.
        reason: Why, or None.
        file: The family's; it may be locked, for what is wrong is put right all the same.

    Raises:
        AttemptUnknownError: There is no such attempt, or base told of it, or it was taken back already.
        TypedTooLongError: The reason is too long.

    Source:
        Clause A8: an undoing is a correcting act.
    """
    from store.keeping.acts import AttemptCorrected

    _standing(attempt, file)
    return [AttemptCorrected(attempt=attempt, family=file.family, told=None, reason=clean_note(reason))]


# -- inside ----------------------------------------------------------------------------------------------------------


def _acts_of_telling(
    entered: AttemptEntered, file: FamilyFile, circumstances: Circumstances, attempt: str, was: Attempt | None
) -> "tuple[list[Act], AttemptTold]":
    """Return what comes with a telling, and the telling; `was` is how the attempt was told before."""
    from store.keeping import acts

    told = check_attempt(entered, file, circumstances, was)
    proposal = propose(entered, file, circumstances, attempt)
    household = proposal.case.household
    with_it: list[Act] = []
    next_appointment = entered.next_appointment
    if entered.appointment is not None:
        appointed = made(entered.appointment, file, circumstances)
        with_it.append(appointed)
        next_appointment = appointed.appointment
    with_it += _settled(entered, file)
    if entered.observed is not None:
        with_it += record_observation(replace(entered.observed, attempt=attempt), file, circumstances)
    for refusal in _new_refusals(entered, told.at_ms, file, was):
        with_it += record_refusal(refusal, file, circumstances, attempt)
    return with_it, acts.AttemptTold(
        at_ms=told.at_ms,
        utc_offset_min=offset_min(from_ms(told.at_ms)),
        is_late=was.is_late if was is not None and was.at_ms == told.at_ms else proposal.is_late,
        mode=entered.mode,
        result=entered.result,
        reason=entered.reason,
        met=entered.met,
        met_description=clean_line(entered.met_description),
        others_present=entered.others_present,
        respondents=tuple(
            acts.RespondentOutcome(person=each.person, code=each.code, group=each.group) for each in told.respondents
        ),
        household_code=str(household.code),
        household_group=household.group,
        next_appointment=next_appointment,
        sheet=entered.sheet,
        note=clean_note(entered.note),
    )


def _new_refusals(entered: AttemptEntered, at_ms: int, file: FamilyFile, was: Attempt | None) -> list[RefusalEntered]:
    """Return the refusals that an attempt tells, without those it told before: they stand, and only base lifts them."""
    before = [wish for wish in file.wishes if was is not None and wish.at_ms == was.at_ms]
    return [each for each in refusals_in(entered, at_ms) if not any(_says(wish, each) for wish in before)]


def _says(wish: Wish, refusal: RefusalEntered) -> bool:
    """Say whether a wish is what came of a refusal, or goes further."""
    is_same = (wish.by, wish.by_person) == (refusal.by, refusal.by_person)
    return is_same and wish.person in (None, refusal.person)


def _settled(entered: AttemptEntered, file: FamilyFile) -> "list[Act]":
    if entered.settles is None:
        return []
    was_met = entered.result in _MET
    change = AppointmentChange.KEPT if was_met else AppointmentChange.BROKEN_BY_RESPONDENT
    return end_appointment(entered.settles, change, None, file)


def last_made_here(file: FamilyFile) -> Attempt | None:
    """Return the last attempt that can be told anew, or None."""
    return next(filter(_may_be_told_anew, reversed(file.attempts)), None)


def _may_be_told_anew(attempt: Attempt) -> bool:
    """Say so of one that stands: what base told of at the hand-over is another's to correct."""
    return not (attempt.is_from_before or attempt.is_taken_back)


def _standing(attempt: str, file: FamilyFile) -> Attempt:
    for each in file.attempts:
        if each.attempt == attempt and _may_be_told_anew(each):
            return each
    raise AttemptUnknownError
