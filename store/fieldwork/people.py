"""People of a family: somebody becomes known, leaves, was a slip, is back.

Owns the deeds, and that equal names stay apart: people are told by their ids, never by what they are called. Refuses to
own what is corrected about them later (corrections).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from store.errors import EmptyFieldError, OddValueError, PersonUnknownError, SameNameError
from store.fieldwork import family
from store.fieldwork.ages import YOUNG_ROLES
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.corrections import day_known
from store.fieldwork.details import check_detail, field_name
from store.fieldwork.family import FamilyFile
from store.fieldwork.numbers import Checked
from store.fieldwork.workable import hold_workable, member
from store.ids import PersonId, new_id
from store.keeping.acts.terms.families import DetailField, DetailSource, PersonEnd, PersonRole, PhoneKind
from store.keeping.folding import fold

if TYPE_CHECKING:
    from store.keeping.acts import Act
    from store.keeping.acts.family_parts import Person


@dataclass(frozen=True, slots=True)
class PersonEntered:
    """Somebody as they were entered; texts as they were typed, None or empty where nothing is known.

    Attributes:
        born_on: YYYY-MM-DD.
        age: In years, today.
        source: Who said so.
        known_on: Since which London day; None for today.
        is_somebody_else: Whether somebody looked at an equal name and says that this is another person.
        is_kept_knowingly: Whether somebody looked at an odd age or number and says that it is right.
    """

    role: PersonRole
    source: DetailSource
    first_names: str | None = field(default=None, repr=False)
    surname: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    known_as: str | None = field(default=None, repr=False)
    born_on: str | None = field(default=None, repr=False)
    age: str | None = field(default=None, repr=False)
    language: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    phone_kind: PhoneKind = PhoneKind.MOBILE
    is_phone_confidential: bool = False
    known_on: date | None = None
    is_somebody_else: bool = False
    is_kept_knowingly: bool = False


def add_person(entered: PersonEntered, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of somebody who became known.

    A young person or child needs an age, for it decides who is asked first.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        EmptyFieldError: No name, or no age where one is needed.
        SameNameError: Somebody is called so already, and nobody said that this is another person.
        OddValueError: An age or a number is odd, and nobody said that it is right.
        ValueFormError, AgeNotPossibleError, TypedTooLongError: As `details.check_detail`.
        StillAheadError: It would be known in the future.
    """
    from store.keeping.acts import PersonAdded
    from store.keeping.acts.family_parts import Person, Phone

    hold_workable(file, circumstances.now_ms)
    known_on = day_known(entered.known_on, circumstances)
    read = _read(entered, circumstances.today)
    phone = read[DetailField.PHONE]
    age = read[DetailField.AGE]
    someone = Person(
        person=PersonId(new_id()),
        role=entered.role,
        title=read[DetailField.TITLE],
        first_names=read[DetailField.FIRST_NAMES],
        surname=read[DetailField.SURNAME],
        known_as=read[DetailField.KNOWN_AS],
        born_on=read[DetailField.BORN_ON],
        age_years=None if age is None else int(age),
        age_on=None if age is None else circumstances.today.isoformat(),
        language=read[DetailField.LANGUAGE],
        phones=()
        if phone is None
        else (
            Phone(
                entry=new_id(),
                number=phone,
                kind=entered.phone_kind,
                is_confidential=entered.is_phone_confidential,
            ),
        ),
        emails=(),
    )
    if not entered.is_somebody_else and any(_is_called_alike(each, someone) for each in file.members()):
        raise SameNameError
    return [PersonAdded(family=file.family, member=someone, source=entered.source, known_on=known_on)]


def remove_person(
    person: PersonId,
    end: PersonEnd,
    left_on: date | None,
    source: DetailSource,
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts of somebody who left the household, died, or was entered in error.

    Args:
        person: One who belongs to it now.
        end: How.
        left_on: Since which London day, or None where nobody knows.
        source: Who said so.
        file: The family's.
        circumstances: Of the deed.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        PersonUnknownError: They do not belong to it.
        StillAheadError: They would leave in the future.
    """
    from store.keeping.acts import PersonLeft

    hold_workable(file, circumstances.now_ms)
    if member(file, person).left is not None:
        raise PersonUnknownError
    day = None if left_on is None else day_known(left_on, circumstances)
    return [PersonLeft(family=file.family, person=person, end=end, left_on=day, source=source)]


def bring_back(person: PersonId, source: DetailSource, file: FamilyFile, circumstances: Circumstances) -> "list[Act]":
    """Return the acts of somebody who is back, or never left: they belong to the household as they were known.

    Raises:
        FamilyLockedError, FamilyPausedError: The family may not be worked.
        PersonUnknownError: They are unknown, or belong to it now.
    """
    from store.keeping.acts import PersonAdded

    hold_workable(file, circumstances.now_ms)
    known = member(file, person)
    if known.left is None:
        raise PersonUnknownError
    known_on = circumstances.today.isoformat()
    return [PersonAdded(family=file.family, member=as_part(known), source=source, known_on=known_on)]


def as_part(known: family.Person) -> "Person":
    """Return a member as acts hold one."""
    from store.keeping.acts.family_parts import Email, Person, Phone

    return Person(
        person=known.person,
        role=known.role,
        title=known.title,
        first_names=known.first_names,
        surname=known.surname,
        known_as=known.known_as,
        born_on=known.born_on,
        age_years=known.age_years,
        age_on=known.age_on,
        language=known.language,
        phones=tuple(
            Phone(entry=each.entry, number=each.number, kind=each.kind, is_confidential=each.is_confidential)
            for each in known.phones
        ),
        emails=tuple(
            Email(entry=each.entry, address=each.address, is_confidential=each.is_confidential) for each in known.emails
        ),
    )


def _read(entered: PersonEntered, on: date) -> dict[DetailField, str | None]:
    typed = {
        DetailField.TITLE: entered.title,
        DetailField.FIRST_NAMES: entered.first_names,
        DetailField.SURNAME: entered.surname,
        DetailField.KNOWN_AS: entered.known_as,
        DetailField.BORN_ON: entered.born_on,
        DetailField.AGE: entered.age,
        DetailField.LANGUAGE: entered.language,
        DetailField.PHONE: entered.phone,
    }
    read = {detail: check_detail(detail, text, entered.role, on) for detail, text in typed.items()}
    if not any(read[name] for name in (DetailField.FIRST_NAMES, DetailField.SURNAME, DetailField.KNOWN_AS)):
        raise EmptyFieldError("name")
    if entered.role in YOUNG_ROLES and not (read[DetailField.BORN_ON] or read[DetailField.AGE]):
        raise EmptyFieldError("age or date of birth")
    return {detail: _kept(detail, checked, entered) for detail, checked in read.items()}


def _kept(detail: DetailField, checked: Checked | None, entered: PersonEntered) -> str | None:
    if checked is not None and checked.is_odd and not entered.is_kept_knowingly:
        raise OddValueError(field_name(detail))
    return None if checked is None else checked.text


def _is_called_alike(one: family.Person, other: "Person") -> bool:
    return _called(one.first_names, one.surname) == _called(other.first_names, other.surname)


def _called(first_names: str | None, surname: str | None) -> str:
    return fold(f"{first_names or ''} {surname or ''}")
