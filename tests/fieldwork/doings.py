"""What is done at a made-up family's door, as acts, for tests: each with what matters and nothing else."""

from typing import Any

from store.agreement.purposes import Purpose
from store.ids import NOBODY, FamilyId, PersonId, new_id
from store.keeping import acts
from store.keeping.acts.family_parts import Address, Email, Note, Person, Phone
from store.keeping.acts.terms.attempts import (
    AppointmentChange,
    AttemptMode,
    AttemptResult,
    NoInterviewReason,
    SelectionMethod,
    Wave,
)
from store.keeping.acts.terms.consents import (
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    Interpreting,
    KeyedBy,
    NotAskedReason,
)
from store.keeping.acts.terms.families import (
    DetailField,
    DetailSource,
    FamilyLock,
    FamilyLockCause,
    PersonEnd,
    PersonRole,
    PhoneKind,
    WishBy,
    WishChannel,
    WishDecision,
    WishReach,
)

NINE_MS = 1_446_454_800_000
"""2015-11-02 09:00 in London."""

HOUR_MS = 3_600_000


def told(result: AttemptResult = AttemptResult.NO_CONTACT, **said: Any) -> acts.AttemptTold:
    values: dict[str, Any] = {
        "at_ms": NINE_MS,
        "utc_offset_min": 0,
        "is_late": False,
        "mode": AttemptMode.VISIT,
        "result": result,
        "reason": None,
        "met": (),
        "met_description": None,
        "others_present": (),
        "respondents": (),
        "household_code": "310",
        "household_group": None,
        "next_appointment": None,
        "sheet": None,
        "note": None,
    }
    return acts.AttemptTold(**{**values, **said})


def attempt(family: FamilyId, result: AttemptResult = AttemptResult.NO_CONTACT, **said: Any) -> acts.AttemptRecorded:
    return acts.AttemptRecorded(
        attempt=said.pop("attempt", None) or new_id(),
        family=family,
        wave=Wave.ONE,
        number=said.pop("number", 1),
        interviewer=NOBODY,
        told=told(result, **said),
    )


def told_anew(made: acts.AttemptRecorded, now: acts.AttemptTold | None) -> acts.AttemptCorrected:
    return acts.AttemptCorrected(attempt=made.attempt, family=made.family, told=now, reason=None)


def refusal(family: FamilyId, *met: PersonId) -> acts.AttemptRecorded:
    reason = NoInterviewReason.REFUSAL_BY_RESPONDENT
    return attempt(family, AttemptResult.CONTACT_RESPONDENT, reason=reason, met=met, household_code="431")


def appointment(family: FamilyId, at_ms: int = NINE_MS, **said: Any) -> acts.AppointmentMade:
    values: dict[str, Any] = {
        "appointment": new_id(),
        "person": None,
        "interviewer": NOBODY,
        "utc_offset_min": 0,
        "duration_min": 60,
        "mode": AttemptMode.VISIT,
        "is_firm": True,
        "note": None,
    }
    return acts.AppointmentMade(**{**values, **said}, family=family, at_ms=at_ms)


def changed(made: acts.AppointmentMade, change: AppointmentChange, at_ms: int | None = None) -> acts.AppointmentChanged:
    return acts.AppointmentChanged(
        appointment=made.appointment,
        family=made.family,
        change=change,
        at_ms=at_ms,
        utc_offset_min=None,
        duration_min=None,
        note=None,
    )


def wish(family: FamilyId, decision: WishDecision, **said: Any) -> acts.ContactWishRecorded:
    values: dict[str, Any] = {
        "wish": new_id(),
        "follows": None,
        "reach": WishReach.FAMILY,
        "person": None,
        "by": WishBy.RESPONDENT,
        "by_person": None,
        "by_description": None,
        "channel": WishChannel.DOOR,
        "at_ms": NINE_MS,
        "delivery": None,
        "attempt": None,
        "sheet": None,
        "reason": None,
    }
    return acts.ContactWishRecorded(**{**values, **said}, family=family, decision=decision)


def lock(family: FamilyId, lock: FamilyLock = FamilyLock.LOCKED) -> acts.FamilyLockSet:
    return acts.FamilyLockSet(family=family, lock=lock, cause=FamilyLockCause.SAFETY, follows_from=None, reason=None)


def safety_note(family: FamilyId, text: str | None = "A dog in the yard.", **said: Any) -> acts.SafetyNoteSet:
    values: dict[str, Any] = {"note": new_id(), "source": "Council", "expires_on": None}
    return acts.SafetyNoteSet(**{**values, **said}, family=family, text=text)


def note_read(note: acts.SafetyNoteSet) -> acts.SafetyNoteAcknowledged:
    return acts.SafetyNoteAcknowledged(family=note.family, note=note.note, shown_s=9)


def correction(family: FamilyId, field: DetailField, new: str | None, **said: Any) -> acts.DetailsCorrected:
    values: dict[str, Any] = {
        "correction": new_id(),
        "undoes": None,
        "person": None,
        "entry": None,
        "old": None,
        "source": DetailSource.RESPONDENT,
        "known_on": "2015-11-02",
        "is_odd": False,
    }
    return acts.DetailsCorrected(**{**values, **said}, family=family, field=field, new=new)


def member(role: PersonRole = PersonRole.ADULT, **said: Any) -> Person:
    values: dict[str, Any] = {
        "person": PersonId(new_id()),
        "title": None,
        "first_names": "Wiktoria",
        "surname": "Grzelak",
        "known_as": None,
        "born_on": None,
        "age_years": 34,
        "age_on": "2015-11-02",
        "language": None,
        "phones": (Phone(entry=new_id(), number="07700 900777", kind=PhoneKind.MOBILE, is_confidential=True),),
        "emails": (Email(entry=new_id(), address="wiktoria@example.org", is_confidential=False),),
    }
    return Person(**{**values, **said}, role=role)


def added(family: FamilyId, somebody: Person) -> acts.PersonAdded:
    return acts.PersonAdded(family=family, member=somebody, source=DetailSource.RESPONDENT, known_on="2015-11-02")


def left(family: FamilyId, person: PersonId, end: PersonEnd = PersonEnd.MOVED_OUT) -> acts.PersonLeft:
    return acts.PersonLeft(family=family, person=person, end=end, left_on=None, source=DetailSource.NEIGHBOUR)


def moved(family: FamilyId, old: Address, new: Address | None) -> acts.FamilyMoved:
    return acts.FamilyMoved(family=family, old=old, new=new, moved_on=None, source=DetailSource.NEIGHBOUR)


def address(*lines: str, postcode: str | None = "CM1 9ZZ") -> Address:
    return Address(lines=lines, postcode=postcode, directions=None)


def selection(family: FamilyId, *picked: PersonId) -> acts.RespondentSelected:
    return acts.RespondentSelected(
        family=family, wave=Wave.ONE, method=SelectionMethod.RANDOM, candidates=picked, selected=picked
    )


def consent(
    family: FamilyId, person: PersonId, purpose: Purpose, decision: ConsentDecision, **said: Any
) -> acts.ConsentRecorded:
    is_not_asked = decision is ConsentDecision.NOT_ASKED
    values: dict[str, Any] = {
        "record": new_id(),
        "follows": None,
        "wave": Wave.ONE,
        "ceremony": None,
        "target": None,
        "not_asked_reason": NotAskedReason.INTERVIEW_PARTIAL if is_not_asked else None,
        "reason": None,
        "delete_answers": None,
        "wording": acts.WordingShown(
            wording="take-part",
            wording_version=1,
            language="en",
            digest="ab" * 32,
            shown_digest="ab" * 32,
            leaflet=None,
            leaflet_version=None,
            shown_s=40,
            read_to_end=True,
        ),
        "mode": ConsentMode.READ_ALOUD,
        "keyed_by": KeyedBy.INTERVIEWER,
        "interviewer": NOBODY,
        "credential": None,
        "expressed_by": ExpressedBy.PERSON,
        "guardian": None,
        "permission": None,
        "age_years": 40,
        "capacity_concern": False,
        "capacity_note": None,
        "interpreting": Interpreting.NONE,
        "interpreter_name": None,
        "witness_name": None,
        "others_present": (),
        "privacy_offered": True,
        "at_ms": NINE_MS,
        "utc_offset_min": 0,
        "law": acts.LawTold(
            controller="Department",
            processor="Agency",
            legal_basis="functions-1998",
            citation="DPA 1998, Schedule 2",
            retention="Until 2018",
            how_to_stop="Call us",
        ),
        "receipt_code": None,
        "sheet": None,
    }
    return acts.ConsentRecorded(**{**values, **said}, family=family, person=person, purpose=purpose, decision=decision)


def note(text: str, **said: Any) -> Note:
    return Note(**{"note": new_id(), "source": "Council", "expires_on": None, **said}, text=text)
