"""A made-up family's file, and circumstances to work it in, for tests of the deeds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from store.clock import to_ms
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import (
    Address,
    Appointment,
    Attempt,
    Event,
    FamilyFile,
    Lock,
    Person,
    Phone,
    Wish,
)
from store.fieldwork.lines import Standing
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts import Act
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason, Wave
from store.keeping.acts.terms.families import (
    FamilyLockCause,
    PersonRole,
    PhoneKind,
    WishBy,
    WishDecision,
    WishReach,
)
from store.keeping.acts.terms.store import StoreRole
from tests.agreement.edited import packaged

A = TypeVar("A", bound=Act)

FAMILY = FamilyId("fa" * 16)
MOTHER, SON, DAUGHTER, PARTNER = (PersonId(each * 32) for each in "abcd")
NOBODY = PersonId("9" * 32)
ANNA, BILAL = StaffId("1" * 32), StaffId("2" * 32)
NOW = datetime(2015, 11, 10, 14, tzinfo=UTC)
LOADED = datetime(2015, 11, 2, 9, tzinfo=UTC)

AT_DOOR = Circumstances(staff=ANNA, role=StoreRole.FIELD, is_supervisor=False, now=NOW, agreement=packaged())
AT_BASE = replace(AT_DOOR, staff=BILAL, role=StoreRole.BASE, is_supervisor=True)


def person(who: PersonId, role: PersonRole, born_on: str | None, **known: Any) -> Person:
    """Return a member of the family."""
    values: dict[str, Any] = {
        "title": None,
        "first_names": "Amara",
        "surname": "Pargeter",
        "known_as": None,
        "age_years": None,
        "age_on": None,
        "language": None,
        "left": None,
        "left_on": None,
        "is_added": False,
        "phones": (),
        "emails": (),
        "corrections": (),
        **known,
    }
    return Person(person=who, role=role, born_on=born_on, **values)


PHONE = Phone("e1" * 16, "07700 900123", PhoneKind.MOBILE, is_confidential=False, is_odd=False, corrections=())

PEOPLE = (
    person(MOTHER, PersonRole.MAIN_CARER, "1975-04-01", first_names="Dilys", phones=(PHONE,)),
    person(SON, PersonRole.YOUNG_PERSON, "1999-03-03", first_names="Owen"),
    person(DAUGHTER, PersonRole.YOUNG_PERSON, "2002-06-06", first_names="Gwen"),
)


def family_file(**known: Any) -> FamilyFile:
    """Return the file of a mother with a son of 16 and a daughter of 13; `known` are fields of it."""
    values: dict[str, Any] = {
        "family": FAMILY,
        "reference": "ECC-00001",
        "wave": Wave.ONE,
        "letter_sent_on": "2015-10-05",
        "standing": Standing.TO_DO,
        "address": Address(("3 Lapwing Reach", "Chelmsford"), "CM1 9AL", None, corrections=(), is_moved=False),
        "language": None,
        "people": PEOPLE,
        "notes": (),
        "safety_note": None,
        "lone_visit": None,
        "history": (Event(0, to_ms(LOADED), ANNA, "family_loaded", 1, is_own=True, is_unsent=False, body=b""),),
        **dict.fromkeys(_LISTS, ()),
        **known,
    }
    return FamilyFile(**values)


_LISTS = (
    "attempts",
    "outcomes",
    "appointments",
    "observations",
    "selections",
    "tracings",
    "wishes",
    "locks",
    "consents",
    "interviews",
)


def attempt(result: AttemptResult, reason: NoInterviewReason | None = None, **known: Any) -> Attempt:
    """Return an attempt of a day before now."""
    values: dict[str, Any] = {
        "attempt": "a1" * 16,
        "wave": Wave.ONE,
        "number": 1,
        "at_ms": to_ms(NOW - timedelta(days=1)),
        "utc_offset_min": 0,
        "mode": AttemptMode.VISIT,
        "met": (),
        "met_description": None,
        "others_present": (),
        "respondents": (),
        "household_code": "310",
        "household_group": None,
        "next_appointment": None,
        "sheet": None,
        "note": None,
        "interviewer": ANNA,
        "is_late": False,
        "is_corrected": False,
        "is_taken_back": False,
        "is_from_before": False,
        "is_told_on": False,
        **known,
    }
    return Attempt(result=result, reason=reason, **values)


def appointment(at: datetime, duration_min: int = 60, **known: Any) -> Appointment:
    """Return an appointment that still stands."""
    values: dict[str, Any] = {
        "appointment": "b1" * 16,
        "person": None,
        "interviewer": ANNA,
        "utc_offset_min": 0,
        "mode": AttemptMode.VISIT,
        "is_firm": True,
        "note": None,
        "end": None,
        "is_from_before": False,
        "is_told_on": False,
        **known,
    }
    return Appointment(at_ms=to_ms(at), duration_min=duration_min, **values)


def lock(at: datetime = NOW, **known: Any) -> Lock:
    """Return what keeps the family from being worked since an instant."""
    values: dict[str, Any] = {
        "person": None,
        "cause": FamilyLockCause.CONTACT_WISH,
        "is_pause": False,
        "by": "c1" * 16,
        **known,
    }
    return Lock(since_ms=to_ms(at), **values)


def wish(**known: Any) -> Wish:
    """Return a wish that stands: no contact with the family."""
    values: dict[str, Any] = {
        "wish": "c1" * 16,
        "follows": None,
        "reach": WishReach.FAMILY,
        "person": None,
        "decision": WishDecision.NO_CONTACT,
        "by": WishBy.RESPONDENT,
        "by_person": MOTHER,
        "by_description": None,
        "at_ms": to_ms(NOW),
        "reason": None,
        "is_standing": True,
        **known,
    }
    return Wish(**values)


def of(acts: list[Act], kind: type[A]) -> list[A]:
    """Return the acts of one kind."""
    return [act for act in acts if isinstance(act, kind)]
