"""One row of a delivery as a family: its address, its main carer, numbers, and notes that wait to be read.

Owns turning cells into values that can be kept and shown. Refuses to own whether a row may be supplied (judging).

Source: agreement 7.2a-7.2c; free text may carry eligibility: none of it is shown until a trained person cleared it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import Final, Literal, NamedTuple

from store.agreement.languages import Language
from store.exchange.intake.columns import Columns
from store.exchange.intake.dates import Order, day_of, is_plain
from store.exchange.intake.fields import LINES, Field
from store.exchange.intake.tables import Row
from store.fieldwork.numbers import check_postcode
from store.fieldwork.typed import LINE_CHARS, NOTE_CHARS, clean_line, clean_note
from store.ids import FamilyId, new_ids
from store.keeping.acts.family_parts import FamilyDetails, Note
from store.keeping.acts.family_told import EmailTold, FamilyTold, NoteTold, PersonTold, PhoneTold, details_of
from store.keeping.acts.terms.attempts import Wave
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

_DAYS: Final = (Field.LETTER_SENT, Field.REFUSE_BY, Field.REFUSED_ON)
_PHONES: Final = ((Field.PHONE, PhoneKind.HOME.value), (Field.MOBILE, PhoneKind.MOBILE.value))
_NAMES: Final = (Field.TITLE, Field.FIRST_NAME, Field.SURNAME)
_FIRST_COUNTS: Final = (*_NAMES, Field.FULL_NAME, Field.LANGUAGE, Field.POSTCODE)
_CARER: Final = PersonRole.MAIN_CARER.value
_WAVE: Final = Wave.ONE.value
_LINES_AT_MOST: Final = 10
_REFERENCE_CHARS: Final = 60
_LONGER_AT_MOST: Final = 3
"""How many times as long NFC can make a text. Source: Unicode FAQ, Normalization."""

_ROW_CHARS: Final = 50_000
"""So much of one row is kept at most, 25 pages: in any script that fits into one act (`catalogue.MAX_BODY_BYTES`)."""

_REMEMBERED: Final = 4_096
"""Days, postcodes and fresh ids held at hand: the same ones come again and again."""

PARTED: Final = "\x1f"
"""Stands between the cells of a row where they are kept and hashed as one text."""

_SEEN: Final = bytes(range(0x20, 0x7F))
"""What can be seen of ASCII, and the blank."""

_BLANK_FIRST: Final = f"{PARTED} "
_BLANK_LAST: Final = f" {PARTED}"


@dataclass(slots=True)  # not frozen: it takes three times as long to make, and there are hundreds of thousands
class RowRead:
    """What a row says.

    Attributes:
        reference: What the council calls the family; empty where it says nothing.
        text: Its cells, `PARTED` from each other.
        letter_on: When the letter went; None where the row does not say, or nobody can read it.
        refuse_by: Until when the family was told it can refuse, where the row says.
        refused_on: When it refused, where the row says.
        is_readable: Whether every day in it can be read, and nothing stands beyond its last column.
        is_plain: Whether its cells are kept as they stand: printable ASCII without a blank too many, one a column.
        has_address: Whether it names a place that somebody could go to.
        is_short: Whether no cell of it holds more than anybody types, nor all of them more than an act does.
    """

    reference: str = field(repr=False)
    text: bytes = field(repr=False)
    letter_on: date | None
    refuse_by: date | None
    refused_on: date | None
    is_readable: bool
    is_plain: bool
    has_address: bool
    is_short: bool

    def doubt_days(self) -> None:
        """Take its days for such as nobody can read, where they are others with day and month turned round."""
        self.is_readable = self.is_readable and is_plain(self.letter_on) and is_plain(self.refuse_by)


class Delivery(NamedTuple):
    """What is so of every row.

    Attributes:
        delivery: Its id.
        letter_on: When the letters of all of it went, where that was said.
    """

    delivery: str
    letter_on: date | None


_NO_FAMILY: Final = FamilyId("")
_NOWHERE: Final = Delivery("", None)
_new: Final = tuple.__new__
"""Makes a named tuple in half the time: there are four in each row."""


def digest_of(text: bytes) -> str:
    """Return SHA-256 of a row's cells, in hex."""
    return sha256(text).hexdigest()


def row_of(text: bytes) -> Row:
    """Return the cells of a row whose text parts into as many as it had."""
    return text.decode("utf-8", "surrogatepass").split(PARTED)


class Reader:
    """Reads the rows of one delivery.

    Args:
        columns: What stands where.
        council: Who sent it: the source of its notes.
        languages: The agreement's.

    Attributes:
        odd_count: Numbers among what was told so far that can be none.
        is_unsure: Whether some day read so far was written another way than the first rows of its column: then nobody
            knows of the others which number is the day.
    """

    def __init__(self, columns: Columns, council: str, languages: Sequence[Language]) -> None:
        self._places = columns.places()
        self._width = max(column.number for column in columns.every)
        self._orders: Mapping[Field, Order] = {each: columns.order(each) for each in self._places}
        self._lines = [place for of in LINES for place in self._places.get(of, ())]
        self._notes = self._places.get(Field.NOTES, [])
        self._numbers = [(place, kind) for of, kind in _PHONES for place in self._places.get(of, ())]
        self._mail = self._places.get(Field.EMAIL, [])
        # What no column holds stands beside the last one, where every row is empty.
        self._at = {of: self._places.get(of, [self._width])[0] for of in _FIRST_COUNTS}
        self._title, self._first_name, self._surname = (self._at[of] for of in _NAMES)
        self._full_name, self._postcode_at = self._at[Field.FULL_NAME], self._at[Field.POSTCODE]
        self._language_at = self._at[Field.LANGUAGE]
        self._id_at = self._places[Field.FAMILY_ID][0]
        self._days: dict[Field, dict[str, date | Literal[False]]] = {of: {} for of in _DAYS}
        self._days_at = [
            (n, of, self._places[of][0], self._days[of]) for n, of in enumerate(_DAYS) if of in self._places
        ]
        self._several = [places for of in _FIRST_COUNTS if len(places := self._places.get(of, [])) > 1]
        self._council = council
        self.odd_count = 0
        self.is_unsure = False
        self._languages = {
            **_MORE_LANGUAGES,
            **{each.name.casefold(): each.tag for each in languages},
            **{each.own_name.casefold(): each.tag for each in languages},
            **{each.tag.casefold(): each.tag for each in languages},
        }
        self._postcodes: dict[str, str] = {}
        self._new_id = chain.from_iterable(iter(lambda: new_ids(_REMEMBERED), None)).__next__
        self._iso: dict[date | None, str] = {}

    def row(self, row: Row) -> RowRead:
        """Return what a row says beside its details."""
        text, parted_count = PARTED.join(row), len(row) - 1
        chars, is_ascii = len(text) - parted_count, text.isascii()
        kept = text.encode("utf-8", "surrogatepass")
        is_seen = len(kept.translate(None, _SEEN)) == parted_count  # nothing else is left
        is_tidy = is_seen and len(row) == self._width and not self._several and _is_tidy(text)
        days: list[date | Literal[False] | None] = [None, None, None]
        for n, of, at, known in self._days_at:
            # As it stands, nearly always; a text that is known says a day and has no blank around it.
            day = known.get(row[at]) if is_tidy else None
            days[n] = self._day(row, of) if day is None else day
        letter, by, refused = days
        reference = row[self._id_at] if is_tidy else self._said(row, Field.FAMILY_ID)
        return RowRead(
            reference if is_tidy and len(reference) <= _REFERENCE_CHARS else reference_in(reference),
            kept,
            letter or None,
            by or None,
            refused or None,
            letter is not False and by is not False and refused is not False and (is_tidy or self.is_within(row)),
            is_tidy,
            bool(is_tidy and self._lines and row[self._lines[0]]) or self._has_address(row),
            (is_ascii and chars <= LINE_CHARS) or self._is_short(row, chars, is_ascii=is_ascii),
        )

    def is_within(self, row: Row) -> bool:
        """Say whether nothing stands beyond the last column: where something does, nobody knows which cell is which."""
        return len(row) <= self._width or not any(map(str.strip, row[self._width :]))

    def postcode(self, row: Row) -> str:
        """Return a row's postcode as it is kept; empty where it has none."""
        said = clean_line(self._said(row, Field.POSTCODE))
        return self._postcode(said) if said else ""

    def told(self, row: Row, read: RowRead, family: FamilyId, of: Delivery, number: int) -> FamilyTold:
        """Return what is known of a family, and what waits until somebody has read it; each value fits the act.

        Args:
            row: One of which `read` says that it is short.
            read: What `row` said of it.
            family: Whose it is.
            of: In which delivery it stands.
            number: At which place in it, from 0.
        """
        cells = [*row, ""] if read.is_plain else self._cleaned(row)
        said = cells[self._language_at]
        language = self._languages.get(said.casefold()) if said else None
        texts = [row[at] for at in self._notes if at < len(row) and row[at]]
        if said and language is None:
            texts.append(f"Language: {said}")
        phones = self._phones(cells, row, texts)
        emails = self._emails(cells, row, texts)
        title, first, last = cells[self._title], cells[self._first_name], cells[self._surname]
        if not (first or last):
            first, _, last = cells[self._full_name].rpartition(" ")
        postcode = cells[self._postcode_at]
        letter_on = read.letter_on or of.letter_on
        person = _new(
            PersonTold,
            (
                self._new_id(),
                _CARER,
                title or None,
                first or None,
                last or None,
                None,
                None,
                None,
                None,
                language,
                phones,
                emails,
            ),
        )
        return _new(
            FamilyTold,
            (
                family,
                of.delivery,
                number,
                digest_of(read.text),
                read.reference,
                _WAVE,
                self._iso.get(letter_on) or self._in_letters(letter_on),
                language,
                tuple([cells[at] for at in self._lines if cells[at]][:_LINES_AT_MOST]),
                (self._postcodes.get(postcode) or self._postcode(postcode)) if postcode else None,
                None,
                (person,),
                tuple([note for text in texts if (note := self._note(text)) is not None]) if texts else (),
            ),
        )

    def details(self, row: Row) -> tuple[FamilyDetails, tuple[Note, ...]]:
        """Return what is known of a family, and what waits until somebody has read it, as parts of an act.

        Args:
            row: One that is short.
        """
        told = self.told(row, self.row(row), _NO_FAMILY, _NOWHERE, 0)
        return details_of(told), tuple(Note(**note._asdict()) for note in told.held_notes)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _has_address(self, row: Row) -> bool:
        if self._lines and self._lines[0] < len(row) and row[self._lines[0]].strip():  # nearly always
            return True
        return any(place < len(row) and row[place].strip() for place in self._lines)

    def _is_short(self, row: Row, whole_chars: int, *, is_ascii: bool) -> bool:
        if whole_chars <= (LINE_CHARS if is_ascii else LINE_CHARS // _LONGER_AT_MOST):
            return True
        if whole_chars > _ROW_CHARS:
            return False
        notes = self._notes
        return all(_chars(cell) <= (NOTE_CHARS if place in notes else LINE_CHARS) for place, cell in enumerate(row))

    def _cleaned(self, row: Row) -> list[str]:
        """Return each cell as a line is kept, empty where nothing is left or it is no line; one more than columns.

        Where several columns hold the same, the first that says anything says it in the place of the first.
        """
        whole = "".join(row)
        if whole.isascii() and whole.isprintable():  # nothing to take out but blanks
            cells = [" ".join(cell.split()) for cell in row]
        else:
            cells = ["" if n in self._notes else clean_line(cell) or "" for n, cell in enumerate(row)]
        cells += [""] * (self._width - len(cells))
        cells[self._width :] = [""]  # what stands beyond the last column is of no column
        for places in self._several:
            cells[places[0]] = next(filter(None, [cells[place] for place in places]), "")
        return cells

    def _said(self, row: Row, of: Field) -> str:
        for place in self._places.get(of, ()):
            if place < len(row) and (said := row[place].strip()):
                return said
        return ""

    def _day(self, row: Row, of: Field) -> date | Literal[False] | None:
        """Return a day, None where the row says none, False where nobody can read it."""
        said = self._said(row, of)
        if not said:
            return None
        known = self._days[of]
        day = known.get(said)
        if day is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            day = known[said] = day_of(said, self._orders[of]) or False
            self.is_unsure |= not day and day_of(said, Order.UNSURE) is not None
        return day

    def _postcode(self, said: str) -> str:
        if said not in self._postcodes:
            if len(self._postcodes) >= _REMEMBERED:
                self._postcodes.clear()
            self._postcodes[said] = check_postcode(said).text
        return self._postcodes[said]

    def _in_letters(self, day: date | None) -> str | None:
        if day is None:
            return None
        if len(self._iso) >= _REMEMBERED:
            self._iso.clear()
        self._iso[day] = said = day.isoformat()
        return said

    def _phones(self, cells: Sequence[str], row: Row, words: list[str]) -> tuple[PhoneTold, ...]:
        """Return numbers; what stands in their columns and is none goes to `words`, which are read before any is shown.

        Every number of which `can_be_number` is sure at once is written as one.
        """
        phones: list[PhoneTold] = []
        for place, kind in self._numbers:
            number = cells[place]
            if not number:
                continue
            if _BRITISH.fullmatch(number.replace(" ", "")):  # nearly always
                phones.append(_new(PhoneTold, (self._new_id(), number, kind, False)))
            elif _NUMBER.fullmatch(number):
                phones.append(_new(PhoneTold, (self._new_id(), number, kind, False)))
                self.odd_count += not can_be_number(number)
            else:
                words.append(row[place])
        return tuple(phones)

    def _emails(self, cells: Sequence[str], row: Row, words: list[str]) -> tuple[EmailTold, ...]:
        emails: list[EmailTold] = []
        for place in self._mail:
            address = cells[place]
            if address and _EMAIL.fullmatch(address):
                emails.append(EmailTold(self._new_id(), address, False))
            elif address:
                words.append(row[place])
        return tuple(emails)

    def _note(self, text: str) -> NoteTold | None:
        said = clean_note(text) if text else None
        return None if said is None else NoteTold(self._new_id(), said, self._council, None)


def _is_tidy(text: str) -> bool:
    """Say whether no blank is taken out of cells when they are kept."""
    return "  " not in text and _BLANK_FIRST not in text and _BLANK_LAST not in text and text.strip(" ") == text


def reference_in(cell: str) -> str:
    """Return what a cell calls a family, without what nobody sees; empty where it says nothing that can be kept.

    Source:
        Unicode 15, general category Cf: the byte order mark where two files were joined, blanks of no width.
    """
    reference = " ".join(cell.split())
    if not reference.isprintable():
        reference = "".join(each for each in reference if unicodedata.category(each) != "Cf").strip()
    return reference if reference.isprintable() and len(reference) <= _REFERENCE_CHARS else ""


def _chars(text: str) -> int:
    """Return how long a text is as it would be kept."""
    return len(text if text.isascii() else unicodedata.normalize("NFC", text))


def can_be_number(number: str) -> bool:
    """Say whether a telephone number has the first digits and the length of one.

    Coarser than what checks a number that is typed, and so much faster that it can look at every row of a delivery.
    """
    if _BRITISH.fullmatch(number.replace(" ", "")):  # nearly always
        return True
    bare = re.sub(r"(?:x|ext\.?).*|\(0\)|[^0-9+]", "", number, flags=re.IGNORECASE)
    return (_BRITISH.fullmatch(bare) or _ABROAD.fullmatch(bare)) is not None
