"""Where the text of one detail goes: a column of a family or person, or a number or mail address among its ways.

Owns that, and which texts the row can hold. Refuses to own how a text is spelled (detail_texts), which of several
stands (follows_details) and whether one looks right (fieldwork).
"""

import contextlib
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from store.ids import FamilyId
from store.keeping.acts.terms.families import DetailField, PersonRole, PhoneKind
from store.keeping.acts.values import LINE_CHARS
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.detail_texts import CONFIDENTIAL
from store.keeping.merging.details import Detail
from store.keeping.ways import Way, text_of, ways_in

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
            tables_.change(tables.Family, family, lines=text or "")
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
    ways = known_ways(tables_, detail.family)
    place = next((n for n, each in enumerate(ways) if each.entry == detail.entry), None)
    if detail.field is DetailField.CONFIDENTIALITY:
        if place is not None:
            ways[place] = ways[place]._replace(is_confidential=text == CONFIDENTIAL)
    elif text is None:
        if place is not None:
            del ways[place]
    elif place is not None:
        ways[place] = ways[place]._replace(value=text, is_odd=is_odd)
    else:
        kind = "" if detail.field is DetailField.EMAIL else _kind_of(text)
        ways.append(Way(detail.entry, detail.person or "", kind, text, False, is_odd))
    set_ways(tables_, detail.family, ways)


def _kind_of(number: str) -> str:
    """Return what kind of number a new one is. Source: Ofcom, National Telephone Numbering Plan: 07 are mobiles."""
    bare = "".join(letter for letter in number if letter.isdecimal())
    return PhoneKind.MOBILE.value if bare.startswith(("07", "447")) else PhoneKind.HOME.value


def known_ways(tables_: "Projection", family: FamilyId) -> list[Way]:
    """Return the numbers and mail addresses of a family, in the order in which they became known."""
    row = tables_.row("family", ("ways",), {"family": family})
    return ways_in(row[0]) if row else []


def set_ways(tables_: "Projection", family: FamilyId, ways: Iterable[Way]) -> None:
    """Give a family these numbers and mail addresses."""
    tables_.change(tables.Family, {"family": family}, ways=text_of(ways))


def next_place(tables_: "Projection", family: FamilyId) -> int:
    """Return where the next person of a family goes."""
    ((place,),) = tables_.select("SELECT coalesce(max(place) + 1, 0) FROM person WHERE family = ?", (family,))
    return int(place)
