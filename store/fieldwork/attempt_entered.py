"""An attempt as it was entered, and whether it can be told like that.

Owns the shape of the entry and its checks. Refuses to own what it comes to and its acts (attempts).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from store.agreement.outcomes import OutcomeGroup, final_outcome
from store.clock import Instant, from_ms
from store.errors import (
    AppointmentMissingError,
    BeforeLoadedError,
    CodeNotPossibleError,
    NobodyMetError,
    WhomMissingError,
)
from store.fieldwork.appointments import AppointmentEntered, standing
from store.fieldwork.circumstances import MINUTE_MS, Circumstances, past_ms
from store.fieldwork.family import Attempt, FamilyFile
from store.fieldwork.observations import ObservationEntered
from store.fieldwork.refusals import RefusalEntered
from store.fieldwork.results import Whom, meaning_of, whom_to_ask
from store.fieldwork.typed import clean_line
from store.fieldwork.workable import hold_open, hold_workable, member
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason, Presence
from store.keeping.acts.terms.families import WishBy, WishChannel, WishReach

_INTERVIEWS: Final = frozenset({AttemptResult.COMPLETE_INTERVIEW, AttemptResult.PARTIAL_INTERVIEW})

_REFUSED_BY: Final = {
    NoInterviewReason.REFUSAL_BY_RESPONDENT: WishBy.RESPONDENT,
    NoInterviewReason.REFUSAL_BY_PROXY: WishBy.PROXY,
    NoInterviewReason.REFUSAL_UNSURE_WHO: WishBy.UNSURE,
}


@dataclass(frozen=True, slots=True)
class RespondentEntered:
    """What came of one respondent, where it differs from what came of the attempt.

    Attributes:
        code: The outcome chosen for them; None for the one that is proposed.
    """

    person: PersonId
    result: AttemptResult
    reason: NoInterviewReason | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class AttemptEntered:
    """An attempt as it was entered.

    Attributes:
        at: The interviewer's own time, with its zone; None for now.
        met: Who of the family was met.
        met_description: Who was met, where they are not of the family or nobody knows.
        respondents: Whose outcome differs from the attempt's.
        code: The outcome chosen for the attempt; None for the one that is proposed.
        refused: Of what somebody refused; None where that is not clear, which is read as the family.
        refused_person: Whom a proxy refused for, where it is of one person.
        settles: The appointment that this attempt was for.
        appointment: The next one, as it was entered.
        next_appointment: The next one, where it stands already.
        sheet: The number of the paper it was written on, if it was.
        observed: What the place looked like then; None where that was not looked at.
    """

    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None = None
    at: Instant | None = None
    met: tuple[PersonId, ...] = ()
    met_description: str | None = field(default=None, repr=False)
    others_present: tuple[Presence, ...] = ()
    respondents: tuple[RespondentEntered, ...] = ()
    code: int | None = None
    refused: WishReach | None = None
    refused_person: PersonId | None = None
    settles: str | None = None
    appointment: AppointmentEntered | None = None
    next_appointment: str | None = None
    sheet: str | None = None
    note: str | None = field(default=None, repr=False)
    observed: ObservationEntered | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one respondent in this attempt, by itself."""

    person: PersonId
    code: str
    group: OutcomeGroup | None


@dataclass(frozen=True, slots=True)
class Checked:
    """An attempt that can be told like that, as far as the rules look at it.

    Attributes:
        household_code: What it stands for by itself.
    """

    at_ms: int
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    met: tuple[PersonId, ...]
    respondents: tuple[Outcome, ...]
    household_code: str


def check_attempt(
    entered: AttemptEntered, file: FamilyFile, circumstances: Circumstances, was: Attempt | None
) -> Checked:
    """Return the attempt as the rules see it, once everything about it can be.

    Args:
        entered: As it was entered.
        file: The family's.
        circumstances: Of the deed.
        was: How it was told before, if it was.

    Raises:
        StoreError: As `attempts.record_attempt`.
    """
    at_ms = past_ms(entered.at, circumstances)
    loaded_ms = loaded_at_ms(file)
    if loaded_ms is not None and at_ms + MINUTE_MS <= loaded_ms:
        raise BeforeLoadedError
    # What followed from it in the same instant, such as the lock after a refusal, came after it.
    done_ms = at_ms - 1 if was is not None and was.at_ms == at_ms else at_ms
    hold_workable(file, done_ms)
    _hold_whom(entered, file, done_ms)
    if entered.appointment is not None:
        hold_workable(file, circumstances.now_ms)
    if entered.settles is not None:
        standing(file, entered.settles)
    if entered.next_appointment is not None:
        standing(file, entered.next_appointment)
    is_appointed = entered.appointment is not None or entered.next_appointment is not None
    if entered.reason is NoInterviewReason.APPOINTMENT and not is_appointed:
        raise AppointmentMissingError
    code = _chosen(entered.result, entered.reason, entered.code)
    return Checked(
        at_ms=at_ms,
        mode=entered.mode,
        result=entered.result,
        reason=entered.reason,
        met=entered.met,
        respondents=tuple(_respondents(entered, file, circumstances, code)),
        household_code=str(code),
    )


def _respondents(
    entered: AttemptEntered, file: FamilyFile, circumstances: Circumstances, code: int
) -> Iterator[Outcome]:
    """Yield what came of each respondent in this attempt, by itself: the rule over all of them is not kept here."""
    outcomes = circumstances.agreement.outcomes
    named = {each.person for each in entered.respondents}
    for each in entered.respondents:
        member(file, each.person)
        own, meaning = _chosen(each.result, each.reason, each.code), meaning_of(each.result, each.reason)
        group = final_outcome(outcomes, own).group if meaning.is_conclusive else None
        yield Outcome(each.person, str(own), group)
    if whom_to_ask(entered.result) is Whom.NAME:
        meaning = meaning_of(entered.result, entered.reason)
        group = final_outcome(outcomes, code).group if meaning.is_conclusive else None
        for person in entered.met:
            if person not in named:
                yield Outcome(person, str(code), group)


def _chosen(result: AttemptResult, reason: NoInterviewReason | None, code: int | None) -> int:
    codes = meaning_of(result, reason).codes
    if code is None:
        return codes[0]
    if code not in codes:
        raise CodeNotPossibleError(code)
    return code


def _hold_whom(entered: AttemptEntered, file: FamilyFile, at_ms: int) -> None:
    is_described = clean_line(entered.met_description) is not None
    for person in entered.met:
        member(file, person)
    for person in {*entered.met, *(each.person for each in entered.respondents if each.result in _INTERVIEWS)}:
        if entered.result in _INTERVIEWS or person not in entered.met:
            hold_open(file, person, at_ms)
    match whom_to_ask(entered.result):
        case Whom.NOBODY:
            if entered.met or is_described:
                raise NobodyMetError
        case Whom.NAME:
            if not entered.met:
                raise WhomMissingError
        case Whom.NAME_OR_DESCRIBE:
            if not entered.met and not is_described:
                raise WhomMissingError
        case Whom.MAY_DESCRIBE:
            return


def refusals_in(entered: AttemptEntered, at_ms: int) -> Iterator[RefusalEntered]:
    """Yield what was refused at an attempt: by whoever was met, and by or for each respondent."""
    channel = WishChannel.TELEPHONE if entered.mode is AttemptMode.TELEPHONE else WishChannel.DOOR
    one = entered.met[0] if len(entered.met) == 1 else None
    by = None if entered.reason is None else _REFUSED_BY.get(entered.reason)
    if by is not None:
        about = one if by is WishBy.RESPONDENT else entered.refused_person
        yield RefusalEntered(
            by=by,
            reach=entered.refused or WishReach.FAMILY,
            person=about if entered.refused is WishReach.PERSON else None,
            by_person=one,
            by_description=entered.met_description,
            channel=channel,
            at=from_ms(at_ms),
            sheet=entered.sheet,
        )
    for each in entered.respondents:
        whose = None if each.reason is None else _REFUSED_BY.get(each.reason)
        if whose is not None:
            yield RefusalEntered(
                by=whose,
                reach=WishReach.PERSON,
                person=each.person,
                by_person=each.person if whose is WishBy.RESPONDENT else one if one != each.person else None,
                by_description=None if whose is WishBy.RESPONDENT else entered.met_description,
                channel=channel,
                at=from_ms(at_ms),
                sheet=entered.sheet,
            )


def loaded_at_ms(file: FamilyFile) -> int | None:
    """Return when a family first came to this laptop, or None where its history does not say."""
    loaded = [event.at_ms for event in file.history if event.kind == "family_loaded" and event.is_own]
    return min(loaded, default=None)
