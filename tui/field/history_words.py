"""What happened to a family, a sentence for each kind of act. Pure.

Owns the sentences. Refuses to own when and who (history), and anything confidential: several members' data stand on one
page, so that no confidential number, no safety note and no concern is ever among the words.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from store.clock import from_ms
from store.fieldwork.family import FamilyFile
from store.keeping.acts.terms.attempts import VisitEnd
from store.keeping.acts.terms.families import FamilyLock, WishDecision, WishReach
from tui import wording
from tui.field.consent.consent_words import PURPOSES, decision_words
from tui.field.detail_words import detail_name, value_words
from tui.field.family_page import person_name
from tui.field.lock_words import CAUSES
from tui.outcome_words import GROUPS

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping import acts
    from store.keeping.acts.family_parts import Address


def sentence(act: "acts.Act", file: FamilyFile) -> str:
    """Return what an act about a family says, in one sentence without a full stop.

    Args:
        act: Of any kind that is about a family.
        file: The family's, which knows the names and what is confidential.

    Raises:
        KeyError: The act is about no family.
    """
    return " ".join(_SENTENCES[act.kind](act, file).split())


Words = Callable[[Any, FamilyFile], str]

# -- small words -----------------------------------------------------------------------------------------------------


def _name(file: FamilyFile, person: str | None) -> str:
    known = next((each for each in file.people if each.person == person), None)
    return person_name(known) if known else "the family" if person is None else "somebody of the family"


def _names(file: FamilyFile, people: Iterable[str]) -> str:
    return ", ".join(_name(file, each) for each in people) or "nobody"


def _day(text: str | None) -> str:
    return f", on {wording.day(text)}" if text else ""


def _when(at_ms: int) -> str:
    return wording.when(from_ms(at_ms))


def _said(text: str | None, before: str = ": ") -> str:
    return f"{before}“{text}”" if text else ""


def _list(words: Iterable[StrEnum]) -> str:
    return ", ".join(wording.words(each) for each in words)


def _where(address: "Address") -> str:
    return wording.address(address.lines, address.postcode) or "an address nobody knows"


# -- how it came and went --------------------------------------------------------------------------------------------


def _allocated(act: "acts.FamilyAllocated", _: FamilyFile) -> str:
    before = ", after another laptop" if act.handed_over_from else ""
    return f"Base gave the family to a laptop, for wave {wording.words(act.wave)}{before}"


def _recalled(act: "acts.FamilyRecalled", _: FamilyFile) -> str:
    return f"Base called the family back: {wording.words(act.cause)}{_said(act.reason, ', ')}"


def _shown(act: "acts.FamilyShown", _: FamilyFile) -> str:
    return f"Looked at: {_list(act.parts)}"


def _lock(act: "acts.FamilyLockSet", _: FamilyFile) -> str:
    state = "LOCKED" if act.lock is FamilyLock.LOCKED else "Opened again"
    return f"{state}: {CAUSES[act.cause]}{_said(act.reason, ', ')}"


def _safety_note(act: "acts.SafetyNoteSet", _: FamilyFile) -> str:
    return "A safety note was written" if act.text else "The safety note was ended"


def _note(act: "acts.NoteCleared", _: FamilyFile) -> str:
    return f"A note of the council's was looked at: {wording.words(act.decision)}"


# -- details and people ----------------------------------------------------------------------------------------------


def _corrected(act: "acts.DetailsCorrected", file: FamilyFile) -> str:
    old, new = (value_words(file, act.field, act.person, act.entry, each) for each in (act.old, act.new))
    what = f"{_name(file, act.person)}, {detail_name(act.field)}"
    if act.undoes:
        return f"A correction was taken back: {what}, {new} again in place of {old}"
    odd = ", odd and kept knowingly" if act.is_odd else ""
    return f"Corrected: {what}, from {old} to {new}, as {wording.words(act.source)} said{odd}"


def _conflict(act: "acts.ConflictFound", file: FamilyFile) -> str:
    first, second = (value_words(file, act.field, act.person, act.entry, each) for each in (act.first, act.second))
    what = f"{_name(file, act.person)}, {detail_name(act.field)}"
    return f"Two devices set one detail without knowing of each other: {what}, {first} and {second}"


def _settled(act: "acts.ConflictSettled", file: FamilyFile) -> str:
    stands = {
        "both": "both stand",
        "neither": "neither stands",
        "ours": "base's stands",
        "theirs": "the laptop's stands",
    }
    choice = stands.get(act.choice.value, wording.words(act.choice))
    return f"A supervisor settled a detail of {_name(file, act.person)} that was told twice: {choice}"


def _added(act: "acts.PersonAdded", file: FamilyFile) -> str:
    name = _name(file, act.member.person)
    return f"{name} belongs to the family: {wording.words(act.member.role)}, as {wording.words(act.source)} said"


def _left(act: "acts.PersonLeft", file: FamilyFile) -> str:
    return f"{_name(file, act.person)} no longer belongs to it: {wording.words(act.end)}{_day(act.left_on)}"


def _moved(act: "acts.FamilyMoved", _: FamilyFile) -> str:
    where = _where(act.new) if act.new else "an address nobody knows"
    return f"The family moved from {_where(act.old)} to {where}{_day(act.moved_on)}"


def _split(act: "acts.FamilySplit", file: FamilyFile) -> str:
    return f"They went on as a household of their own: {_names(file, act.people)}{_day(act.split_on)}"


def _traced(act: "acts.TracingRecorded", file: FamilyFile) -> str:
    contact = ", ".join(each for each in (act.contact_name, act.contact_relation, act.contact_phone) if each)
    next_ = f"; ask next {contact}" if contact else ""
    asked = f"asked {wording.words(act.source)}, {wording.words(act.result)}"
    return f"Looked for {_name(file, act.person)}: {asked}{next_}{_said(act.note, '; ')}"


# -- work at the door ------------------------------------------------------------------------------------------------


def _told(told: "acts.AttemptTold", file: FamilyFile) -> str:
    result = wording.words(told.reason or told.result)
    met = f", met {_names(file, told.met)}" if told.met else f", met{_said(told.met_description, ' ')}"
    whom = met if told.met or told.met_description else ""
    late = ", recorded later" if told.is_late else ""
    return f"{wording.words(told.mode)} on {_when(told.at_ms)}: {result}{whom}{late}{_said(told.note, '; ')}"


def _attempt(act: "acts.AttemptRecorded", file: FamilyFile) -> str:
    return f"Attempt {act.number}, {_told(act.told, file)}"


def _attempt_corrected(act: "acts.AttemptCorrected", file: FamilyFile) -> str:
    if act.told is None:
        return f"An attempt was taken back as never made{_said(act.reason)}"
    return f"An attempt was told anew, {_told(act.told, file)}{_said(act.reason, '; because ')}"


def _attempt_told_on(act: "acts.AttemptToldOn", _: FamilyFile) -> str:
    if act.now is None:
        return "An attempt of another laptop was taken back as never made"
    now = act.now
    result, note = wording.words(now.reason or now.result), _said(now.note, "; ")
    return f"Base told of an attempt of another laptop, {wording.words(now.mode)} on {_when(now.at_ms)}: {result}{note}"


def _outcome(act: "acts.OutcomeSet", file: FamilyFile) -> str:
    if act.code is None:
        return f"The office took back the final outcome of {_name(file, act.person)}{_said(act.reason)}"
    group = f" ({GROUPS[act.group]})" if act.group is not None else ""
    return f"The office gave {_name(file, act.person)} the final outcome {act.code}{group}{_said(act.reason)}"


def _selected(act: "acts.RespondentSelected", file: FamilyFile) -> str:
    how = f"{wording.words(act.method)}, of {len(act.candidates)}"
    return f"Chosen to be interviewed: {_names(file, act.selected)} ({how})"


def _observed(act: "acts.ObservationRecorded", _: FamilyFile) -> str:
    seen = {
        "home": act.dwelling, "way in": act.barrier, "condition": act.condition, "litter": act.litter,
        "damage": act.damage,
    }  # fmt: skip
    said = [f"{name} {wording.words(each)}" for name, each in seen.items() if each is not None]
    return f"What the place looks like: {', '.join(said)}" if said else "What was noted of the place was taken back"


def _wish(act: "acts.ContactWishRecorded", file: FamilyFile) -> str:
    whom = _name(file, act.person) if act.reach is WishReach.PERSON else "the family"
    decided = {
        WishDecision.NO_CONTACT: f"No more contact with {whom}",
        WishDecision.PAUSED: f"Contact with {whom} waits for the supervisor",
        WishDecision.LIFTED: f"Contact with {whom} is possible again",
        WishDecision.ENTERED_IN_ERROR: f"A wish about {whom} was entered in error",
    }[act.decision]
    spoke = _name(file, act.by_person) if act.by_person else wording.words(act.by)
    return f"{decided}: {spoke}{_said(act.by_description, ', ')}, {wording.words(act.channel)}{_said(act.reason, ': ')}"


def _appointed(act: "acts.AppointmentMade", file: FamilyFile) -> str:
    whom = f" with {_name(file, act.person)}" if act.person else ""
    firm = "" if act.is_firm else ", not firm"
    return f"Appointment made for {_when(act.at_ms)}{whom}, {act.duration_min} min{firm}{_said(act.note, '; ')}"


def _appointment_changed(act: "acts.AppointmentChanged", _: FamilyFile) -> str:
    to = f" to {_when(act.at_ms)}" if act.at_ms is not None else ""
    return f"Appointment {wording.words(act.change)}{to}{_said(act.note)}"


def _appointment_told_on(act: "acts.AppointmentToldOn", file: FamilyFile) -> str:
    whom = f" with {_name(file, act.person)}" if act.person else ""
    firm = "" if act.is_firm else ", not firm"
    stands = f"it was {wording.words(act.end)}" if act.end else f"{act.duration_min} min{firm}"
    return f"Base told of an appointment of another laptop, {_when(act.at_ms)}{whom}: {stands}{_said(act.note, '; ')}"


def _went_in(act: "acts.LoneVisitStarted", _: FamilyFile) -> str:
    return f"Went in alone, expected back by {_when(act.expected_back_at_ms)}"


def _came_out(act: "acts.LoneVisitEnded", _: FamilyFile) -> str:
    if act.end is VisitEnd.CONFIRMED_BY_BASE:
        return f"Base found out how they are, {_when(act.back_at_ms)}{_said(act.note, ': ')}"
    return f"Back from the door at {_when(act.back_at_ms)}: {wording.words(act.end)}{_said(act.note, '; ')}"


# -- what they said --------------------------------------------------------------------------------------------------


def _consent(act: "acts.ConsentRecorded", file: FamilyFile) -> str:
    why = f" ({wording.words(act.not_asked_reason)})" if act.not_asked_reason else ""
    said = _said(act.reason, ", ")
    note = f": “{act.capacity_note}”" if act.capacity_note else ""
    doubt = f"; it was in doubt whether they understood what was asked{note}" if act.capacity_concern else ""
    return f"{_name(file, act.person)}, {PURPOSES[act.purpose]}: {decision_words(act.decision)}{why}{said}{doubt}"


def _asking(act: "acts.CeremonyOpened", file: FamilyFile) -> str:
    return f"{_name(file, act.person)} is asked about {', '.join(PURPOSES[each] for each in act.purposes)}"


def _asked(act: "acts.CeremonyClosed", file: FamilyFile) -> str:
    return f"The asking of {_name(file, act.person)} ended: {wording.words(act.end)}"


def _interview(act: "acts.InterviewMarked", file: FamilyFile) -> str:
    return f"Interview with {_name(file, act.person)} from {_when(act.began_at_ms)}: {wording.words(act.state)}"


def _checked(act: "acts.BackCheckRecorded", file: FamilyFile) -> str:
    return f"Work with {_name(file, act.person)} was checked: {wording.words(act.result)}"


def _requested(act: "acts.RequestReceived", file: FamilyFile) -> str:
    locks = "; the family is locked until it is answered" if act.locks_family else ""
    return f"A request about {_name(file, act.person)}: {wording.words(act.request_kind)}{locks}"


def _request_step(act: "acts.RequestUpdated", file: FamilyFile) -> str:
    return f"A request about {_name(file, act.person)} came further: {wording.words(act.step)}"


def _concern(act: "acts.SafeguardingReported", _: FamilyFile) -> str:
    return f"A concern for somebody's safety was passed on, {_when(act.reported_at_ms)}"


def _plainly(said: str, _: Any, __: FamilyFile) -> str:
    return said


_SENTENCES: Final[dict[str, Words]] = {
    "appointment_changed": _appointment_changed,
    "appointment_made": _appointed,
    "appointment_told_on": _appointment_told_on,
    "attempt_corrected": _attempt_corrected,
    "attempt_told_on": _attempt_told_on,
    "attempt_recorded": _attempt,
    "back_check_recorded": _checked,
    "ceremony_closed": _asked,
    "ceremony_opened": _asking,
    "conflict_found": _conflict,
    "conflict_settled": _settled,
    "consent_recorded": _consent,
    "contact_wish_recorded": _wish,
    "details_corrected": _corrected,
    "family_allocated": _allocated,
    "family_delivered": partial(_plainly, "The council supplied the family"),
    "family_loaded": partial(_plainly, "The family came onto the laptop it was given to"),
    "family_lock_set": _lock,
    "family_moved": _moved,
    "family_recalled": _recalled,
    "family_shown": _shown,
    "family_split": _split,
    "interview_marked": _interview,
    "lock_code_entered": partial(_plainly, "A stop code that base read out was typed in"),
    "lock_code_issued": partial(_plainly, "Base read out a stop code"),
    "lone_visit_ended": _came_out,
    "lone_visit_started": _went_in,
    "note_cleared": _note,
    "observation_recorded": _observed,
    "observations_told_on": partial(_plainly, "Base told what another laptop changed of what the place looks like"),
    "outcome_set": _outcome,
    "person_added": _added,
    "person_left": _left,
    "programme_status_recorded": partial(_plainly, "The council said where the family stands with the programme"),
    "request_closed": lambda act, _: f"A request was closed: {wording.words(act.end)}",
    "request_received": _requested,
    "request_updated": _request_step,
    "respondent_selected": _selected,
    "safeguarding_reported": _concern,
    "safety_note_acknowledged": partial(_plainly, "The safety note was read"),
    "safety_note_set": _safety_note,
    "tracing_recorded": _traced,
}
