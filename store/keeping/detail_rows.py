"""Where the text of one detail goes: a column of a family or person, or a number or mail address of its own.

Owns that, and which texts the row can hold. Refuses to own how a text is spelled (detail_texts), which of several
stands (follows_details) and whether one looks right (fieldwork).
"""

import contextlib
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from store.ids import FamilyId, PersonId
from store.keeping.acts.terms.families import DetailField, PersonRole, PhoneKind
from store.keeping.acts.values import LINE_CHARS
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.detail_texts import CONFIDENTIAL
from store.keeping.merging.details import Detail

if TYPE_CHECKING:
    from store.keeping.projection import Projection

ADDRESS_LINES: Final = 10
OLDEST_YEARS: Final = 130
_AGE: Final = re.compile(r"[0-9]{1,3}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
"""What an act can hold of these (acts.values, acts.family_parts)."""

OF_FAMILY: Final = {DetailField.POSTCODE: "postcode", DetailField.DIRECTIONS: "directions"}
_OF_PERSON: Final = {
    DetailField.BORN_ON: "born_on",
    DetailField.FIRST_NAMES: "first_names",
    DetailField.KNOWN_AS: "known_as",
    DetailField.LANGUAGE: "language",
    DetailField.SURNAME: "surname",
    DetailField.TITLE: "title",
}
_WAYS: Final = (DetailField.EMAIL, DetailField.PHONE)


def set_text(tables_: "Projection", detail: Detail, text: str | None, known_on: str | None, is_odd: bool) -> None:
    """Give a detail a text. One that cannot be read as what it should be leaves what was known."""
    if text is not None and not _fits(detail.field, text):
        return
    family = {"family": detail.family}
    if detail.field in _WAYS or detail.field is DetailField.CONFIDENTIALITY:
        _set_way(tables_, detail, text, is_odd)
    elif detail.person is None:
        if detail.field is DetailField.ADDRESS:
            lines = text or ""
            tables_.change(tables.Family, family, lines=lines, street=lines.partition("\n")[0])
        elif detail.field is DetailField.LANGUAGE:
            tables_.change(tables.Family, family, language=text)
        elif detail.field in OF_FAMILY:
            tables_.change(tables.Family, family, **{OF_FAMILY[detail.field]: text})
    else:
        _set_of_person(tables_, {**family, "person": detail.person}, detail.field, text, known_on)


def _fits(field: DetailField, text: str) -> bool:
    """Say whether a family that has this detail can still be told of as a whole (acts.family_parts)."""
    match field:
        case DetailField.AGE:
            return _AGE.fullmatch(text) is not None and int(text) <= OLDEST_YEARS
        case DetailField.BORN_ON:
            return _is_day(text)
        case DetailField.LANGUAGE:
            return _LANGUAGE.fullmatch(text) is not None
        case DetailField.ROLE:
            return text in set(PersonRole)
        case DetailField.ADDRESS:
            lines = text.split("\n")
            return all(lines) and len(lines) <= ADDRESS_LINES and max(map(len, lines)) <= LINE_CHARS
        case DetailField.DIRECTIONS:
            return True
        case _:
            return len(text) <= LINE_CHARS


def _is_day(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


def _set_of_person(
    tables_: "Projection", where: dict[str, object], field: DetailField, text: str | None, known_on: str | None
) -> None:
    if field in _OF_PERSON:
        tables_.change(tables.Person, where, **{_OF_PERSON[field]: text})
    elif field is DetailField.AGE:
        tables_.change(tables.Person, where, age_years=None if text is None else int(text), age_on=known_on)
    elif field is DetailField.ROLE and text is not None:
        tables_.change(tables.Person, where, role=text)


def _set_way(tables_: "Projection", detail: Detail, text: str | None, is_odd: bool) -> None:
    if detail.entry is None:
        return
    where: dict[str, object] = {"family": detail.family, "entry": detail.entry}
    if detail.field is DetailField.CONFIDENTIALITY:
        tables_.change(tables.ContactDetail, where, is_confidential=text == CONFIDENTIAL)
    elif text is None:
        tables_.remove(tables.ContactDetail, **where)
    elif tables_.row("contactdetail", ("place",), where) is not None:
        tables_.change(tables.ContactDetail, where, value=text, is_odd=is_odd)
    else:
        kind = "" if detail.field is DetailField.EMAIL else _kind_of(text)
        person: PersonId | None = detail.person
        put_way(tables_, detail.family, person, detail.entry, kind, text, False, is_odd)


def _kind_of(number: str) -> str:
    """Return what kind of number a new one is. Source: Ofcom, National Telephone Numbering Plan: 07 are mobiles."""
    bare = "".join(letter for letter in number if letter.isdecimal())
    return PhoneKind.MOBILE.value if bare.startswith(("07", "447")) else PhoneKind.HOME.value


def put_way(
    tables_: "Projection",
    family: FamilyId,
    person: str | None,
    entry: str,
    kind: str,
    value: str,
    is_confidential: bool,
    is_odd: bool = False,
) -> None:
    """Put a number or mail address, behind those that are known already or in its own place."""
    known = tables_.row("contactdetail", ("place",), {"family": family, "entry": entry})
    tables_.put(
        tables.ContactDetail,
        family=family,
        entry=entry,
        person=person or "",
        place=next_place(tables_, "contactdetail", family) if known is None else known[0],
        kind=kind,
        value=value,
        is_confidential=is_confidential,
        is_odd=is_odd,
    )


def next_place(tables_: "Projection", table: str, family: FamilyId) -> int:
    """Return where the next row of a family goes, in the table of people or of numbers."""
    # `table` is one of these two.
    ((place,),) = tables_.select(f"SELECT coalesce(max(place) + 1, 0) FROM {table} WHERE family = ?", (family,))  # noqa: S608
    return int(place)
