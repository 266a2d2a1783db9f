"""What an asking means for the attempt it was part of.

Owns the translation. Refuses to own the codes an attempt stands for (results) and the attempt itself: the person alone
is closed by it, never the family.
"""

from collections.abc import Collection
from dataclasses import dataclass

from store.agreement.purposes import Purpose
from store.fieldwork.consents.ceremony import Ceremony
from store.fieldwork.results import meaning_of
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState


@dataclass(frozen=True, slots=True)
class CameOf:
    """What an attempt says of this respondent.

    Attributes:
        code: The final outcome code that is proposed for them.
    """

    result: AttemptResult
    reason: NoInterviewReason | None
    code: int


def came_of(ceremony: Ceremony) -> CameOf | None:
    """Return what an asking came to for its respondent; None while nothing is decided.

    A young person's no, or a parent's, is told of that person alone.

    Source:
        ESS contact form; ONS outcome codes.
    """
    refused = [asked.purpose for asked, decision, _ in ceremony.given if decision is ConsentDecision.REFUSED]
    return came_of_answers(refused, ceremony.interview)


def came_of_answers(refused: Collection[Purpose], interview: InterviewState | None) -> CameOf | None:
    """Return what it comes to that somebody refused these purposes, and how far their interview got; as `came_of`."""
    if Purpose.PARENTAL_PERMISSION in refused:
        return _of(AttemptResult.CONTACT_SOMEBODY_ELSE, NoInterviewReason.REFUSAL_BY_PROXY)
    if Purpose.TAKE_PART in refused or Purpose.YOUNG_PERSONS_ASSENT in refused:
        return _of(AttemptResult.CONTACT_RESPONDENT, NoInterviewReason.REFUSAL_BY_RESPONDENT)
    match interview:
        case InterviewState.COMPLETE:
            return _of(AttemptResult.COMPLETE_INTERVIEW, None)
        case InterviewState.PARTIAL:
            return _of(AttemptResult.PARTIAL_INTERVIEW, None)
        case InterviewState.ENTERED_IN_ERROR | None:
            return None


def _of(result: AttemptResult, reason: NoInterviewReason | None) -> CameOf:
    return CameOf(result, reason, meaning_of(result, reason).codes[0])
