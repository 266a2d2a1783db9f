"""What a correction asks: whose detail, which, what it is now, who said so. Pure.

Owns the fields. Refuses to own what becomes of the answers (correction).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Final, NamedTuple

from store.errors import DayTypedError, StoreError
from store.fieldwork.details import OF_ONE_ENTRY, check_detail, detail_now
from store.fieldwork.family import FamilyFile, Person
from store.ids import PersonId
from store.keeping.acts.terms.families import DetailField, PersonRole
from store.keeping.detail_texts import CONFIDENTIAL, OPEN, lines_of_text
from tui import wording
from tui.field.detail_words import (
    LANGUAGES,
    detail_name,
    is_hidden,
    language_code,
    last_correction,
    since_words,
    value_words,
)
from tui.field.offered import IS_CONFIDENTIAL, KNOWINGLY, SOURCES, people_offered
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import Known
from tui.moments import Lies, typed_day

FAMILY: Final = "family"
TAKE_BACK: Final = "take_back"
ANOTHER: Final = "another"

_OF_FAMILY: Final = (DetailField.ADDRESS, DetailField.POSTCODE, DetailField.DIRECTIONS, DetailField.LANGUAGE)
_OF_PERSON: Final = (
    DetailField.PHONE, DetailField.EMAIL, DetailField.CONFIDENTIALITY, DetailField.FIRST_NAMES, DetailField.SURNAME,
    DetailField.KNOWN_AS, DetailField.TITLE, DetailField.AGE, DetailField.BORN_ON, DetailField.LANGUAGE,
    DetailField.ROLE,
)  # fmt: skip
"""The likeliest first."""

_CHOSEN: Final = {
    DetailField.ROLE: tuple(Option(each, wording.words(each)) for each in PersonRole),
    DetailField.CONFIDENTIALITY: (
        Option(CONFIDENTIAL, "confidential: seen alone only"),
        Option(OPEN, "it may be seen"),
    ),
}
_HINTS: Final = {
    DetailField.ADDRESS: " Its lines with commas between, without the postcode.",
    DetailField.BORN_ON: " For example 17 May 2001.",
    DetailField.LANGUAGE: f" {', '.join(each.text for each in LANGUAGES[:8])} and so on, or its code.",
}


class Place(NamedTuple):
    """Where a correction goes: whose detail, which, and which number or mail address; an empty entry adds one."""

    person: PersonId | None
    detail: DetailField
    entry: str | None

    @property
    def field(self) -> str:
        """The id of the field that asks what stands there now."""
        return f"new/{self.person or FAMILY}/{self.detail}/{self.entry or ''}"


def correction_fields(known: Known, undoable: Sequence[Option]) -> Iterator[Field]:
    """Yield what is asked.

    Args:
        known: The family.
        undoable: The corrections that can be taken back.
    """
    file, today = known.file, known.circumstances.today
    back = [Option(TAKE_BACK, "take a correction back")] if undoable else []
    yield Field(
        "whose", "Whose", "Whose detail is wrong, or new?", Kind.ONE,
        options=lambda _: [*people_offered(file.people, today), Option(FAMILY, "of all: address, language"), *back],
    )  # fmt: skip
    yield Field(
        "correction", "Correction", "Which one? What stood there before stands again.", Kind.ONE,
        options=lambda _: undoable,
        applies=lambda so: one(so, "whose") == TAKE_BACK,
    )  # fmt: skip
    yield Field(
        "detail", "Detail", "Which detail?", Kind.ONE,
        options=lambda so: _details(file, so),
        applies=lambda so: one(so, "whose") not in (None, TAKE_BACK),
    )  # fmt: skip
    yield Field(
        "entry", "Which", "Which one?", Kind.ONE,
        options=lambda so: _entries(file, so),
        applies=lambda so: len(_entries(file, so)) > 1,
    )  # fmt: skip
    for place in _places(file):
        yield _new(place, file, today)
    yield Field(
        "confidential", "Confidential", "Is it confidential? Then it is only ever seen alone.", Kind.ONE,
        options=lambda _: IS_CONFIDENTIAL,
        applies=lambda so: _adds(place_of(so, file)),
    )  # fmt: skip
    yield Field(
        "source", "Who said so", "Who said so?", Kind.ONE,
        options=lambda _: SOURCES,
        applies=lambda so: place_of(so, file) is not None,
    )  # fmt: skip
    yield Field(
        "knowingly", "As it is", "That does not look like a usual one. Is it right all the same?", Kind.ONE,
        options=lambda _: KNOWINGLY,
        applies=lambda so: _is_odd(so, file, today),
    )  # fmt: skip


def place_of(answers: Answers, file: FamilyFile) -> Place | None:
    """Return where the correction goes, as far as it is answered."""
    whose, detail = one(answers, "whose"), one(answers, "detail")
    if detail is None:
        return None
    person = None if whose == FAMILY else PersonId(whose or "")
    entries = _entries(file, answers)
    entry = one(answers, "entry") if len(entries) > 1 else entries[0].value if entries else None
    if entries and entry is None:
        return None
    return Place(person, DetailField(detail), None if entry == ANOTHER else entry)


def typed_at(place: Place, answers: Answers, today: date) -> str | None:
    """Return what stands at a place now, as the store reads it; None where there is nothing any more."""
    typed = one(answers, place.field)
    return None if typed is None else read_detail(place.detail, typed, today)


def read_detail(detail: DetailField, typed: str, today: date) -> str:
    """Return a detail as the store reads it; where it cannot be that, as it was typed: the store says what is wrong."""
    match detail:
        case DetailField.ADDRESS:
            return "\n".join(typed.split(","))
        case DetailField.BORN_ON:
            with suppress(DayTypedError):
                return typed_day(typed, today, Lies.BEHIND).isoformat()
            return typed
        case DetailField.LANGUAGE:
            return language_code(typed)
        case _:
            return typed


def _details(file: FamilyFile, answers: Answers) -> list[Option]:
    whose = file.person(PersonId(one(answers, "whose") or ""))
    if whose is None:
        return [Option(each, detail_name(each)) for each in _OF_FAMILY]
    has_ways = bool(whose.phones or whose.emails)
    return [
        Option(each, detail_name(each)) for each in _OF_PERSON if has_ways or each is not DetailField.CONFIDENTIALITY
    ]


def _entries(file: FamilyFile, answers: Answers) -> list[Option]:
    """Return which number or mail address it can be about; empty where the detail has no such thing."""
    whose, detail = file.person(PersonId(one(answers, "whose") or "")), one(answers, "detail")
    if whose is None or detail not in OF_ONE_ENTRY:
        return []
    known = [Option(entry, _way_words(file, whose, entry, way)) for entry, way in _ways(whose, DetailField(detail))]
    return known if detail == DetailField.CONFIDENTIALITY else [*known, Option(ANOTHER, "another one, new")]


def _ways(whose: Person, detail: DetailField) -> list[tuple[str, str]]:
    phones = [(each.entry, each.number) for each in whose.phones] if detail is not DetailField.EMAIL else []
    emails = [(each.entry, each.address) for each in whose.emails] if detail is not DetailField.PHONE else []
    return [*phones, *emails]


def _way_words(file: FamilyFile, whose: Person, entry: str, way: str) -> str:
    if not is_hidden(file, whose.person, entry):
        return way
    kind = next((wording.words(each.kind) for each in whose.phones if each.entry == entry), "mail")
    return f"a confidential one ({kind}): i on the family's page shows it"


def _places(file: FamilyFile) -> Iterator[Place]:
    for detail in _OF_FAMILY:
        yield Place(None, detail, None)
    for whose in file.people:
        for detail in _OF_PERSON:
            if detail in OF_ONE_ENTRY:
                for entry, _ in _ways(whose, detail):
                    yield Place(whose.person, detail, entry)
            if detail is not DetailField.CONFIDENTIALITY:
                yield Place(whose.person, detail, None)


def _new(place: Place, file: FamilyFile, today: date) -> Field:
    is_added, whom = _adds(place), place.person or FAMILY
    old = None if is_added else detail_now(file, place.detail, place.person, place.entry)
    role = whose.role if place.person and (whose := file.person(place.person)) else None
    stands = value_words(file, place.detail, place.person, place.entry, old)
    since = since_words(last_correction(file, place.detail, place.person, place.entry))
    chosen = _CHOSEN.get(place.detail, ())
    known = "" if is_added else f" Now: {stands}, {since}."
    return Field(
        place.field,
        detail_name(place.detail).capitalize(),
        f"What is it?{known}{_HINTS.get(place.detail, '')}",
        Kind.ONE if chosen else Kind.LINE,
        options=lambda _: chosen,
        applies=lambda so: so.get("detail") == place.detail and so.get("whose") == whom and place_of(so, file) == place,
        may_be_empty=old is not None and not chosen,
        check=lambda text: check_detail(place.detail, read_detail(place.detail, text, today), role, today),
        first="" if chosen else _first(file, place, old),
    )


def _first(file: FamilyFile, place: Place, old: str | None) -> str:
    """Return what stands in the line before anybody types: what is known, unless it is not shown here."""
    if old is None or (place.entry is not None and is_hidden(file, place.person, place.entry)):
        return ""
    return ", ".join(lines_of_text(old)) if place.detail is DetailField.ADDRESS else " ".join(old.split())


def _adds(place: Place | None) -> bool:
    return place is not None and place.entry is None and place.detail in OF_ONE_ENTRY


def _is_odd(answers: Answers, file: FamilyFile, today: date) -> bool:
    place = place_of(answers, file)
    if place is None:
        return False
    role = whose.role if place.person and (whose := file.person(place.person)) else None
    try:
        checked = check_detail(place.detail, typed_at(place, answers, today), role, today)
    except StoreError:
        return False
    return checked is not None and checked.is_odd
