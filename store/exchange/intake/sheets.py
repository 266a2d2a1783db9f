"""Tables in workbooks: the one sheet that says anything, read cell by cell in bounded memory.

Owns reading it. Refuses formulas' own text (the value a workbook kept beside one is what counts), document types and
entities, and references that point further than any table reaches. The libraries for workbooks make the whole sheet,
as large as it says it is.

Source: ECMA-376, part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8.30 (number formats).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from store.errors import TableUnreadableError
from store.exchange.containers.limits import FAULTS
from store.exchange.intake.tables import CELL_CHARS_AT_MOST, COLUMNS_AT_MOST, ROWS_AT_MOST, Row, Table

PARTS_AT_MOST: Final = 1_000
UNPACKED_BYTES: Final = 160 * 1024 * 1024
"""The most that all parts together may unpack to; they are read piece by piece."""

UNPACKED_TIMES: Final = 100
"""How many times its size a part of some MiB may unpack to: tables come to twenty, and bombs to 1,000."""

FEW_BYTES: Final = 4 * 1024 * 1024
STRINGS_BYTES: Final = 32 * 1024 * 1024
_PIECE_BYTES: Final = 64 * 1024
_UNFINISHED_BYTES: Final = 1024 * 1024
"""The most that may wait for the end of one tag."""

_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Number formats that are dates or times by themselves."""

_DATE_CODE: Final = re.compile(r"[dmyh]", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_DAY_0: Final = date(1899, 12, 30)
"""Day 0 of serial numbers from March 1900 on."""

_LAST_SERIAL: Final = 2_958_465
"""31 December 9999, the last day that a workbook counts. Source: ECMA-376, part 1, 18.17.4.1."""


def table_in(content: bytes) -> Table:
    """Return the table that a workbook holds.

    Raises:
        TableUnreadableError: It is none, or not one table alone.
    """
    with _opened(content) as book:
        _hold_from_1900(book)
        strings, dates = _strings(book), _date_styles(book)
        filled = [name for name in book.namelist() if _SHEET.fullmatch(name) and _says_anything(book, name)]
    if len(filled) != 1:
        raise TableUnreadableError(f"its workbook has {len(filled)} sheets that say anything, and one is expected")
    return Table(lambda: _rows(content, filled[0], strings, dates))


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        members = book.infolist()
    except (zipfile.BadZipFile, *FAULTS):
        raise TableUnreadableError("it is no whole workbook") from None
    is_bomb = any(
        each.file_size > FEW_BYTES and each.file_size > UNPACKED_TIMES * each.compress_size for each in members
    )
    if is_bomb or len(members) > PARTS_AT_MOST or sum(each.file_size for each in members) > UNPACKED_BYTES:
        raise TableUnreadableError("its workbook unpacks to more than is ever read")
    if "xl/workbook.xml" not in book.namelist():
        raise TableUnreadableError("it is a zip file, and no workbook")
    return book


def _rows(content: bytes, name: str, strings: list[str], dates: frozenset[int]) -> Iterator[Row]:
    with _opened(content) as book:
        sheet = _Sheet(strings, dates)
        for _ in _parsed(book, name, sheet.start, sheet.end, sheet.text):
            yield from sheet.taken()


def _says_anything(book: zipfile.ZipFile, name: str) -> bool:
    """Say whether a sheet has a value; reading stops at the first."""
    found = []

    def start(tag: str, _: dict[str, str]) -> None:
        if tag in ("v", "t"):
            found.append(tag)

    return any(found for _ in _parsed(book, name, start))


class _Sheet:
    """The rows of a sheet, as its tags come."""

    def __init__(self, strings: list[str], dates: frozenset[int]) -> None:
        self._strings, self._dates = strings, dates
        self._done: list[Row] = []
        self._cells: list[str] = []
        self._kind, self._style, self._at = "n", 0, 0
        self._text: list[str] | None = None
        self._said, self._chars = "", 0
        self._rows = 0

    def taken(self) -> list[Row]:
        """Return what was finished since the last time."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, said: dict[str, str]) -> None:
        """A tag begins."""
        match tag:
            case "row":
                self._cells = []
                self._rows += 1
                if max(self._rows, _number(said.get("r", "0"))) > ROWS_AT_MOST:
                    raise TableUnreadableError(f"it reaches further than {ROWS_AT_MOST:,} rows")
            case "c":
                self._kind, self._style = said.get("t", "n"), _number(said.get("s", "0"))
                self._at = _column(said["r"]) if "r" in said else len(self._cells)
                if self._at >= COLUMNS_AT_MOST:
                    raise TableUnreadableError(f"it has more than {COLUMNS_AT_MOST} columns")
                self._said, self._chars = "", 0
            case "v" | "t":
                self._text = []

    def text(self, piece: str) -> None:
        """Text between tags."""
        if self._text is not None:
            self._text.append(piece)
            self._chars += len(piece)
            if self._chars > CELL_CHARS_AT_MOST:
                raise TableUnreadableError("a cell is too long")

    def end(self, tag: str) -> None:
        """A tag ends."""
        match tag:
            case "v" | "t" if self._text is not None:
                self._said += "".join(self._text)
                self._text = None
            case "c":
                self._cells += [""] * (self._at + 1 - len(self._cells))
                self._cells[self._at] = self._value()
            case "row":
                self._done.append(self._cells)

    def _value(self) -> str:
        match self._kind:
            case "s":
                place = _number(self._said)
                if place >= len(self._strings):
                    raise TableUnreadableError("its workbook refers to texts that are not there")
                return self._strings[place]
            case "b":
                return "Yes" if self._said == "1" else "No"
            case "e":
                return ""
            case "n" if self._style in self._dates and self._said:
                return _day(self._said)
            case "n" if self._said.endswith(".0"):
                return self._said[:-2]
            case _:
                return self._said


def _hold_from_1900(book: zipfile.ZipFile) -> None:
    """Refuse a workbook that counts days otherwise: each of its days would be four years early.

    Source:
        ECMA-376, part 1, 18.2.28 (`date1904`).
    """
    found = []

    def start(tag: str, said: dict[str, str]) -> None:
        if tag == "workbookPr" and said.get("date1904", "0") not in ("0", "false"):
            found.append(tag)

    for _ in _parsed(book, "xl/workbook.xml", start):
        pass
    if found:
        raise TableUnreadableError("its workbook counts days from 1904, and days from 1900 on are expected")


def _strings(book: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in book.namelist():
        return []
    if book.getinfo(_STRINGS).file_size > STRINGS_BYTES:
        raise TableUnreadableError("its workbook unpacks to more than is ever read")
    strings: list[str] = []
    pieces: list[str] = []
    state = {"in": False, "phonetic": False}

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        state["in"] = tag == "t" and not state["phonetic"]
        state["phonetic"] = state["phonetic"] or tag == "rPh"

    def end(tag: str) -> None:
        state["in"] = False
        if tag == "rPh":
            state["phonetic"] = False
        if tag == "si":
            strings.append("".join(pieces))

    def text(piece: str) -> None:
        if state["in"]:
            pieces.append(piece)

    for _ in _parsed(book, _STRINGS, start, end, text):
        pass
    return strings


def _date_styles(book: zipfile.ZipFile) -> frozenset[int]:
    """Return which of the styles of cells show a date."""
    if _STYLES not in book.namelist():
        return frozenset()
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, said: dict[str, str]) -> None:
        inside.append(tag)
        if tag == "numFmt":
            formats[_number(said.get("numFmtId", "0"))] = said.get("formatCode", "")
        if tag == "xf" and "cellXfs" in inside[-2:]:
            styles.append(_number(said.get("numFmtId", "0")))

    def end(_: str) -> None:
        inside.pop()

    for _ in _parsed(book, _STYLES, start, end):
        pass
    own = {each for each, code in formats.items() if _DATE_CODE.search(_QUOTED.sub("", code))}
    return frozenset(place for place, each in enumerate(styles) if each in _DATES or each in own)


def _parsed(
    book: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Read one part, piece by piece; what its tags say goes to whoever asked.

    Raises:
        TableUnreadableError: It is no whole XML, or tries what no workbook needs.
    """
    parser = ParserCreate(namespace_separator=None)
    parser.StartElementHandler = lambda tag, said: start(tag.rpartition(":")[2], said)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    try:
        with book.open(name) as part:
            while piece := part.read(_PIECE_BYTES):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _UNFINISHED_BYTES or fed > UNPACKED_BYTES:
                    raise TableUnreadableError("a part of its workbook has no end")
                yield
        parser.Parse(b"", True)
        yield
    except (ExpatError, zipfile.BadZipFile, *FAULTS):
        raise TableUnreadableError("its workbook is damaged") from None


def _refuse_doctype(*_: object) -> None:
    raise TableUnreadableError("its workbook defines entities, which no table needs")


def _column(reference: str) -> int:
    """Return which column a cell stands in, from 0: `C7` is 2."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise TableUnreadableError("its workbook is damaged")
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise TableUnreadableError("its workbook is damaged")
    return int(text)


def _day(serial: str) -> str:
    """Return the day that a serial number means."""
    try:
        days = int(float(serial))
    except (ValueError, OverflowError):
        return serial
    return (_DAY_0 + timedelta(days=days)).isoformat() if 60 < days <= _LAST_SERIAL else serial
