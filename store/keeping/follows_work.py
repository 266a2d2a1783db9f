"""What follows for the work at a family's door: attempts, outcomes, selection, appointments, lone visits.

Owns how each act changes the rows. Refuses to own which of concurrent tellings stands (merging.attempts) and what an
outcome means (fieldwork).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.clock import LONDON, from_ms
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.attempts import AppointmentChange
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.causality import precedes
from store.keeping.merging.attempts import Telling
from store.keeping.merging.attempts import attempts as told_last

if TYPE_CHECKING:
    from store.keeping.projection import Projection

# -- attempts --------------------------------------------------------------------------------------------------------


def attempt_recorded(tables_: "Projection", _: int, act: acts.AttemptRecorded, _is_bases: bool) -> None:
    """Somebody tried to reach the family; a correction that came before it stands."""
    where = {"family": act.family, "attempt": act.attempt}
    is_corrected = tables_.row("attempt", ("is_corrected",), where)
    _put(tables_, act)
    if is_corrected is not None and is_corrected[0]:
        _tell_anew(tables_, act.family, act.attempt)


def attempt_corrected(tables_: "Projection", key: int, act: acts.AttemptCorrected, _is_bases: bool) -> None:
    """An attempt was told anew or taken back; where another device told of it too, the last word stands."""
    if tables_.is_told_beside(act.family, key, acts.AttemptRecorded, acts.AttemptCorrected):
        _tell_anew(tables_, act.family, act.attempt)
    else:
        _correct(tables_, act.family, act.attempt, act.told)


def attempts_given(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put the attempts that base told with a family; one that was made here is known better."""
    for number, past in enumerate(sorted(given.attempts, key=lambda each: each.at_ms), start=1):
        where = {"family": given.family, "attempt": past.attempt}
        if tables_.row("attempt", ("number",), where) is not None:
            tables_.change(tables.Attempt, where, is_told_on=False, **_past(past))
        else:
            _put_past(tables_, past, family=given.family, wave=given.wave, number=number, is_told_on=False)


def attempt_told_on(tables_: "Projection", _: int, act: acts.AttemptToldOn, _is_bases: bool) -> None:
    """Put how an attempt stands now that another laptop made; one that was made here is known better."""
    if tables_.is_base:
        return
    where = {"family": act.family, "attempt": act.attempt}
    known = tables_.row("attempt", ("is_from_before",), where)
    if known is None:
        _put_told_on(tables_, act)
    elif known[0] and act.now is None:
        tables_.change(tables.Attempt, where, is_corrected=True, is_taken_back=True)
    elif known[0] and act.now is not None:
        now = {"met": " ".join(act.now.met), "respondents": _respondents(act.now.respondents), **_past(act.now)}
        if tables_.row("attempt", tuple(now), where) != tuple(now.values()):
            tables_.change(tables.Attempt, where, is_corrected=True, **now)


def _put_told_on(tables_: "Projection", act: acts.AttemptToldOn) -> None:
    wave = tables_.value("family", "wave", "family", act.family)
    if act.now is None or wave is None:
        return
    ((last,),) = tables_.select("SELECT max(number) FROM attempt WHERE family = ? AND wave = ?", (act.family, wave))
    _put_past(tables_, act.now, family=act.family, wave=wave, number=1 + (last or 0), is_told_on=True)


def _put_past(tables_: "Projection", past: acts.PastAttempt, **where_it_stands: object) -> None:
    tables_.put(
        tables.Attempt,
        **where_it_stands,
        **_past(past),
        attempt=past.attempt,
        interviewer=past.interviewer,
        met=" ".join(past.met),
        met_description=None,
        others_present="",
        respondents=_respondents(past.respondents),
        next_appointment=None,
        sheet=None,
        is_late=False,
        is_corrected=False,
        is_from_before=True,
    )


def _past(past: acts.PastAttempt) -> dict[str, object]:
    return {
        "at_ms": past.at_ms,
        "utc_offset_min": london_offset_min(past.at_ms),
        "mode": past.mode,
        "result": past.result,
        "reason": past.reason,
        "household_code": past.household_code,
        "household_group": past.household_group,
        "note": past.note,
        "is_taken_back": False,
    }


def _put(tables_: "Projection", act: acts.AttemptRecorded) -> None:
    tables_.put(
        tables.Attempt,
        family=act.family,
        attempt=act.attempt,
        wave=act.wave,
        number=act.number,
        interviewer=act.interviewer,
        is_corrected=False,
        is_taken_back=False,
        is_from_before=False,
        is_told_on=False,
        **_told(act.told),
    )


def _correct(tables_: "Projection", family: FamilyId, attempt: str, told: acts.AttemptTold | None) -> None:
    values = {"is_corrected": True, "is_taken_back": told is None, **({} if told is None else _told(told))}
    tables_.change(tables.Attempt, {"family": family, "attempt": attempt}, **values)


def _tell_anew(tables_: "Projection", family: FamilyId, attempt: str) -> None:
    """Put an attempt as it stands after all that was told of it; of corrections made at once, the first by place."""
    tellings: list[Telling] = []
    recorded: acts.AttemptRecorded | None = None
    for _, act, place in tables_.placed(family, acts.AttemptRecorded, acts.AttemptCorrected):
        if isinstance(act, acts.AttemptRecorded | acts.AttemptCorrected) and act.attempt == attempt:
            tellings.append(Telling.from_act(act, place))
            recorded = act if isinstance(act, acts.AttemptRecorded) else recorded
    (standing,) = told_last(tellings, tables_.ancestry())
    if recorded is not None:
        _put(tables_, recorded)
    if standing.last[0].is_correction:
        _correct(tables_, family, attempt, standing.last[0].told)


def _respondents(came: Sequence[acts.RespondentOutcome]) -> str:
    return " ".join(f"{each.person}:{each.code}:{each.group or ''}" for each in came)


def _told(told: acts.AttemptTold) -> dict[str, object]:
    return {
        "at_ms": told.at_ms,
        "utc_offset_min": told.utc_offset_min,
        "mode": told.mode,
        "result": told.result,
        "reason": told.reason,
        "household_code": told.household_code,
        "household_group": told.household_group,
        "met": " ".join(told.met),
        "met_description": told.met_description,
        "others_present": " ".join(told.others_present),
        "respondents": _respondents(told.respondents),
        "next_appointment": told.next_appointment,
        "sheet": told.sheet,
        "note": told.note,
        "is_late": told.is_late,
    }


# -- outcomes and selection ------------------------------------------------------------------------------------------


def outcome_set(tables_: "Projection", _: int, act: acts.OutcomeSet, is_bases: bool) -> None:
    """The office gave a final outcome, or took it back; nobody else does."""
    if not is_bases:
        return
    where = {"family": act.family, "wave": act.wave, "person": act.person or ""}
    if act.code is None:
        tables_.remove(tables.SetOutcome, **where)
    else:
        tables_.put(tables.SetOutcome, **where, code=act.code, group=act.group)


def selected(tables_: "Projection", _: int, act: acts.RespondentSelected, _is_bases: bool) -> None:
    """Respondents were picked."""
    tables_.put(tables.Selection, family=act.family, wave=act.wave, selected=" ".join(act.selected))


# -- appointments and visits -----------------------------------------------------------------------------------------


def appointment_made(tables_: "Projection", _: int, act: acts.AppointmentMade, _is_bases: bool) -> None:
    """A time was agreed."""
    tables_.put(
        tables.Appointment,
        family=act.family,
        appointment=act.appointment,
        person=act.person,
        interviewer=act.interviewer,
        at_ms=act.at_ms,
        utc_offset_min=act.utc_offset_min,
        duration_min=act.duration_min,
        mode=act.mode,
        is_firm=act.is_firm,
        note=act.note,
        end=None,
        is_from_before=False,
        is_told_on=False,
    )


def appointments_given(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put the appointments that base told with a family: those that still stand."""
    for planned in given.appointments:
        tables_.put(
            tables.Appointment,
            family=given.family,
            appointment=planned.appointment,
            person=planned.person,
            interviewer=given.interviewer,
            at_ms=planned.at_ms,
            utc_offset_min=london_offset_min(planned.at_ms),
            duration_min=planned.duration_min,
            mode=None,
            is_firm=True,
            note=planned.note,
            end=None,
            is_from_before=True,
            is_told_on=False,
        )


def appointment_told_on(tables_: "Projection", key: int, act: acts.AppointmentToldOn, _is_bases: bool) -> None:
    """Put how an appointment stands now that base tells of; what was said of it here, unknown to base then, stands."""
    if tables_.is_base or _is_said_here_since(tables_, key, act):
        return
    where = {"family": act.family, "appointment": act.appointment}
    now: dict[str, object] = {
        "person": act.person,
        "interviewer": act.interviewer,
        "at_ms": act.at_ms,
        "utc_offset_min": london_offset_min(act.at_ms),
        "duration_min": act.duration_min,
        "mode": act.mode,
        "is_firm": act.is_firm,
        "note": act.note,
        "end": act.end,
    }
    if not tables_.change(tables.Appointment, where, **now) and act.end is None:
        tables_.put(tables.Appointment, **where, **now, is_from_before=True, is_told_on=True)


def _is_said_here_since(tables_: "Projection", key: int, act: acts.AppointmentToldOn) -> bool:
    """Say whether something was said of an appointment here that base had not heard when it told how it stands."""
    said = list(tables_.placed(act.family, acts.AppointmentMade, acts.AppointmentChanged, acts.AppointmentToldOn))
    told = next(place for at, _, place in said if at == key)
    lineage = tables_.ancestry()
    return any(
        isinstance(each, acts.AppointmentMade | acts.AppointmentChanged)
        and each.appointment == act.appointment
        and not precedes(place, told, lineage)
        for _, each, place in said
    )


def selections_given(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put whom each wave is to interview, as base told it with a family: the one of several that was told last."""
    for past in sorted(given.selections, key=lambda each: each.at_ms):
        tables_.put(tables.Selection, family=given.family, wave=past.wave, selected=" ".join(past.selected))


def london_offset_min(at_ms: int) -> int:
    """Return how many minutes London is ahead of UTC at an instant."""
    offset = from_ms(at_ms).astimezone(LONDON).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def appointment_changed(tables_: "Projection", _: int, act: acts.AppointmentChanged, _is_bases: bool) -> None:
    """It was moved, or something came of it; what the change does not tell stays."""
    told = {
        name: value
        for name in ("at_ms", "utc_offset_min", "duration_min", "note")
        if (value := getattr(act, name)) is not None
    }
    told["end"] = None if act.change is AppointmentChange.MOVED else act.change.value
    tables_.change(tables.Appointment, {"family": act.family, "appointment": act.appointment}, **told)


def visit_started(tables_: "Projection", _: int, act: acts.LoneVisitStarted, _is_bases: bool) -> None:
    """Somebody went in alone."""
    tables_.put(
        tables.LoneVisit,
        family=act.family,
        visit=act.visit,
        interviewer=act.interviewer,
        expected_back_at_ms=act.expected_back_at_ms,
        end=None,
        back_at_ms=None,
    )


def visit_ended(tables_: "Projection", _: int, act: acts.LoneVisitEnded, _is_bases: bool) -> None:
    """They are back, or somebody found out how they are."""
    where = {"family": act.family, "visit": act.visit}
    tables_.change(tables.LoneVisit, where, end=act.end.value, back_at_ms=act.back_at_ms)
