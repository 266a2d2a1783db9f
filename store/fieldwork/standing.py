"""Where a family stands with the work: to do, done, paused or locked.

Owns that rule; pure, so that the projection, the screens and base's boards ask the same one. Refuses to own what an
attempt means (results), what attempts come to (outcomes), and which wishes and locks stand (keeping.merging).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from store.fieldwork.lines import Standing
from store.fieldwork.outcomes import AttemptSaid, Decided, decided, decided_of, is_any_conclusive
from store.fieldwork.results import COMPLETE, PARTIAL, Refusal, meaning_of_code
from store.keeping.acts.terms.attempts import AttemptResult, NoInterviewReason

HOUSEHOLD = ""
"""Stands for the household where outcomes are given to people."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What is known of the work at one family's door in one wave.

    Attributes:
        is_locked: Whether it is locked, was recalled, or a wish for no contact of the whole family stands.
        is_paused: Whether a wish waits for the supervisor: a proxy's, or one where it is unsure whose it is.
        attempts: As told last, without those taken back.
        office: Final outcomes that the office gave, by person; the household's by `HOUSEHOLD`.
        selected: Whom the wave is to interview, where they were selected.
        respondents: Main carers and young people who belong to the household.
        young: The young people among them.
        closed: People who want no contact, or said no to taking part.
        lifted_at_ms: When base last took a refusal back; None where it never did.
    """

    is_locked: bool = False
    is_paused: bool = False
    attempts: Sequence[AttemptSaid] = field(default=(), repr=False)
    office: Mapping[str, str] = field(default_factory=dict)
    selected: Collection[str] = ()
    respondents: Collection[str] = ()
    young: Collection[str] = ()
    closed: Collection[str] = ()
    lifted_at_ms: int | None = None


def standing_of(worked: Worked) -> Standing:
    """Return where a family stands.

    A lock comes before a pause, and a pause before what was done. Done is a family whose household has a final outcome,
    or all of whose respondents are closed. An interview is final unless somebody who was selected is still open; a
    partial one is not, for it may become complete: it is done once something after it ended the work, a refusal say, or
    once the office says so. However often a family was tried, that alone ends nothing. A young person's own refusal
    closes that person alone. What somebody refused at an attempt decides nothing any more once base took a refusal
    back: whose wish still stands is closed by that wish.

    Source:
        Agreement 7.2a, 10; design 6.
    """
    if worked.is_locked:
        return Standing.LOCKED
    if worked.is_paused:
        return Standing.PAUSED
    return Standing.DONE if _is_done(worked) else Standing.TO_DO


def _is_done(worked: Worked) -> bool:
    if HOUSEHOLD in worked.office:
        return True
    asked = worked.selected or worked.respondents
    if not is_any_conclusive(worked.attempts):  # of most families all the time, and of the others for long
        return bool(asked) and all(person in worked.office or person in worked.closed for person in asked)
    return _is_household_done(worked) or (bool(asked) and all(_is_closed(person, worked) for person in asked))


def _is_household_done(worked: Worked) -> bool:
    outcome = decided(_of_household(worked))
    if outcome is None or not outcome.is_conclusive:
        return False
    if outcome.code in (COMPLETE, PARTIAL) and worked.selected:
        return False
    return outcome.code != PARTIAL or _is_ended(decided(_since_partial(_of_household(worked))))


def _is_closed(person: str, worked: Worked) -> bool:
    if person in worked.office or person in worked.closed:
        return True
    said = [each for each in worked.attempts if not _is_lifted(each, worked, person)]
    outcome = decided_of(person, said)
    if outcome is None or not outcome.is_conclusive:
        return False
    return outcome.code != PARTIAL or _is_ended(decided_of(person, _since_partial(said)))


def _since_partial(attempts: Sequence[AttemptSaid]) -> list[AttemptSaid]:
    """Return the attempts after the last partial interview: it stands, and what ended the work can only be later."""
    interviews = [each.at_ms for each in attempts if each.result is AttemptResult.PARTIAL_INTERVIEW]
    return [each for each in attempts if each.at_ms > max(interviews, default=-1)]


def _is_ended(outcome: Decided | None) -> bool:
    return outcome is not None and outcome.is_conclusive and outcome.code != PARTIAL


def _of_household(worked: Worked) -> list[AttemptSaid]:
    """Return the attempts that can decide for everybody: what a young person refuses, they refuse for themselves."""
    return [
        attempt
        for attempt in worked.attempts
        if not _is_lifted(attempt, worked)
        and not (
            attempt.reason is NoInterviewReason.REFUSAL_BY_RESPONDENT
            and attempt.met
            and set(attempt.met) <= set(worked.young)
        )
    ]


def _is_lifted(attempt: AttemptSaid, worked: Worked, person: str | None = None) -> bool:
    """Say whether an attempt tells of a refusal, of one person if one is asked about, that base took back since."""
    if worked.lifted_at_ms is None or attempt.at_ms > worked.lifted_at_ms:
        return False
    codes = [int(each.code) for each in attempt.respondents if each.person == person]
    if codes:
        return meaning_of_code(codes[0]).refusal is Refusal.RESPONDENT
    return attempt.reason is NoInterviewReason.REFUSAL_BY_RESPONDENT
