"""The final outcome that the office gives a household or one respondent: which there are, the deed, and taking it back.

Owns all three. Refuses to own what attempts come to, and that an interview stays one (outcomes); refusals, which are
recorded as what they are (refusals); and anything a laptop could do: there is no such deed for one.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.agreement.outcomes import FinalOutcome, final_outcome
from store.agreement.purposes import Purpose
from store.errors import (
    CodeNotPossibleError,
    InterviewStandsError,
    NothingChangedError,
    RefusalStandsError,
    StoreError,
)
from store.fieldwork.cases import counted, selected
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile, Person
from store.fieldwork.lifting import hold_supervisor_of_base, liftable
from store.fieldwork.outcomes import household_outcome, respondent_outcome
from store.fieldwork.results import COMPLETE, NOT_ATTEMPTED, NOT_ISSUED, PARTIAL, meaning_of, meaning_of_code
from store.fieldwork.typed import needed_note
from store.fieldwork.workable import member
from store.ids import PersonId
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import PersonRole

if TYPE_CHECKING:
    from store.keeping.acts import Act


class Learnt(StrEnum):
    """What the office knows of a case without being at the door."""

    DECEASED = "deceased"
    MOVED_IN_COUNTRY = "moved_in_country"
    MOVED_ABROAD = "moved_abroad"
    MOVED_UNKNOWN = "moved_unknown"
    UNABLE = "unable"
    AWAY = "away"
    LANGUAGE = "language"
    ADDRESS = "address"
    OTHER = "other"
    AS_IT_STANDS = "as_it_stands"


_REASONS: Final = {
    Learnt.DECEASED: NoInterviewReason.DECEASED,
    Learnt.MOVED_IN_COUNTRY: NoInterviewReason.MOVED_IN_COUNTRY,
    Learnt.MOVED_ABROAD: NoInterviewReason.MOVED_ABROAD,
    Learnt.MOVED_UNKNOWN: NoInterviewReason.MOVED_UNKNOWN,
    Learnt.UNABLE: NoInterviewReason.ILL_LONG,
    Learnt.AWAY: NoInterviewReason.AWAY,
    Learnt.LANGUAGE: NoInterviewReason.LANGUAGE,
    Learnt.OTHER: NoInterviewReason.OTHER,
}
"""As a contact form has it for what is learnt from somewhere else: whose codes these are too (results)."""

_ASKED: Final = (Purpose.TAKE_PART, Purpose.PARENTAL_PERMISSION, Purpose.YOUNG_PERSONS_ASSENT)


def offered(
    person: PersonId | None, file: FamilyFile, circumstances: Circumstances
) -> Mapping[Learnt, tuple[FinalOutcome, ...]]:
    """Return the outcomes that the office can give, by what it knows; of each the one that is proposed comes first.

    A partial interview can only be ended as what it is. Where nobody was there yet, a case that is closed as it stands
    was not issued, or not attempted. A refusal is none of these: it locks, and is recorded as what it is.

    Args:
        person: One respondent, or None for the household.
        file: The family's, as base has it.
        circumstances: Of the deed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        PersonUnknownError: Nobody of that id belongs to the family.
        RefusalStandsError: They refused, or wait for a decision on that: what was said counts.
        InterviewStandsError: There is a complete interview.

    Source:
        ESS, contact form, result 8 and 7; ONS, Family Resources Survey, outcome codes; AAPOR, Standard Definitions:
        what may be changed to a later finding, and that a partial interview and a refusal are not.
    """
    hold_supervisor_of_base(circumstances)
    _hold_nothing_refused(person, file)
    outcomes = circumstances.agreement.outcomes
    stands = _stands(person, file, circumstances)
    if stands == COMPLETE:
        raise InterviewStandsError
    codes: dict[Learnt, tuple[int, ...]] = {}
    if stands != PARTIAL:
        codes = {
            learnt: meaning_of(AttemptResult.OTHER_INFORMATION, reason).codes for learnt, reason in _REASONS.items()
        }
        if person is None:
            codes[Learnt.ADDRESS] = meaning_of(AttemptResult.ADDRESS_INVALID, None).codes
    if meaning_of_code(stands).refusal is None:
        codes[Learnt.AS_IT_STANDS] = (stands,)
    return {
        learnt: tuple(final_outcome(outcomes, code) for code in codes[learnt]) for learnt in Learnt if learnt in codes
    }


def endable(file: FamilyFile, circumstances: Circumstances) -> list[PersonId | None]:
    """Return whom the office can give an outcome, or gave one: None for the household, which comes first.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        RefusalStandsError, InterviewStandsError: As `offered` for the household, where there is nobody.
    """
    hold_supervisor_of_base(circumstances)
    found: list[PersonId | None] = []
    refusals: list[StoreError] = []
    of_wave = [each.person for each in file.outcomes if each.wave is file.wave]
    for person in dict.fromkeys((None, *(each.person for each in asked_of(file)), *of_wave)):
        try:
            offered(person, file, circumstances)
        except (RefusalStandsError, InterviewStandsError) as refusal:
            refusals.append(refusal)
            if person not in of_wave:
                continue
        found.append(person)
    if not found:
        raise refusals[0]
    return found


def set_outcome(
    code: int, person: PersonId | None, reason: str, file: FamilyFile, circumstances: Circumstances
) -> "list[Act]":
    """Return the acts that give a household or a respondent a final outcome; it takes the place of an earlier one.

    Args:
        code: One that is offered.
        person: As `offered`.
        reason: How that is known; it is kept with the family, and goes to whoever has it.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        StoreError: As `offered`.
        CodeNotPossibleError: It is not offered.
        NothingChangedError: The office gave it before.
        EmptyFieldError, TypedTooLongError: The reason cannot be kept.

    Source:
        Agreement 7.1, A8.
    """
    found = {each.code: each for outcomes in offered(person, file, circumstances).values() for each in outcomes}
    if code not in found:
        raise CodeNotPossibleError(code)
    if given(person, file) == str(code):
        raise NothingChangedError
    return [_set(found[code], person, reason, file)]


def take_outcome_back(
    person: PersonId | None, reason: str, file: FamilyFile, circumstances: Circumstances
) -> "list[Act]":
    """Return the acts that take the office's outcome back: what attempts come to counts again.

    Args:
        person: Whose; None for the household's.
        reason: Why.
        file: The family's; whatever else stands, what is wrong is put right.
        circumstances: Of the deed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NothingChangedError: The office gave none.
        EmptyFieldError, TypedTooLongError: The reason cannot be kept.

    Source:
        Clause A8: both the record and what took it back stay.
    """
    hold_supervisor_of_base(circumstances)
    if given(person, file) is None:
        raise NothingChangedError
    return [_set(None, person, reason, file)]


def given(person: PersonId | None, file: FamilyFile) -> str | None:
    """Return the code that the office gave a household or a respondent in the present wave; None where it gave none."""
    return next((each.code for each in file.outcomes if each.wave is file.wave and each.person == person), None)


def asked_of(file: FamilyFile) -> list[Person]:
    """Return the members that the present wave is to interview: who was selected, or main carers and young people."""
    chosen = selected(file)
    return [each for each in file.members() if (each.person in chosen if chosen else each.role in _RESPONDENTS)]


_RESPONDENTS: Final = frozenset({PersonRole.MAIN_CARER, PersonRole.YOUNG_PERSON})


# -- inside ----------------------------------------------------------------------------------------------------------


def _set(outcome: FinalOutcome | None, person: PersonId | None, reason: str, file: FamilyFile) -> "Act":
    from store.keeping.acts import OutcomeSet

    return OutcomeSet(
        family=file.family,
        wave=file.wave,
        person=person,
        code=None if outcome is None else str(outcome.code),
        group=None if outcome is None else outcome.group,
        reason=needed_note(reason, "reason"),
    )


def _stands(person: PersonId | None, file: FamilyFile, circumstances: Circumstances) -> int:
    """Return what the attempts come to, whatever the office gave."""
    outcomes, said = circumstances.agreement.outcomes, counted(file)
    if person is None:
        found = household_outcome(said, outcomes, is_worked=False, respondents=selected(file)).code
    else:
        member(file, person)
        found = respondent_outcome(person, said, outcomes, is_worked=False).code
    return found if found != NOT_ATTEMPTED or _was_issued(file) else NOT_ISSUED


def _was_issued(file: FamilyFile) -> bool:
    return any(event.kind == "family_allocated" for event in file.history)


def _hold_nothing_refused(person: PersonId | None, file: FamilyFile) -> None:
    held = liftable(file)
    if any(each.person is None for each in held):
        raise RefusalStandsError
    refusing = {each.person for each in held} | {
        each.person for each in file.consents if each.purpose in _ASKED and each.decision is ConsentDecision.REFUSED
    }
    asked = {each.person for each in asked_of(file)}
    if person in refusing or (person is None and asked and asked <= refusing):
        raise RefusalStandsError
