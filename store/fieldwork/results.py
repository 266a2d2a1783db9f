"""What may be said of one attempt, and what each of it means for the case.

Owns which reasons go with which result, whom a result asks for, and the final codes it can stand for. Refuses to own
titles and groups of codes, which are the agreement's, and what several attempts come to (outcomes).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from store.agreement.outcomes import Outcomes, attempt_result, no_interview_reason
from store.errors import ReasonNotPossibleError
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason

COMPLETE: Final = 110
PARTIAL: Final = 210
CONTACT_NOT_RESPONSIBLE: Final = 330
OFFICE_REFUSAL: Final = 410
REFUSED_AT_INTRODUCTION: Final = 431
REFUSED_BY_PROXY: Final = 432
NOT_ISSUED: Final = 611
NOT_ATTEMPTED: Final = 612
"""Source: ONS, Family Resources Survey, outcome codes, as are all codes of this room."""

_RESULTS: Final = {each: number for number, each in enumerate(AttemptResult, start=1)}
_REASONS: Final = {each: number for number, each in enumerate(NoInterviewReason, start=1)}
"""They are declared in the order of the form."""


class Refusal(StrEnum):
    """Who refused, the weakest first: of several refusals the strongest is the one that is kept."""

    BEFORE_SELECTION = "before_selection"
    PROXY = "proxy"
    RESPONDENT = "respondent"


class Whom(StrEnum):
    """What a form asks about who was met."""

    NOBODY = "nobody"
    MAY_DESCRIBE = "may_describe"
    NAME_OR_DESCRIBE = "name_or_describe"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one result, with its reason, means for the case.

    Attributes:
        codes: Final codes it can stand for; the first is proposed, the others can be chosen.
        is_conclusive: Whether it ends the work; otherwise the case stays open while something is still to be done.
        refusal: Who refused, if somebody did.
        is_no_contact: Whether nobody was reached, so that an earlier refusal still holds.
    """

    codes: tuple[int, ...]
    is_conclusive: bool = False
    refusal: Refusal | None = None
    is_no_contact: bool = False


_R = NoInterviewReason

_BY_ANYBODY: Final[dict[NoInterviewReason | None, Meaning]] = {
    _R.APPOINTMENT: Meaning((450,)),
    _R.ILL_SHORT: Meaning((512, 522)),
    _R.ILL_LONG: Meaning((532, 512, 522), is_conclusive=True),
    _R.MOVED_ABROAD: Meaning((790, 750), is_conclusive=True),
    _R.LANGUAGE: Meaning((542,), is_conclusive=True),
}
"""Reasons that whoever was met can give."""

_BY_OTHERS: Final[dict[NoInterviewReason | None, Meaning]] = {
    _R.AWAY: Meaning((522,)),
    _R.DECEASED: Meaning((790, 750), is_conclusive=True),
    _R.MOVED_UNKNOWN: Meaning((630, 320, 670)),
    _R.MOVED_IN_COUNTRY: Meaning((320, 630)),
}
"""Reasons that others give about somebody who is not there."""

_MEANINGS: Final[dict[AttemptResult, dict[NoInterviewReason | None, Meaning]]] = {
    AttemptResult.COMPLETE_INTERVIEW: {None: Meaning((COMPLETE,), is_conclusive=True)},
    AttemptResult.PARTIAL_INTERVIEW: {None: Meaning((PARTIAL,), is_conclusive=True)},
    AttemptResult.CONTACT_UNIDENTIFIED: {
        **_BY_ANYBODY,
        **_BY_OTHERS,
        _R.REFUSAL_UNSURE_WHO: Meaning((431, 641, 651), refusal=Refusal.BEFORE_SELECTION),
        _R.OTHER: Meaning((330, 320)),
    },
    AttemptResult.CONTACT_RESPONDENT: {
        **_BY_ANYBODY,
        _R.REFUSAL_BY_RESPONDENT: Meaning((431, 441), is_conclusive=True, refusal=Refusal.RESPONDENT),
        _R.AWAY: Meaning((522,)),
        _R.MOVED_IN_COUNTRY: Meaning((320, 630)),
        _R.OTHER: Meaning((532, 670)),
    },
    AttemptResult.CONTACT_SOMEBODY_ELSE: {
        **_BY_ANYBODY,
        **_BY_OTHERS,
        _R.REFUSAL_BY_PROXY: Meaning((432,), refusal=Refusal.PROXY),
        _R.OTHER: Meaning((330, 320)),
    },
    AttemptResult.NO_CONTACT: {None: Meaning((310, 620, 642, 652), is_no_contact=True)},
    AttemptResult.ADDRESS_INVALID: {
        None: Meaning((630, 620, 710, 720, 730, 740, 750, 760, 790, 642), is_conclusive=True),
    },
    AttemptResult.OTHER_INFORMATION: {
        None: Meaning((670,)),
        **_BY_OTHERS,
        _R.ILL_SHORT: Meaning((512, 522)),
        _R.ILL_LONG: Meaning((532, 512, 522), is_conclusive=True),
        _R.MOVED_ABROAD: Meaning((790, 750), is_conclusive=True),
        _R.LANGUAGE: Meaning((542,), is_conclusive=True),
        _R.OTHER: Meaning((670,)),
    },
}
"""Results and reasons: ESS contact form. What they mean in ONS codes is this project's own reading."""

_UNCLEAR: Final = Meaning((670,))

_WHOM: Final = {
    AttemptResult.COMPLETE_INTERVIEW: Whom.NAME,
    AttemptResult.PARTIAL_INTERVIEW: Whom.NAME,
    AttemptResult.CONTACT_UNIDENTIFIED: Whom.MAY_DESCRIBE,
    AttemptResult.CONTACT_RESPONDENT: Whom.NAME,
    AttemptResult.CONTACT_SOMEBODY_ELSE: Whom.NAME_OR_DESCRIBE,
    AttemptResult.NO_CONTACT: Whom.NOBODY,
    AttemptResult.ADDRESS_INVALID: Whom.NOBODY,
    AttemptResult.OTHER_INFORMATION: Whom.MAY_DESCRIBE,
}


def meaning_of(result: AttemptResult, reason: NoInterviewReason | None) -> Meaning:
    """Return what a result with its reason means.

    Raises:
        ReasonNotPossibleError: The reason does not go with the result, or one is missing.

    Source:
        European Social Survey, contact form: an interview, no contact and an invalid address have no reason; a contact
        without an interview has one. A respondent refuses for themselves, somebody else by proxy, and of somebody who
        is not identified nobody can tell.
    """
    meaning = _MEANINGS[result].get(reason)
    if meaning is None:
        raise ReasonNotPossibleError
    return meaning


def meaning_as_kept(result: AttemptResult, reason: NoInterviewReason | None) -> Meaning:
    """Return what a result with its reason means where it is kept already; a pair no form offers means little."""
    return _MEANINGS[result].get(reason, _UNCLEAR)


def reasons_for(result: AttemptResult) -> tuple[NoInterviewReason, ...]:
    """Return the reasons that go with a result, in the order of the contact form; empty where none is asked."""
    return tuple(reason for reason in NoInterviewReason if reason in _MEANINGS[result])


def needs_reason(result: AttemptResult) -> bool:
    """Say whether a result is not complete without a reason."""
    return None not in _MEANINGS[result]


def whom_to_ask(result: AttemptResult) -> Whom:
    """Return what a form asks about who was met."""
    return _WHOM[result]


def meaning_of_code(code: int) -> Meaning:
    """Return what is meant where only the code of one respondent is known; a refusal is then their own or a proxy's."""
    meanings = [meaning for each in _MEANINGS.values() for meaning in each.values() if code in meaning.codes]
    refusals = [meaning.refusal for meaning in meanings if meaning.refusal is not None]
    refusal = max(refusals, key=list(Refusal).index, default=None)
    return Meaning(
        (code,),
        is_conclusive=refusal is Refusal.RESPONDENT
        or (bool(meanings) and all(each.is_conclusive for each in meanings)),
        refusal=refusal,
        is_no_contact=any(each.is_no_contact for each in meanings),
    )


def title_of_result(outcomes: Outcomes, result: AttemptResult) -> str:
    """Return what the agreement calls a result.

    Raises:
        UnknownOutcomeError: It does not list it.
    """
    return attempt_result(outcomes, number_of_result(result)).title


def title_of_reason(outcomes: Outcomes, reason: NoInterviewReason) -> str:
    """Return what the agreement calls a reason.

    Raises:
        UnknownOutcomeError: It does not list it.
    """
    return no_interview_reason(outcomes, number_of_reason(reason)).title


def number_of_result(result: AttemptResult) -> int:
    """Return the number of a result on the ESS contact form."""
    return _RESULTS[result]


def number_of_reason(reason: NoInterviewReason) -> int:
    """Return the number of a reason on the ESS contact form."""
    return _REASONS[reason]
