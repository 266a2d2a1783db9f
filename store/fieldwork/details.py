"""How each detail of a family is read from what was typed, and what it is now.

Owns which detail belongs to whom and how it has to look. Refuses to own the correction (corrections) and how a detail
stands as one text inside it (keeping).
"""

import re
from datetime import date
from typing import Final

from store.errors import AgeNotPossibleError, EmptyFieldError, TypedTooLongError, ValueFormError
from store.fieldwork.ages import OLDEST_YEARS, Age, is_odd, years_between
from store.fieldwork.family import Email, FamilyFile, Person, Phone
from store.fieldwork.numbers import Checked, check_phone, check_postcode
from store.fieldwork.typed import clean_line, clean_note
from store.fieldwork.workable import member
from store.ids import PersonId
from store.keeping.acts.terms.families import DetailField, PersonRole
from store.keeping.detail_texts import CONFIDENTIAL, OPEN, text_of_confidentiality, text_of_lines

ADDRESS_LINES: Final = 10
"""As many as an act holds (`acts.Address`)."""

OF_THE_FAMILY: Final = frozenset({DetailField.ADDRESS, DetailField.POSTCODE, DetailField.DIRECTIONS})
OF_ONE_ENTRY: Final = frozenset({DetailField.PHONE, DetailField.EMAIL, DetailField.CONFIDENTIALITY})
"""Details of which a person can have several, so that an entry says which."""

_NEVER_EMPTY: Final = frozenset({DetailField.ROLE, DetailField.CONFIDENTIALITY})

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
"""Source: RFC 5646 (BCP 47), as far as acts hold it."""

_MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
"""Source: RFC 5321, its usual half: one sign, and a domain with a dot. Whether it arrives, only a letter tells."""


def field_name(field: DetailField) -> str:
    """Return what a refusal calls a detail."""
    return _NAMES.get(field, field.value.replace("_", " "))


def check_detail(field: DetailField, typed: str | None, role: PersonRole | None, on: date) -> Checked | None:
    """Return a detail as it would be kept, or None where there is none any more.

    Args:
        field: Which detail.
        typed: As it was typed; an address has its lines under each other, without the postcode.
        role: What the person is to the survey whose detail it is; None for the family's.
        on: The London day it is.

    Raises:
        ValueFormError: It is not written as its kind has to be.
        AgeNotPossibleError: Nobody has that age or date of birth.
        EmptyFieldError: This one has to be something.
        TypedTooLongError: Too much was typed.
    """
    text = clean_note(typed) if field in (DetailField.ADDRESS, DetailField.DIRECTIONS) else clean_line(typed)
    if text is None:
        if field in _NEVER_EMPTY:
            raise EmptyFieldError(field_name(field))
        return None
    match field:
        case DetailField.ADDRESS:
            return Checked(_address(text), is_odd=False)
        case DetailField.POSTCODE:
            return check_postcode(text)
        case DetailField.PHONE:
            return check_phone(text)
        case DetailField.EMAIL:
            return Checked(text, is_odd=_MAIL.fullmatch(text) is None)
        case DetailField.BORN_ON:
            return _born_on(text, role, on)
        case DetailField.AGE:
            return _age(text, role)
        case DetailField.ROLE:
            return Checked(_one_of(text, frozenset(PersonRole), field), is_odd=False)
        case DetailField.CONFIDENTIALITY:
            return Checked(_one_of(text, frozenset({CONFIDENTIAL, OPEN}), field), is_odd=False)
        case DetailField.LANGUAGE:
            if _LANGUAGE.fullmatch(text) is None:
                raise ValueFormError(field_name(field))
            return Checked(text, is_odd=False)
        case (
            DetailField.DIRECTIONS
            | DetailField.FIRST_NAMES
            | DetailField.KNOWN_AS
            | DetailField.SURNAME
            | DetailField.TITLE
        ):
            return Checked(text, is_odd=False)


def detail_now(file: FamilyFile, field: DetailField, person: PersonId | None, entry: str | None) -> str | None:
    """Return a detail as it is known now, as a correction spells it; None where there is none.

    Raises:
        PersonUnknownError: Nobody of that id belongs to the family.
    """
    match field:
        case DetailField.ADDRESS:
            return text_of_lines(file.address.lines)
        case DetailField.POSTCODE:
            return file.address.postcode
        case DetailField.DIRECTIONS:
            return file.address.directions
        case DetailField.LANGUAGE if person is None:
            return file.language
        case _:
            pass
    known = member(file, PersonId(person or ""))
    match field:
        case DetailField.PHONE | DetailField.EMAIL | DetailField.CONFIDENTIALITY:
            return _of_entry(known, field, entry)
        case DetailField.AGE:
            return None if known.age_years is None else str(known.age_years)
        case DetailField.BORN_ON:
            return known.born_on
        case DetailField.FIRST_NAMES:
            return known.first_names
        case DetailField.KNOWN_AS:
            return known.known_as
        case DetailField.LANGUAGE:
            return known.language
        case DetailField.ROLE:
            return known.role.value
        case DetailField.SURNAME:
            return known.surname
        case DetailField.TITLE:
            return known.title


def _of_entry(person: Person, field: DetailField, entry: str | None) -> str | None:
    either: list[Phone | Email] = [*person.phones, *person.emails]
    for each in either:
        if each.entry == entry:
            if field is DetailField.CONFIDENTIALITY:
                return text_of_confidentiality(is_confidential=each.is_confidential)
            return each.number if isinstance(each, Phone) else each.address
    return None


def _address(text: str) -> str:
    lines = [line for each in text.split("\n") if (line := clean_line(each)) is not None]
    if len(lines) > ADDRESS_LINES:
        raise TypedTooLongError(ADDRESS_LINES)
    return "\n".join(lines)


def _born_on(text: str, role: PersonRole | None, on: date) -> Checked:
    try:
        born_on = date.fromisoformat(text)
    except ValueError:
        raise AgeNotPossibleError from None
    years = years_between(born_on, on)
    if born_on > on or years > OLDEST_YEARS:
        raise AgeNotPossibleError
    return Checked(born_on.isoformat(), is_odd=_is_odd_for(role, years))


def _age(text: str, role: PersonRole | None) -> Checked:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(OLDEST_YEARS))) or int(text) > OLDEST_YEARS:
        raise AgeNotPossibleError
    return Checked(str(int(text)), is_odd=_is_odd_for(role, int(text)))


def _is_odd_for(role: PersonRole | None, years: int) -> bool:
    return role is not None and is_odd(role, Age(years, years))


def _one_of(text: str, words: frozenset[str], field: DetailField) -> str:
    if text not in words:
        raise ValueFormError(field_name(field))
    return text


_NAMES: Final = {
    DetailField.BORN_ON: "date of birth",
    DetailField.EMAIL: "mail address",
    DetailField.PHONE: "telephone number",
}
