"""Attempts as they are told, for tests of the rules: every one of a made-up family."""

from dataclasses import dataclass

from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason

MOTHER, SON, DAUGHTER = "a" * 32, "b" * 32, "c" * 32
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Respondent:
    """What came of one respondent."""

    person: str
    code: str


@dataclass(frozen=True, slots=True)
class Told:
    """An attempt, no more of it than the rules look at."""

    result: AttemptResult
    reason: NoInterviewReason | None = None
    met: tuple[str, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    household_code: str = "612"
    at_ms: int = 0
    mode: AttemptMode = AttemptMode.VISIT
