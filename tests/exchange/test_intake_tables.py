"""A delivered table is read as it was written, whatever wrote it; what is none is refused by name."""

import csv
import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import TableUnreadableError
from store.exchange.containers import open_container
from store.exchange.intake import sheets, tables, texts
from store.exchange.intake.tables import table_in
from tests.exchange import wrapped

ROWS = [
    ["family_id", "surname", "address_1", "postcode"],
    ["ECC-1", "Ångström", "1, Apple Lane", "CM1 9AL"],
    ["ECC-2", "O'Dea", 'The "Lodge"', "CM1 9AN"],
]


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    into = io.StringIO()
    csv.writer(into, delimiter=delimiter).writerows(rows)
    return into.getvalue()


def read(content: bytes) -> list[list[str]]:
    return [list(row) for row in table_in(content).rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_its_encoding_and_dialect(delimiter: str, encoding: str) -> None:
    assert read(written(ROWS, delimiter).encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_commas_within_addresses_are_not_what_parts_the_cells(delimiter: str) -> None:
    rows = [["id", "address", "postcode"]] + [[str(n), f"{n} Apple Lane, The Mill, Essex, UK", "CM1"] for n in range(9)]

    assert read("\r\n".join(map(delimiter.join, rows)).encode()) == rows


@given(st.text(st.sampled_from("ab ,\r\n\t\x0b\x85\u2028é"), max_size=40))
def test_text_without_quotation_marks_is_read_as_any_other(text: str) -> None:
    """Pure: the shorter way says what the reader of tables says."""
    lines = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline="")
    said = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]

    table = texts.table_in(("a,b\r\n" * 20 + text).encode())
    assert [list(row) for row in table.rows()][20:] == said
    assert [line.split(",") for line in table.lines() or ()][20:] == said


def test_every_good_container_gives_the_same_rows() -> None:
    names = ("essex-contacts.aes256.zip", "essex-contacts.aes256.csv.gpg", "essex-contacts.aes256.xlsx")
    of_each = [read(open_container(wrapped.delivered(name), wrapped.told_with_them()).content) for name in names]

    plain = wrapped.delivered("refuse-unencrypted.csv").decode("utf-8")
    rows = list(csv.reader(io.StringIO(plain, newline="")))
    assert len(rows) == 509
    for found in of_each:
        assert [row + [""] * (16 - len(row)) for row in found] == rows


def test_blank_rows_and_lines_are_left_out() -> None:
    assert read(b"\r\nid,name\r\n,\r\n  ,\t\r\n1,A\r\n\r\n") == [["id", "name"], ["1", "A"]]


def test_a_workbook_gives_texts_numbers_and_days() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>42268</v></c><c r="D1"><v>7700900123</v></c></row>'
        b'<row r="5"><c r="A5" t="str"><f>HYPERLINK("http://example.org")</f><v>=1+1</v></c>'
        b'<c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><v>#N/A</v></c><c r="D5" s="2"><v>42268.5</v></c></row>'
        b"</sheetData></worksheet>"
    )
    strings = (
        b"<sst><si><r><t>Sa</t></r><r><t>int</t></r><rPh sb='0' eb='1'><t>not said</t></rPh></si></sst>",
        b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="dd\\/mm\\/yyyy"/></numFmts>'
        b'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/></cellXfs></styleSheet>',
    )
    book = wrapped.workbook(
        more=(("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings[0]), ("xl/styles.xml", strings[1]))
    )

    assert read(book) == [["Saint", "", "2015-09-21", "7700900123"], ["=1+1", "Yes", "", "2015-09-21"]]


def sheet_of(cells: bytes) -> bytes:
    return wrapped.workbook(more=(("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + cells),))


@pytest.mark.parametrize("closes", ['2,Lee",B,07', '2,Lee,B",07', '2,Lee,B,07\r\n3,Fox",C,07'])
def test_rows_that_stand_between_two_stray_quotation_marks_are_not_one_family(closes: str) -> None:
    with pytest.raises(TableUnreadableError, match="not closed"):
        read(f'id,name,street,phone\r\n1,"Hart,A,07\r\n{closes}\r\n4,Orr,D,07\r\n'.encode())


def test_a_note_and_an_address_of_several_lines_are_one_cell_each() -> None:
    rows = [["id", "name", "street", "notes"], ["1", "Hart", "1, Apple Lane,\r\nThe Mill\r\nCM1", "rang, twice,\nno"]]

    assert read(written(rows).encode()) == rows


ENTITIES = b"<!DOCTYPE lolz [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "NUL in text": lambda: b"id,name\r\n1,A\x00\r\n",
    "two encodings": lambda: "1,Å\r\n".encode() + "2,Å\r\n".encode("cp1252"),
    "no encoding": lambda: b"id,name\r\n1,\x81\x8d\r\n",
    "half a UTF-16": lambda: written(ROWS).encode("utf-16")[:-1],
    "a quote that never ends": lambda: b'id,name\r\n1,"A\r\n' + b"x" * 200_000,
    "a cell of a sheet too long": lambda: sheet_of(
        b"<row><c><v>" + b"1" * 200_000 + b"</v></c></row></sheetData></worksheet>"
    ),
    "a cell too long": lambda: b"id,name\r\n1," + b"x" * 200_000,
    "a million columns": lambda: b"," * 1_000_000,
    "three hundred columns": lambda: b"a," * 300,
    "an open quote over many lines": lambda: b'"\n",' * 30_000,
    "a zip that is no workbook": lambda: wrapped.zipped_in_clear(b"x"),
    "half a workbook": lambda: wrapped.workbook(("a", "b"))[:-400],
    "a billion entities": lambda: (
        sheet_of(b"").replace(b"x", b"x")
        and wrapped.workbook(more=(("xl/worksheets/sheet1.xml", ENTITIES + b"]><worksheet>&j;</worksheet>"),))
    ),
    "a document type": lambda: wrapped.workbook(
        more=(("xl/worksheets/sheet1.xml", b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><worksheet/>"),)
    ),
    "a cell far to the right": lambda: sheet_of(b'<row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'),
    "a row far below": lambda: sheet_of(b'<row r="1048576"><c><v>1</v></c></row></sheetData></worksheet>'),
    "a tag without an end": lambda: sheet_of(b'<row a="' + b"x" * 5_000_000),
    "a sheet that breaks off": lambda: sheet_of(b"<row><c><v>1</v>"),
    "a text that is not there": lambda: sheet_of(b'<row><c t="s"><v>7</v></c></row></sheetData></worksheet>'),
    "a number of its own": lambda: sheet_of(b'<row r="-1"><c><v>1</v></c></row></sheetData></worksheet>'),
    "two sheets": lambda: wrapped.workbook(
        ("a", "b"), more=(("xl/worksheets/sheet2.xml", b"<worksheet><v>1</v></worksheet>"),)
    ),
    "no sheet": lambda: wrapped.workbook(),
    "many parts": lambda: wrapped.workbook(more=tuple((f"xl/{n}.xml", b"<a/>") for n in range(sheets.PARTS_AT_MOST))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_by_name(name: str) -> None:
    with pytest.raises(TableUnreadableError) as refusal:
        read(HOSTILE[name]())

    assert refusal.value.is_unreadable


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    large, bomb = sheet_of(random.Random(1).randbytes(20_000)), sheet_of(b" " * 50_000)
    monkeypatch.setattr(sheets, "UNPACKED_BYTES", 20_000)
    with pytest.raises(TableUnreadableError, match="unpacks to more"):
        read(large)

    monkeypatch.setattr(sheets, "UNPACKED_BYTES", 200_000)
    monkeypatch.setattr(sheets, "FEW_BYTES", 10_000)
    with pytest.raises(TableUnreadableError, match="unpacks to more"):
        read(bomb)


def test_a_workbook_that_lies_about_its_size_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "UNPACKED_BYTES", 20_000)
    honest = sheet_of(b" " * 50_000)
    said = (50_000 + len(b"<worksheet><sheetData>")).to_bytes(4, "little")
    lying = honest.replace(said, (9_000).to_bytes(4, "little"))
    assert lying != honest

    with pytest.raises(TableUnreadableError):
        read(lying)


def test_a_table_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_AT_MOST", 100)

    with pytest.raises(TableUnreadableError):
        read(b"1,2\r\n" * 101)


def test_whatever_is_done_to_a_good_table_gives_rows_or_an_error_of_ours() -> None:
    dice = random.Random(2015)
    good = [written(ROWS).encode(), written(ROWS, ";").encode("utf-16"), wrapped.workbook(*map(tuple, ROWS))]

    for _ in range(500):
        raw = bytearray(dice.choice(good))
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(raw))
            match dice.randrange(4):
                case 0:
                    raw[at] = dice.randrange(256)
                case 1:
                    del raw[at : at + dice.randint(1, 40)]
                case 2:
                    raw[at:at] = dice.choice((b"\x00", b'"', b"\xff\xfe", b"<!DOCTYPE a>", b"=cmd()", b",,,", b"&#0;"))
                case _:
                    raw[at:at] = raw[: dice.randint(1, 200)]
        try:
            read(bytes(raw))
        except TableUnreadableError:
            continue
