"""The codes an interviewer ends an attempt with, and the codes a case ends with.

Owns codes, titles and AAPOR groups, as the agreement lists them. Refuses to own the rule that makes a final outcome out
of attempts, and the rates computed from them.
"""

from dataclasses import dataclass
from enum import StrEnum

from store.errors import UnknownOutcomeError


class OutcomeGroup(StrEnum):
    """The groups that response rates are computed from.

    Source:
        AAPOR, Standard Definitions.
    """

    COMPLETE = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN_HOUSEHOLD = "UH"
    UNKNOWN_OTHER = "UO"
    NOT_ELIGIBLE = "NE"


@dataclass(frozen=True, slots=True)
class FinalOutcome:
    """How a case ended: an ONS code and the group it is counted in, which is this project's own mapping."""

    code: int
    group: OutcomeGroup
    title: str


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How one attempt ended: a code of the ESS contact form."""

    code: int
    title: str


@dataclass(frozen=True, slots=True)
class NoInterviewReason:
    """Why an attempt that reached somebody ended without an interview: a code of the ESS contact form."""

    code: int
    title: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every code of the agreement, in the order it lists them.

    Attributes:
        source: Where codes and groups come from.
    """

    source: str
    final: tuple[FinalOutcome, ...]
    attempt_results: tuple[AttemptResult, ...]
    no_interview_reasons: tuple[NoInterviewReason, ...]


def final_outcome(outcomes: Outcomes, code: int) -> FinalOutcome:
    """Return the final outcome of a code.

    Raises:
        UnknownOutcomeError: The agreement does not list it.
    """
    for outcome in outcomes.final:
        if outcome.code == code:
            return outcome
    raise UnknownOutcomeError(code)


def attempt_result(outcomes: Outcomes, code: int) -> AttemptResult:
    """Return the attempt result of a code.

    Raises:
        UnknownOutcomeError: The agreement does not list it.
    """
    for result in outcomes.attempt_results:
        if result.code == code:
            return result
    raise UnknownOutcomeError(code)


def no_interview_reason(outcomes: Outcomes, code: int) -> NoInterviewReason:
    """Return the reason of a code.

    Raises:
        UnknownOutcomeError: The agreement does not list it.
    """
    for reason in outcomes.no_interview_reasons:
        if reason.code == code:
            return reason
    raise UnknownOutcomeError(code)
