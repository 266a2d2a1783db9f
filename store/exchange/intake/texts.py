"""Tables in text: which encoding, what parts the cells, and the rows.

Owns CSV in its dialects. Refuses to guess where a guess could garble a name: text in two encodings at once is no table.

Source: RFC 4180; Unicode 15, 3.10 (byte order marks); Windows-1252 as the WHATWG Encoding Standard has it.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from store.errors import TableUnreadableError
from store.exchange.intake.tables import CELL_CHARS_AT_MOST, COLUMNS_AT_MOST, Row, Table

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = ",;\t|"
_PIECE_BYTES: Final = 1024 * 1024
_LINES_LOOKED_AT: Final = 20
_SAMPLE_BYTES: Final = 4 * 1024 * 1024
_PARTED_AT_MOST: Final = 20_000
_LINES_OF_A_ROW_AT_MOST: Final = 1_000
"""So often a line may be parted, quotation marks apart; a table has 200 columns at most."""

_LINE_END: Final = re.compile("\r\n|\r|\n")
_PARTED_AS_ROWS: Final = 3
"""So many delimiters at least, for the lines of one cell to be taken for rows: a note has a comma or two."""

_TOO_LONG: Final = "a cell is too long, or a quotation mark in it is not closed"
_NOT_CLOSED: Final = "a quotation mark in it is not closed"
_TWO_BYTES_OF_UTF8: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def table_in(content: bytes) -> Table:
    """Return the table that a text holds.

    Raises:
        TableUnreadableError: It is no text, or in no encoding that is sure.
    """
    encoding = _encoding_of(content)
    delimiter = _delimiter_of(content, encoding)
    is_bare = delimiter == "," and b'"' not in content
    return Table(
        lambda: _rows(content, encoding, delimiter),
        is_text=True,
        read_lines=(lambda: _bare(_lines(content, encoding, delimiter), delimiter)) if is_bare else None,
    )


def _rows(content: bytes, encoding: str, delimiter: str) -> Iterator[Row]:
    lines = _lines(content, encoding, delimiter)
    if b'"' not in content:
        yield from (line.split(delimiter) for line in _bare(lines, delimiter))  # in half the time the reader takes
        return
    csv.field_size_limit(CELL_CHARS_AT_MOST)
    reader, ended_at = csv.reader(lines, delimiter=delimiter, strict=True), 0
    try:
        for row in reader:
            if reader.line_num - ended_at > 1:
                _hold_one_family(row, delimiter)
            ended_at = reader.line_num
            yield row
    except csv.Error:
        raise TableUnreadableError(_TOO_LONG) from None


def _hold_one_family(row: Row, delimiter: str) -> None:
    """Refuse a row of several lines each of which parts into as many cells as the row: they are rows themselves.

    One quotation mark too many, and the next one rows below, make a single cell of all that stands between them: other
    families would stand in the name of the first. A note or an address of several lines has fewer marks in each.
    """
    least = min(line.count(delimiter) for line in _LINE_END.split(delimiter.join(row)))
    if least >= max(len(row) - 1, _PARTED_AS_ROWS):
        raise TableUnreadableError(_NOT_CLOSED)


def _bare(lines: Iterator[str], delimiter: str) -> Iterator[str]:
    """Yield the lines of a text without quotation marks, without their ends; each is a row."""
    for line in lines:
        bare = line.rstrip("\r\n")
        if len(bare) > CELL_CHARS_AT_MOST and max(map(len, bare.split(delimiter))) > CELL_CHARS_AT_MOST:
            raise TableUnreadableError(_TOO_LONG)
        yield bare


def _lines(content: bytes, encoding: str, delimiter: str) -> Iterator[str]:
    """Yield lines none of which parts into more cells than anybody wants to have in memory."""
    quotes = inside = 0
    has_quotes = b'"' in content
    for line in io.TextIOWrapper(io.BytesIO(content), encoding, newline=""):
        if len(line) > _PARTED_AT_MOST and line.count(delimiter) > _PARTED_AT_MOST:
            raise TableUnreadableError(f"it has more than {COLUMNS_AT_MOST} columns")
        if not has_quotes:
            yield line
            continue
        quotes += line.count('"')
        inside = inside + 1 if quotes % 2 else 0
        if inside > _LINES_OF_A_ROW_AT_MOST:
            raise TableUnreadableError(_NOT_CLOSED)
        yield line


def _encoding_of(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            if not _decodes(content, name):
                raise TableUnreadableError("its text breaks off or is damaged")
            return name
    if b"\x00" in content:
        raise TableUnreadableError("it holds NUL characters, and is no text")
    if _decodes(content, "utf-8"):
        return "utf-8"
    if _TWO_BYTES_OF_UTF8.search(content) or not _decodes(content, "cp1252"):
        raise TableUnreadableError("its text is in more than one encoding, or in none that is known here")
    return "cp1252"


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(content), _PIECE_BYTES):
            if "\x00" in decoder.decode(content[at : at + _PIECE_BYTES]):
                raise TableUnreadableError("it holds NUL characters, and is no text")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(content: bytes, encoding: str) -> str:
    """Return what parts the cells: what stands on most of the first lines, outside quotes, headings among them.

    Of several it is what stands there most often in the same number: an address has commas too, and its heading none.
    """
    sample = io.TextIOWrapper(io.BytesIO(content[:_SAMPLE_BYTES]), encoding, errors="replace", newline="")
    lines = [re.sub('"[^"]*"', "", sample.readline(_PIECE_BYTES)) for _ in range(_LINES_LOOKED_AT)]
    best, most = ",", (0, 0)
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if counts:
            each, lines_count = counts.most_common(1)[0]
            best, most = max((best, most), (delimiter, (counts.total(), each * lines_count)), key=itemgetter(1))
    return best
