"""How the work at a family's door is read: rows for attempts, appointments and visits that are not over.

Owns the queries. Refuses to own which of several tellings stands: rows are as the projection left them.
"""

from collections.abc import Iterator

from store.agreement.outcomes import OutcomeGroup
from store.fieldwork.family import Appointment, Attempt, LoneVisit, RespondentOutcome
from store.fieldwork.rows import Rows, maybe
from store.ids import PersonId
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    NoInterviewReason,
    Presence,
    VisitEnd,
    Wave,
)


def attempts_of(rows_of: Rows) -> Iterator[Attempt]:
    """Yield the attempts, oldest first by their own time."""
    rows = rows_of(
        "attempt",
        "attempt, wave, number, at_ms, utc_offset_min, mode, result, reason, met, met_description, others_present,"
        " respondents, household_code, household_group, next_appointment, sheet, note, interviewer, is_late,"
        " is_corrected, is_taken_back, is_from_before, is_told_on",
        "1 ORDER BY at_ms, number, attempt",
    )
    for row in rows:
        (attempt, wave, number, at_ms, offset, mode, result, reason, met, described, others, respondents, code) = row[
            :13
        ]
        group, appointment, sheet, note, interviewer, is_late, is_corrected, is_taken_back, is_before, on = row[13:]
        yield Attempt(
            attempt=attempt,
            wave=Wave(wave),
            number=number,
            at_ms=at_ms,
            utc_offset_min=offset,
            mode=AttemptMode(mode),
            result=AttemptResult(result),
            reason=maybe(NoInterviewReason, reason),
            met=tuple(map(PersonId, met.split())),
            met_description=described,
            others_present=tuple(map(Presence, others.split())),
            respondents=tuple(map(_respondent, respondents.split())),
            household_code=code,
            household_group=maybe(OutcomeGroup, group),
            next_appointment=appointment,
            sheet=sheet,
            note=note,
            interviewer=interviewer,
            is_late=bool(is_late),
            is_corrected=bool(is_corrected),
            is_taken_back=bool(is_taken_back),
            is_from_before=bool(is_before),
            is_told_on=bool(on),
        )


def appointments_of(rows_of: Rows) -> Iterator[Appointment]:
    """Yield the appointments, by their time."""
    rows = rows_of(
        "appointment",
        'appointment, person, interviewer, at_ms, utc_offset_min, duration_min, mode, is_firm, note, "end",'
        " is_from_before, is_told_on",
        "1 ORDER BY at_ms, appointment",
    )
    for appointment, person, interviewer, at_ms, offset, minutes, mode, is_firm, note, end, is_before, on in rows:
        yield Appointment(
            appointment=appointment,
            person=person,
            interviewer=interviewer,
            at_ms=at_ms,
            utc_offset_min=offset,
            duration_min=minutes,
            mode=maybe(AttemptMode, mode),
            is_firm=bool(is_firm),
            note=note,
            end=maybe(AppointmentChange, end),
            is_from_before=bool(is_before),
            is_told_on=bool(on),
        )


def open_visits_of(rows_of: Rows) -> Iterator[LoneVisit]:
    """Yield the visits that are not over."""
    columns = 'visit, interviewer, expected_back_at_ms, "end", back_at_ms'
    for visit, interviewer, expected, end, back in rows_of("lonevisit", columns, '"end" IS NULL'):
        yield LoneVisit(visit, interviewer, expected, maybe(VisitEnd, end), back)


def _respondent(text: str) -> RespondentOutcome:
    person, code, group = text.split(":")
    return RespondentOutcome(PersonId(person), code, OutcomeGroup(group) if group else None)
