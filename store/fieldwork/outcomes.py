"""What a case ends with: the rule that makes a final outcome of attempts, for a household and for each respondent.

Owns the rule and when a case is still pending. Refuses to own what one attempt means (results), the groups of codes,
which are the agreement's, and whether anything is still owed (calls).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from store.agreement.outcomes import OutcomeGroup, Outcomes, final_outcome
from store.fieldwork.results import (
    COMPLETE,
    CONTACT_NOT_RESPONSIBLE,
    NOT_ATTEMPTED,
    PARTIAL,
    Meaning,
    Refusal,
    meaning_as_kept,
    meaning_of,
    meaning_of_code,
)
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason


class RespondentSaid(Protocol):
    """What came of one respondent in one attempt."""

    @property
    def person(self) -> str: ...  # noqa: D102  # as in the act of the same shape
    @property
    def code(self) -> str: ...  # noqa: D102


class AttemptSaid(Protocol):
    """An attempt as it is told last: an act's telling, or a family file's line."""

    @property
    def at_ms(self) -> int: ...  # noqa: D102  # as in the act of the same shape
    @property
    def result(self) -> AttemptResult: ...  # noqa: D102
    @property
    def reason(self) -> NoInterviewReason | None: ...  # noqa: D102
    @property
    def met(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def respondents(self) -> Sequence[RespondentSaid]: ...  # noqa: D102
    @property
    def household_code(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How a case stands.

    Attributes:
        code: An ONS code.
        group: None while the case is still worked: it is then counted in no group and shown apart.
        title: What the agreement calls the code.
    """

    code: int
    group: OutcomeGroup | None
    title: str

    @property
    def is_pending(self) -> bool:
        """Whether the case is still worked."""
        return self.group is None


@dataclass(frozen=True, slots=True)
class Decided:
    """What attempts come to, without what the agreement calls it.

    Attributes:
        is_conclusive: Whether it ends the work; otherwise the case stays open while something is still to be done.
    """

    code: int
    is_conclusive: bool


@dataclass(frozen=True, slots=True)
class _Step:
    code: int
    meaning: Meaning


_OF_THE_ADDRESS = frozenset(
    {
        AttemptResult.CONTACT_UNIDENTIFIED,
        AttemptResult.CONTACT_SOMEBODY_ELSE,
        AttemptResult.NO_CONTACT,
        AttemptResult.ADDRESS_INVALID,
        AttemptResult.OTHER_INFORMATION,
    }
)
"""Results that say something of whoever was not met."""

_NO_CONTACT = frozenset({AttemptResult.NO_CONTACT, AttemptResult.ADDRESS_INVALID, AttemptResult.OTHER_INFORMATION})

_WEAKEST_FIRST = list(Refusal)


def household_outcome(
    attempts: Iterable[AttemptSaid], outcomes: Outcomes, *, is_worked: bool, respondents: Collection[str] = ()
) -> CaseOutcome:
    """Return how a household stands.

    Args:
        attempts: Those of one wave, as told last, without what was taken back; in any order.
        outcomes: The agreement's.
        is_worked: Whether something is still to be done: calls are owed, or an appointment is ahead. What is conclusive
            counts all the same.
        respondents: Whom the wave is to interview, where they were selected. Of several, each has to be complete
            before the household is; until then it is partial.

    Raises:
        UnknownOutcomeError: The agreement does not list the code.

    Source:
        ESS, deriving final outcomes: the last attempt decides, but no contact after any refusal keeps the refusal, and
        a proxy's or an unidentified person's after a respondent's stays the respondent's. An appointment that nothing
        came of is a broken one. Nothing met in the field overwrites an interview, but a partial one may be completed.
    """
    ordered = _in_order(attempts)
    step = _decided(_step(each) for each in ordered)
    if step is not None and step.code == COMPLETE and len(respondents) > 1:
        reached = [_decided(_steps_of(person, ordered)) for person in respondents]
        if any(each is None or each.code != COMPLETE for each in reached):
            step = _Step(PARTIAL, meaning_of(AttemptResult.PARTIAL_INTERVIEW, None))
    return _outcome(step, NOT_ATTEMPTED, outcomes, is_worked=is_worked)


def respondent_outcome(
    person: str, attempts: Iterable[AttemptSaid], outcomes: Outcomes, *, is_worked: bool
) -> CaseOutcome:
    """Return how one respondent stands, by the same rule over the attempts that say something of them.

    An attempt does if it names an outcome of theirs or met them, or if it is about the whole address. Somebody whose
    household was met, and of whom nothing was said, counts as contact without them.

    Args:
        person: Whose outcome.
        attempts: As `household_outcome`.
        outcomes: The agreement's.
        is_worked: As `household_outcome`.

    Raises:
        UnknownOutcomeError: The agreement does not list the code.
    """
    ordered = _in_order(attempts)
    was_met = any(each.result not in _NO_CONTACT for each in ordered)
    otherwise = CONTACT_NOT_RESPONSIBLE if was_met else NOT_ATTEMPTED
    return _outcome(_decided(_steps_of(person, ordered)), otherwise, outcomes, is_worked=is_worked)


def with_offices(found: CaseOutcome, office: CaseOutcome | None) -> CaseOutcome:
    """Return how a case stands after what the office gave it, if it gave anything.

    An interview is the field's alone: one that is heard of only afterwards still counts, and none is made up. A partial
    one that the office ends stays partial.

    Args:
        found: By the attempts, as `household_outcome` or `respondent_outcome`.
        office: What the office gave.

    Source:
        ESS, as `household_outcome`: nothing overwrites an interview.
    """
    return found if office is None or not _INTERVIEWS.isdisjoint((found.code, office.code)) else office


_INTERVIEWS = frozenset((COMPLETE, PARTIAL))


def decided(attempts: Iterable[AttemptSaid]) -> Decided | None:
    """Return what attempts come to for a household, as `household_outcome`; None where there are none."""
    return _decided_by(_decided(map(_step, _in_order(attempts))))


def decided_of(person: str, attempts: Iterable[AttemptSaid]) -> Decided | None:
    """Return what attempts come to for one respondent, as `respondent_outcome`; None where none says anything."""
    return _decided_by(_decided(_steps_of(person, _in_order(attempts))))


def is_any_conclusive(attempts: Iterable[AttemptSaid]) -> bool:
    """Say whether any attempt tells by itself of what ends the work: where none does, all together do not."""
    return any(
        meaning_as_kept(attempt.result, attempt.reason).is_conclusive
        or any(meaning_of_code(int(each.code)).is_conclusive for each in attempt.respondents)
        for attempt in attempts
    )


def _decided_by(step: _Step | None) -> Decided | None:
    return None if step is None else Decided(step.code, step.meaning.is_conclusive)


def own_code(attempt: AttemptSaid) -> int:
    """Return the code that one attempt stands for by itself: the one chosen for it, or the one that is proposed.

    What an attempt keeps as the household's code is how the household then stood; where that is none of its own codes,
    an earlier attempt had decided.
    """
    codes = meaning_as_kept(attempt.result, attempt.reason).codes
    kept = int(attempt.household_code)
    return kept if kept in codes else codes[0]


def _in_order(attempts: Iterable[AttemptSaid]) -> list[AttemptSaid]:
    return sorted(attempts, key=lambda attempt: attempt.at_ms)  # stable: of one instant, as they were recorded


def _step(attempt: AttemptSaid) -> _Step:
    return _Step(own_code(attempt), meaning_as_kept(attempt.result, attempt.reason))


def _steps_of(person: str, attempts: Iterable[AttemptSaid]) -> Iterable[_Step]:
    for attempt in attempts:
        named = [int(each.code) for each in attempt.respondents if each.person == person]
        if named:
            yield _Step(named[0], meaning_of_code(named[0]))
        elif attempt.result in _OF_THE_ADDRESS:
            if person not in attempt.met:
                yield _step(attempt)
        elif person in attempt.met or not attempt.met:  # an earlier interviewer's may name nobody
            yield _step(attempt)


def _decided(steps: Iterable[_Step]) -> _Step | None:
    standing: _Step | None = None
    refused: _Step | None = None
    for step in steps:
        refused = _stronger(refused, step)
        standing = _follow(standing, step, refused)
        if standing.code == COMPLETE:
            break  # nothing overwrites it
    return standing


def _stronger(refused: _Step | None, step: _Step) -> _Step | None:
    """Return the strongest refusal so far, and of equals the last."""
    if step.meaning.refusal is None:
        return refused
    if refused is None or refused.meaning.refusal is None:
        return step
    weight = _WEAKEST_FIRST.index
    return step if weight(step.meaning.refusal) >= weight(refused.meaning.refusal) else refused


def _follow(standing: _Step | None, step: _Step, refused: _Step | None) -> _Step:
    """Return what stands after one more attempt; `refused` is the strongest refusal, this attempt's among them."""
    if standing is not None and standing.code == COMPLETE:
        return standing
    if standing is not None and standing.code == PARTIAL:
        return step if step.code == COMPLETE else standing
    if refused is None:
        return step
    is_by_others = step.meaning.refusal in (Refusal.PROXY, Refusal.BEFORE_SELECTION)
    if step.meaning.is_no_contact or (is_by_others and refused.meaning.refusal is Refusal.RESPONDENT):
        return refused
    return step


def _outcome(step: _Step | None, otherwise: int, outcomes: Outcomes, *, is_worked: bool) -> CaseOutcome:
    final = final_outcome(outcomes, otherwise if step is None else step.code)
    is_conclusive = step is not None and step.meaning.is_conclusive
    return CaseOutcome(final.code, final.group if is_conclusive or not is_worked else None, final.title)
