"""One row of a delivery as a family: its address, its main carer, numbers, and notes that wait to be read.

Owns turning cells into values that can be kept and shown. Refuses to own whether a row may be supplied (judging).

Source: agreement 7.2a-7.2c; free text may carry eligibility: none of it is shown until a trained person cleared it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from store.agreement.languages import Language
from store.exchange.intake.columns import Columns
from store.exchange.intake.dates import Order, day_of
from store.exchange.intake.fields import LINES, Field
from store.exchange.intake.tables import Row
from store.fieldwork.numbers import check_postcode
from store.fieldwork.typed import LINE_CHARS, NOTE_CHARS, clean_line, clean_note
from store.ids import PersonId, new_id
from store.keeping.acts.family_parts import Address, Email, FamilyDetails, Note, Person, Phone
from store.keeping.acts.terms.families import PersonRole, PhoneKind

_NUMBER: Final = re.compile(r"[+(0-9][0-9 ()./\-]{3,30}(?:\s*(?:x|ext\.?)\s*[0-9]{1,6})?", re.IGNORECASE)
"""What is written as a number is kept as one, also where it can be none: nobody but a person can say what was meant."""

_BRITISH: Final = re.compile(r"(?:0|\+44|0044)(?:1[0-9]{8,9}|[23789][0-9]{9}|[58]00[0-9]{6,7})")
"""How long a number is behind its first digits. Source: Ofcom, National Telephone Numbering Plan."""

_ABROAD: Final = re.compile(r"(?:\+|00)(?!44)[1-9][0-9]{6,14}")
"""Source: ITU-T E.164: fifteen digits at most."""

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_MORE_LANGUAGES: Final = {
    "welsh": "cy",
    "british sign language": "bfi",
    "bsl": "bfi",
    "kurdish": "ku",
    "tigrinya": "ti",
}
"""Not on the card to point at. Source: ISO 639-1 and 639-3."""

_LINES_AT_MOST: Final = 10
_REFERENCE_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says.

    Attributes:
        reference: What the council calls the family; empty where it says nothing.
        digest: SHA-256 of its cells.
        letter_on: When the letter went; None where the row does not say, or nobody can read it.
        refuse_by: Until when the family was told it can refuse, where the row says.
        refused_on: When it refused, where the row says.
        is_readable: Whether every day in it can be read, and nothing stands beyond its last column.
    """

    reference: str = field(repr=False)
    digest: str
    letter_on: date | None
    refuse_by: date | None
    refused_on: date | None
    is_readable: bool


class Reader:
    """Reads the rows of one delivery.

    Args:
        columns: What stands where.
        council: Who sent it: the source of its notes.
        languages: The agreement's.
    """

    def __init__(self, columns: Columns, council: str, languages: Sequence[Language]) -> None:
        self._places = columns.places()
        self._width = max(column.number for column in columns.every)
        self._orders: Mapping[Field, Order] = {each: columns.order(each) for each in self._places}
        self._council = council
        self._languages = {
            **_MORE_LANGUAGES,
            **{each.name.casefold(): each.tag for each in languages},
            **{each.own_name.casefold(): each.tag for each in languages},
            **{each.tag.casefold(): each.tag for each in languages},
        }

    def row(self, row: Row) -> RowRead:
        """Return what a row says beside its details."""
        letter, by, refused = (self._day(row, of) for of in (Field.LETTER_SENT, Field.REFUSE_BY, Field.REFUSED_ON))
        return RowRead(
            reference=reference_in(self._said(row, Field.FAMILY_ID)),
            digest=hashlib.sha256("\x1f".join(row).encode("utf-8", "surrogatepass")).hexdigest(),
            letter_on=letter[0],
            refuse_by=by[0],
            refused_on=refused[0],
            is_readable=letter[1] and by[1] and refused[1] and not any(map(str.strip, row[self._width :])),
        )

    def has_address(self, row: Row) -> bool:
        """Say whether a row names a place that somebody could go to."""
        return any(self._said(row, of) for of in LINES)

    def is_short(self, row: Row) -> bool:
        """Say whether no cell of a row holds more than anybody types."""
        notes = self._places.get(Field.NOTES, ())
        return all(_chars(cell) <= (NOTE_CHARS if place in notes else LINE_CHARS) for place, cell in enumerate(row))

    def details(self, row: Row) -> tuple[FamilyDetails, tuple[Note, ...]]:
        """Return what is known of a family, and what waits until somebody has read it.

        Args:
            row: One that `is_short`.
        """
        notes = [self._note(text) for text in self._every(row, Field.NOTES)]
        language, unknown = self._language(row)
        phones, words = self._phones(row)
        emails, others = self._emails(row)
        notes += [self._note(text) for text in (*unknown, *words, *others)]
        lines = [line for of in LINES for line in map(clean_line, self._every(row, of)) if line]
        postcode = self._said(row, Field.POSTCODE)
        person = Person(
            person=PersonId(new_id()),
            role=PersonRole.MAIN_CARER,
            title=clean_line(self._said(row, Field.TITLE)),
            **self._names(row),
            known_as=None,
            born_on=None,
            age_years=None,
            age_on=None,
            language=language,
            phones=phones,
            emails=emails,
        )
        address = Address(
            lines=tuple(lines[:_LINES_AT_MOST]),
            postcode=check_postcode(postcode).text if clean_line(postcode) else None,
            directions=None,
        )
        return FamilyDetails(address=address, people=(person,), language=language), tuple(
            each for each in notes if each
        )

    # -- inside ------------------------------------------------------------------------------------------------------

    def _every(self, row: Row, of: Field) -> list[str]:
        places = self._places.get(of)
        if places is None:
            return []
        said = [row[place].strip() for place in places if place < len(row)]
        return [each for each in said if each]

    def _said(self, row: Row, of: Field) -> str:
        said = self._every(row, of)
        return said[0] if said else ""

    def _day(self, row: Row, of: Field) -> tuple[date | None, bool]:
        said = self._said(row, of)
        found = day_of(said, self._orders[of]) if said else None
        return found, not said or found is not None

    def _names(self, row: Row) -> dict[str, str | None]:
        first, last = clean_line(self._said(row, Field.FIRST_NAME)), clean_line(self._said(row, Field.SURNAME))
        whole = clean_line(self._said(row, Field.FULL_NAME))
        if whole and not (first or last):
            before, _, last = whole.rpartition(" ")
            first = before or None
        return {"first_names": first, "surname": last}

    def _phones(self, row: Row) -> tuple[tuple[Phone, ...], list[str]]:
        """Return numbers, and what stands in their columns and is none: words are read before they are shown."""
        phones, words = [], []
        for of, kind in ((Field.PHONE, PhoneKind.HOME), (Field.MOBILE, PhoneKind.MOBILE)):
            for said in self._every(row, of):
                number = clean_line(said)
                if number and _NUMBER.fullmatch(number):
                    phones.append(Phone(entry=new_id(), number=number, kind=kind, is_confidential=False))
                else:
                    words.append(said)
        return tuple(phones), words

    def _emails(self, row: Row) -> tuple[tuple[Email, ...], list[str]]:
        emails, words = [], []
        for said in self._every(row, Field.EMAIL):
            address = clean_line(said)
            if address and _EMAIL.fullmatch(address):
                emails.append(Email(entry=new_id(), address=address, is_confidential=False))
            else:
                words.append(said)
        return tuple(emails), words

    def _language(self, row: Row) -> tuple[str | None, list[str]]:
        said = self._said(row, Field.LANGUAGE)
        tag = self._languages.get(" ".join(said.split()).casefold())
        return tag, [f"Language: {said}"] if said and tag is None else []

    def _note(self, text: str) -> Note | None:
        said = clean_note(text)
        return None if said is None else Note(note=new_id(), text=said, source=self._council, expires_on=None)


def reference_in(cell: str) -> str:
    """Return what a cell calls a family; empty where it says nothing that can be kept."""
    reference = " ".join(cell.split())
    return reference if reference.isprintable() and len(reference) <= _REFERENCE_CHARS else ""


def _chars(text: str) -> int:
    """Return how long a text is as it would be kept."""
    return len(text if text.isascii() else unicodedata.normalize("NFC", text))


def can_be_number(number: str) -> bool:
    """Say whether a telephone number has the first digits and the length of one.

    Coarser than what checks a number that is typed, and so much faster that it can look at every row of a delivery.
    """
    bare = re.sub(r"(?:x|ext\.?).*|\(0\)|[^0-9+]", "", number, flags=re.IGNORECASE)
    return (_BRITISH.fullmatch(bare) or _ABROAD.fullmatch(bare)) is not None
