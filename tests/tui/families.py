"""Made-up families for tests of screens."""

from dataclasses import replace
from typing import Any

from store.fieldwork.family import Address, Attempt, FamilyFile, Person, Phone
from store.fieldwork.lines import Line, Standing
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, Wave
from store.keeping.acts.terms.families import PersonRole, PhoneKind

FAMILY = FamilyId("fa" * 16)
CARER, YOUNG = PersonId("ca" * 16), PersonId("c0" * 16)
STAFF = StaffId("5a" * 16)
SOME_MS = 1_446_489_000_000
"""2 Nov 2015 18:30 in London."""


def made_person(**changed: Any) -> Person:
    """Return the main carer; `changed` are fields of `Person`."""
    person = Person(
        person=CARER,
        role=PersonRole.MAIN_CARER,
        title=None,
        first_names="Ewa",
        surname="Kowalska",
        known_as=None,
        born_on=None,
        age_years=34,
        age_on="2015-10-01",
        language=None,
        left=None,
        left_on=None,
        is_added=False,
        phones=(made_phone(),),
        emails=(),
        corrections=(),
    )
    return replace(person, **changed)


def made_phone(**changed: Any) -> Phone:
    """Return a telephone; `changed` are fields of `Phone`."""
    phone = Phone("e0" * 16, "07700 900123", PhoneKind.MOBILE, is_confidential=False, is_odd=False, corrections=())
    return replace(phone, **changed)


def made_attempt(**changed: Any) -> Attempt:
    """Return a visit without contact; `changed` are fields of `Attempt`."""
    attempt = Attempt(
        attempt="a0" * 16,
        wave=Wave.ONE,
        number=1,
        at_ms=SOME_MS,
        utc_offset_min=0,
        mode=AttemptMode.VISIT,
        result=AttemptResult.NO_CONTACT,
        reason=None,
        met=(),
        met_description=None,
        others_present=(),
        respondents=(),
        household_code="310",
        household_group=None,
        next_appointment=None,
        sheet=None,
        note=None,
        interviewer=STAFF,
        is_late=False,
        is_corrected=False,
        is_taken_back=False,
        is_from_before=False,
        is_told_on=False,
    )
    return replace(attempt, **changed)


def made_family(**changed: Any) -> FamilyFile:
    """Return a family of two that nobody has tried yet; `changed` are fields of `FamilyFile`."""
    young = made_person(
        person=YOUNG, role=PersonRole.YOUNG_PERSON, first_names="Jarek", age_years=14, phones=(), is_added=False
    )
    empty: Any = dict.fromkeys(
        (
            "notes", "attempts", "outcomes", "appointments", "observations", "selections", "tracings",
            "wishes", "locks", "consents", "interviews", "history",
        ),
        (),
    )  # fmt: skip
    file = FamilyFile(
        family=FAMILY,
        reference="ECC-00001",
        wave=Wave.ONE,
        letter_sent_on="2015-10-05",
        standing=Standing.TO_DO,
        address=Address(("12 Lapwing Reach", "Chelmsford"), "CM1 9AL", None, (), is_moved=False),
        language=None,
        people=(made_person(), young),
        safety_note=None,
        lone_visit=None,
        **empty,
    )
    return replace(file, **changed)


def made_line(**changed: Any) -> Line:
    """Return the same family's line; `changed` are fields of `Line`."""
    line = Line(
        family=FAMILY,
        name="Kowalska, Ewa",
        street="12 Lapwing Reach",
        postcode="CM1 9AL",
        reference="ECC-00001",
        folded="ewa kowalska jarek kowalska 12 lapwing reach chelmsford cm1 9al cm19al ecc 00001 07700900123",
        standing=Standing.TO_DO,
        next_at_ms=None,
        attempts_count=0,
        visits_count=0,
        last="",
        consents="",
        is_unsent=False,
        is_note_unread=False,
    )
    return line._replace(**changed)
