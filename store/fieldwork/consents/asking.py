"""What moves an asking on: an answer, the interview's mark, breaking off.

Owns what each of them closes, and what is to be kept before the next question is put. Refuses to own the order
(ceremony), what an answer has to say (saying), and keeping.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from store.agreement.purposes import Purpose
from store.clock import Instant, to_ms
from store.errors import CeremonyClockError, CeremonyEndedError, OutOfOrderError, ReasonMissingError, SpanTurnedError
from store.fieldwork.consents.ceremony import MARK, AfterAnswer, Ceremony, Ended
from store.fieldwork.consents.questions import Asked, standing
from store.fieldwork.consents.records import consent_record
from store.fieldwork.consents.saying import Around, Said, hold_said
from store.keeping.acts.terms.consents import (
    CeremonyEnd,
    ConsentDecision,
    ExpressedBy,
    InterviewState,
    NotAskedReason,
)
from store.keeping.dating import CLOCK_SLACK

if TYPE_CHECKING:
    from store.fieldwork.family import Interview
    from store.ids import FamilyId
    from store.keeping.acts import Act, ConsentRecorded, InterviewMarked


def answer(ceremony: Ceremony, asked: Asked, said: Said, at: Instant, *, is_clock_right: bool = False) -> AfterAnswer:
    """Take one answer.

    Args:
        ceremony: As it stands.
        asked: The question the person was asked; it has to be the one that comes next.
        said: Their answer.
        at: Now.
        is_clock_right: Whether somebody said that a clock which fell back is right.

    Returns:
        The ceremony as it is then, and what is kept of it: this answer, and whatever it closes.

    Raises:
        CeremonyEndedError, OutOfOrderError: Another question comes next, or none.
        CeremonyClockError: The clock fell back, and nobody said that it is right; nothing changed.
        StoreError: As `hold_said`; nothing changed.
    """
    _hold_next(ceremony, asked)
    _hold_clock(ceremony, at, is_right=is_clock_right)
    respondent = ceremony.sitting.respondent
    hold_said(said, asked.purpose, respondent)
    record = _recorded(ceremony, asked, said, at)
    moved = _moved_past(ceremony, asked, said.decision, record.record, at)
    if asked in ceremony.before and said.decision is not ConsentDecision.GIVEN:
        why = (
            NotAskedReason.NO_PERMISSION
            if asked.purpose is Purpose.PARENTAL_PERMISSION
            else NotAskedReason.NO_INTERVIEW
        )
        return _ended(moved, said.around, why, CeremonyEnd.FINISHED, at, [record])
    if isinstance(moved.next, Ended):
        return _ended(moved, said.around, NotAskedReason.NO_INTERVIEW, CeremonyEnd.FINISHED, at, [record])
    return moved, [record]


def mark_interview(
    ceremony: Ceremony, state: InterviewState, began_at: Instant, ended_at: Instant, around: Around
) -> AfterAnswer:
    """Mark the interview complete, which opens the questions after it, or partial, which leaves them not asked.

    Args:
        ceremony: As it stands.
        state: Complete or partial.
        began_at: When the interview began.
        ended_at: Now.
        around: How it is at that moment.

    Raises:
        OutOfOrderError, CeremonyEndedError: The interview is not what comes next.
        SpanTurnedError: It would have ended before it began.

    Source:
        Clauses 4.2, 4.4: asked at the end of the first interview; a partial one is never a yes.
    """
    from store.keeping.acts import InterviewMarked

    if isinstance(ceremony.next, Ended):
        raise CeremonyEndedError
    if ceremony.next is not MARK or state is InterviewState.ENTERED_IN_ERROR:
        raise OutOfOrderError
    if ended_at < began_at:
        raise SpanTurnedError
    sitting = ceremony.sitting
    marked = InterviewMarked(
        interview=ceremony.interview_id,
        family=sitting.respondent.family,
        person=sitting.respondent.person,
        wave=sitting.wave,
        state=state,
        began_at_ms=to_ms(began_at),
        ended_at_ms=to_ms(ended_at),
    )
    moved = replace(ceremony, interview=state, last_at=ended_at)
    if state is InterviewState.PARTIAL or isinstance(moved.next, Ended):
        why = NotAskedReason.INTERVIEW_PARTIAL
        return _ended(moved, around, why, CeremonyEnd.FINISHED, ended_at, [marked])
    return moved, [marked]


def interview_in_error(interview: "Interview", family: "FamilyId") -> "InterviewMarked":
    """Return the mark that an interview was never marked like that: it does not count, and can be marked anew.

    What was asked after it stays as it was said; an answer that should never have been kept is marked by itself.

    Source:
        Clause A8: an undoing is a correcting act.
    """
    from store.keeping.acts import InterviewMarked

    return InterviewMarked(
        interview=interview.interview,
        family=family,
        person=interview.person,
        wave=interview.wave,
        state=InterviewState.ENTERED_IN_ERROR,
        began_at_ms=interview.began_at_ms,
        ended_at_ms=interview.ended_at_ms,
    )


def break_off(ceremony: Ceremony, why: NotAskedReason | None, around: Around, at: Instant) -> AfterAnswer:
    """End an asking before it is finished: what is still to be asked is not asked, and it is said why.

    Raises:
        CeremonyEndedError: It ended before.
        ReasonMissingError: Nobody said why.
    """
    if ceremony.end is not None:
        raise CeremonyEndedError
    if why is None:
        raise ReasonMissingError
    return _ended(ceremony, around, why, CeremonyEnd.BROKEN_OFF, at, [])


# -- inside ----------------------------------------------------------------------------------------------------------


def _hold_next(ceremony: Ceremony, asked: Asked) -> None:
    if isinstance(ceremony.next, Ended):
        raise CeremonyEndedError
    if ceremony.next != asked:
        raise OutOfOrderError


def _hold_clock(ceremony: Ceremony, at: Instant, *, is_right: bool) -> None:
    if ceremony.last_at - at > CLOCK_SLACK and not is_right:
        raise CeremonyClockError(int((ceremony.last_at - at).total_seconds()))


def _recorded(ceremony: Ceremony, asked: Asked, said: Said, at: Instant) -> "ConsentRecorded":
    respondent = ceremony.sitting.respondent
    follows = standing(asked, respondent.person, ceremony.known.stands).record
    rests_on = ceremony.permission if asked.purpose is not Purpose.PARENTAL_PERMISSION else None
    return consent_record(ceremony.sitting, asked, said, at, follows=follows, permission=rests_on)


def _moved_past(ceremony: Ceremony, asked: Asked, decision: ConsentDecision, record: str, at: Instant) -> Ceremony:
    is_permitted = asked.purpose is Purpose.PARENTAL_PERMISSION and decision is ConsentDecision.GIVEN
    return replace(
        ceremony,
        before=tuple(each for each in ceremony.before if each != asked),
        after=tuple(each for each in ceremony.after if each != asked),
        permission=record if is_permitted else ceremony.permission,
        given=(*ceremony.given, (asked, decision, record)),
        last_at=max(at, ceremony.last_at),
    )


def _ended(
    ceremony: Ceremony, around: Around, why: NotAskedReason, end: CeremonyEnd, at: Instant, acts: "list[Act]"
) -> AfterAnswer:
    """End a ceremony: whatever was still to be asked is kept as not asked, which is never a yes."""
    from store.keeping.acts import CeremonyClosed

    left = [*ceremony.before, *ceremony.after]
    unasked = Said(
        ConsentDecision.NOT_ASKED, ExpressedBy.PERSON, None, 0, is_read_to_end=False, around=around, why_not=why
    )
    for each in left:
        record = _recorded(ceremony, each, unasked, at)
        ceremony = _moved_past(ceremony, each, ConsentDecision.NOT_ASKED, record.record, at)
        acts = [*acts, record]
    sitting = ceremony.sitting
    closed = CeremonyClosed(
        ceremony=sitting.ceremony, family=sitting.respondent.family, person=sitting.respondent.person, end=end
    )
    return replace(ceremony, end=end), [*acts, closed]
