"""Five hundred files that mean harm, each opened and read as a delivery; run by itself, so that memory can be told.

Prints one line of JSON a file: what it was, what came of it, how long it took and how much memory stood at the highest.
"""

import io
import itertools
import json
import random
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from store.agreement.purposes import DatasetKind
from store.errors import StoreError
from store.exchange.containers import limits, open_container, seven_zip
from store.exchange.containers.opening import SEVEN_ZIP
from store.exchange.intake.columns import columns_of, hold, rows_below
from store.exchange.intake.reading_rows import Reader
from store.exchange.intake.tables import table_in
from tests.exchange import wrapped

TABLE = b"family_id,surname,address_1,postcode,letter_sent\r\n" + b"ECC-1,Hart,1 Apple Lane,CM1 9AL,21/09/2015\r\n" * 3
COUNT = 500
Dice = random.Random
Maker = Callable[[Dice], bytes]


@cache
def seven(*, hides_names: bool) -> bytes:
    return wrapped.seven_zipped(TABLE, hides_names=hides_names)


@cache
def locked() -> bytes:
    return wrapped.locked(wrapped.workbook(("family_id", "surname"), ("ECC-1", "Hart")))


@cache
def message() -> bytes:
    return wrapped.message(TABLE)


@cache
def zeros(count_mib: int) -> bytes:
    return wrapped.zipped(bytes(count_mib << 20))


def spoilt(raw: bytes, dice: Dice, *, at_most: int | None = None) -> bytes:
    """Change some bytes, near the end where headers stand if `at_most` says how near."""
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 6)):
        low = 0 if at_most is None else max(0, len(changed) - at_most)
        at = dice.randrange(low, len(changed))
        match dice.randrange(4):
            case 0:
                changed[at] = dice.randrange(256)
            case 1:
                del changed[at : at + dice.randint(1, 30)]
            case 2:
                changed[at:at] = dice.randbytes(dice.randint(1, 20))
            case _:
                changed[at : at + 8] = (2 ** dice.randint(20, 63)).to_bytes(8, dice.choice(("little", "big")))
    return bytes(changed) or b"\0"


def csv_of(*rows: str) -> bytes:
    return wrapped.zipped("\r\n".join(rows).encode())


def sheet(cells: bytes, *more: tuple[str, bytes]) -> bytes:
    part = ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>")
    return wrapped.zipped(wrapped.workbook(more=(part, *more)), name="t.xlsx")


def entities(dice: Dice) -> bytes:
    depth, wide = dice.randint(5, 24), dice.randint(5, 30)
    names = [f"e{n}" for n in range(depth)]
    defined = "".join(f"<!ENTITY {b} '{f'&{a};' * wide}'>" for a, b in itertools.pairwise(names))
    text = f"<!DOCTYPE x [<!ENTITY e0 'ha'>{defined}]><worksheet>&{names[-1]};</worksheet>"
    where = dice.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"))
    return wrapped.zipped(wrapped.workbook(("a", "b"), more=((where, text.encode()),)), name="t.xlsx")


def lying_zip(dice: Dice) -> bytes:
    raw = bytearray(wrapped.zipped(TABLE * dice.randint(1, 500)))
    for place in (raw.rfind(b"PK\x01\x02") + 20, raw.find(b"PK\x03\x04") + 18):
        if dice.random() < 0.7:
            raw[place : place + 8] = dice.choice((2**31, 0, 1, 2**32 - 1)).to_bytes(4, "little") * 2
    return bytes(raw)


def packed_zip(dice: Dice) -> bytes:
    """A small file that unpacks to more than is ever read."""
    return zeros(limits.LIMIT_MIB + dice.randint(1, 8))


def in_another(dice: Dice) -> bytes:
    raw = zeros(40)
    for _ in range(dice.randint(1, 4)):
        raw = wrapped.zipped(raw, name="again.zip")
    return raw


def many_keys(dice: Dice) -> bytes:
    algorithm, count = dice.choice((1, 2, 3, 8, 9, 10, 11)), dice.randint(0xC0, 0xFF)
    slow = bytes((4, 9, 3, algorithm)) + bytes(8) + bytes((count,))
    return (b"\xc3" + bytes((len(slow),)) + slow) * dice.randint(2, 60) + message()


def in_parts(dice: Dice) -> bytes:
    """A packet that comes in a great many pieces."""
    return b"\xd2" + (b"\xe0" + b"\x01") * dice.randint(1_000, 400_000) + b"\x05" + bytes(5)


def slow_seven(dice: Dice) -> bytes:
    raw = bytearray(seven(hides_names=dice.random() < 0.5))
    slow = (seven_zip.AES_256 + b"\x01" + bytes((dice.randint(15, 0x3F),))) * dice.randint(1, 40)
    at = max(raw.rfind(seven_zip.AES_256), 40)
    raw[at:at] = slow
    raw[20:28] = (int.from_bytes(raw[20:28], "little") + len(slow)).to_bytes(8, "little")
    return summed(raw)


def summed(raw: bytearray) -> bytes:
    """Return a 7z file that was changed with checksums that fit again."""
    raw[28:32] = zlib.crc32(raw[32 + int.from_bytes(raw[12:20], "little") :]).to_bytes(4, "little")
    raw[8:12] = zlib.crc32(raw[12:32]).to_bytes(4, "little")
    return bytes(raw)


def large_dictionary(dice: Dice) -> bytes:
    """A 7z file that asks for much memory to be opened, or whose list of files does."""
    if dice.random() < 0.5:
        return wrapped.seven_zipped(TABLE, dictionary_bytes=dice.randint(65, 200) << 20)
    raw, packer = seven(hides_names=False), b"\x21\x21\x01"
    at = raw.rindex(packer) + len(packer)
    return summed(bytearray(raw[:at] + bytes((dice.randint(34, 40),)) + raw[at + 1 :]))


def slow_workbook(dice: Dice) -> bytes:
    spins = str(dice.choice((10**6, 10**7, 2**31 - 1, 99_999_999))).encode()
    return locked().replace(b'spinCount="100000"', b'spinCount="' + spins + b'"', dice.randint(1, 2))


def long_strings(dice: Dice) -> bytes:
    """A text of many letters that a great many cells refer to."""
    strings = ("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * dice.randint(10_000, 99_000) + b"</t></si></sst>")
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * dice.randint(2, 190) + b"</row>"
    return sheet(row * dice.randint(10, 400), strings)


def deep_xml(dice: Dice) -> bytes:
    return sheet(b"<a>" * dice.randint(1_000, 200_000))


def wide(dice: Dice) -> bytes:
    return wrapped.zipped(dice.choice((b",", b";", b"\t", b'"",')) * dice.randint(100_000, 1_000_000) + b"\r\n")


def with_nul(dice: Dice) -> bytes:
    at = dice.randrange(len(TABLE))
    return wrapped.zipped(TABLE[:at] + b"\0" * dice.randint(1, 9) + TABLE[at:])


def two_encodings(dice: Dice) -> bytes:
    names = ["Ångström", "Łukasz", "Zoë", "Никита"]
    encodings = ["utf-8", "cp1252", "utf-16", "koi8-r", "utf-7"]
    rows = [f"ECC-{n},{dice.choice(names)}".encode(dice.choice(encodings), "replace") for n in range(20)]
    return wrapped.zipped(b"family_id,surname\r\n" + b"\r\n".join(rows))


def formulas(dice: Dice) -> bytes:
    begins = ("=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2", '=HYPERLINK(""http://example.org"")', "\t=1")
    return csv_of("family_id,surname,notes", *(f'"{dice.choice(begins)}","{dice.choice(begins)}",' for _ in range(50)))


def quotes(dice: Dice) -> bytes:
    return wrapped.zipped(b"a,b\r\n" + b'"' * (2 * dice.randint(1, 99) + 1) + b"x,\r\n" * dice.randint(10, 200_000))


def far_cells(dice: Dice) -> bytes:
    where = dice.choice(("XFD1048576", "ZZZ1", "A9999999", "A0", "A-1", "1A", ""))
    return sheet(f'<row r="{dice.choice(("1", "99999999", "-3", "x"))}"><c r="{where}"><v>1</v></c></row>'.encode())


def bomb_message(dice: Dice) -> bytes:
    return wrapped.message(bytes((limits.LIMIT_MIB + dice.randint(1, 4)) << 20), compressed=dice.choice((1, 3)))


def packed_over_and_over(dice: Dice) -> bytes:
    """A message that is a little more than may be, packed again and again."""
    return wrapped.message(bytes(limits.LIMIT_BYTES - 100), times=dice.randint(3, 12))


def one_line(dice: Dice) -> bytes:
    line = b"x" * (dice.choice((31, 31, 200)) << 20)
    return wrapped.zipped(dice.choice((b"", b"id,name\r\n", b'id,"name"\r\n1,"')) + line)


def stray_quotes(dice: Dice) -> bytes:
    """A table with one quotation mark too many, and the next one rows below."""
    rows = [f"ECC-{n},Hart,1 Apple Lane,CM1 9AL,21/09/2015" for n in range(60)]
    first, last = sorted(dice.sample(range(60), 2))
    rows[first], rows[last] = rows[first].replace("Hart", '"Hart'), rows[last].replace("Hart", 'Hart"')
    return csv_of("family_id,surname,address_1,postcode,letter_sent", *rows)


def linked_elsewhere(dice: Dice) -> bytes:
    """A workbook whose cells are somewhere else."""
    link = f"http://127.0.0.1:{dice.randint(1, 65_535)}/other.xlsx".encode()
    relation = b'<Relationships><Relationship Id="r" TargetMode="External" Target="' + link + b'"/></Relationships>'
    parts = (
        ("xl/externalLinks/externalLink1.xml", b'<externalLink><externalBook r:id="r"/></externalLink>'),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", relation),
    )
    return sheet(b"<row><c><f>[1]Sheet1!A1</f><v>5</v></c></row>", *parts)


def several_names(dice: Dice) -> bytes:
    """A zip file of one name twice, or a second file beside the one, in clear."""
    into = io.BytesIO(wrapped.zipped(TABLE, name=dice.choice(("../" * 9 + "tmp/t.csv", "table.csv")), more=1))
    with zipfile.ZipFile(into, "a") as archive:
        archive.writestr(dice.choice(("again.csv", "/etc/passwd", "C:\\t.csv")), TABLE)
    return into.getvalue()


def wide_letters(dice: Dice) -> bytes:
    """Text of two or four bytes a letter, with nothing that says so."""
    return wrapped.zipped(TABLE.decode().encode(dice.choice(("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))))


def cells_of_any_kind(dice: Dice) -> bytes:
    kinds = ("s", "b", "e", "n", "str", "inlineStr", "d", "x")
    values = ("1e308", "NaN", "-1", "9" * 300, "&#65;", "", "1.0", "true")
    cells = "".join(
        f'<c t="{dice.choice(kinds)}" s="{dice.choice(("0", "7", "99999", "-1"))}"><v>{dice.choice(values)}</v></c>'
        for _ in range(30)
    )
    return sheet(f"<row>{cells}</row>".encode() * 20)


def many_parts(dice: Dice) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for n in range(dice.randint(100, 3_000)):
            archive.writestr(f"../../{n}" * dice.randint(1, 5), b"")
    return into.getvalue()


MAKERS: dict[str, tuple[int, Maker]] = {
    "a zip that unpacks to too much": (3, packed_zip),
    "a zip in a zip": (3, in_another),
    "a zip that lies": (40, lying_zip),
    "a zip that was changed": (40, lambda dice: spoilt(wrapped.zipped(TABLE), dice)),
    "a zip of many files": (10, many_parts),
    "a 7z file that was changed": (42, lambda dice: spoilt(seven(hides_names=dice.random() < 0.5), dice, at_most=200)),
    "a 7z file of slow keys": (25, slow_seven),
    "a 7z file of a large dictionary": (4, large_dictionary),
    "a zip of several names": (4, several_names),
    "a message packed over and over": (5, packed_over_and_over),
    "one long line": (4, one_line),
    "stray quotation marks": (5, stray_quotes),
    "a workbook that is linked elsewhere": (2, linked_elsewhere),
    "wide letters": (4, wide_letters),
    "a workbook of slow keys": (6, slow_workbook),
    "a locked workbook that was changed": (10, lambda dice: spoilt(locked(), dice)),
    "a message that was changed": (40, lambda dice: spoilt(message(), dice)),
    "a message of many keys": (25, many_keys),
    "a message in many pieces": (10, in_parts),
    "a message that unpacks to too much": (3, bomb_message),
    "entities": (30, entities),
    "long texts, often": (6, long_strings),
    "deep tags": (10, deep_xml),
    "cells far away": (25, far_cells),
    "cells of any kind": (20, cells_of_any_kind),
    "many columns": (15, wide),
    "NUL": (20, with_nul),
    "two encodings": (25, two_encodings),
    "formulas": (15, formulas),
    "quotation marks": (15, quotes),
    "noise": (24, lambda dice: dice.randbytes(dice.randint(0, 5_000))),
    "noise that begins well": (
        10,
        lambda dice: (
            dice.choice((b"PK\x03\x04", SEVEN_ZIP, b"\xc3\x0d\x04\x09", b"\xd0\xcf\x11\xe0")) + dice.randbytes(3_000)
        ),
    ),
}


def look_at(raw: bytes) -> str:
    """Open and read a file to its last row; return the kind of error of ours that came of it, or nothing."""
    try:
        table = table_in(open_container(raw, wrapped.told()).content)
        columns = columns_of(table, DatasetKind.CONTACTS, {}, {})
        hold(columns, DatasetKind.CONTACTS)
        reader = Reader(columns, "Essex", ())
        for row in rows_below(table, columns):
            reader.row(row)
    except StoreError as refusal:
        return type(refusal).__name__
    return ""


def main() -> None:
    dice = random.Random(2015)
    assert sum(count for count, _ in MAKERS.values()) == COUNT
    for name, (count, make) in MAKERS.items():
        for _ in range(count):
            raw = make(dice)
            Path("/proc/self/clear_refs").write_text("5", "ascii")  # the highest begins anew
            begun = time.process_time()
            came = look_at(raw)
            took = time.process_time() - begun
            status = Path("/proc/self/status").read_text("ascii")
            highest = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
            sys.stdout.write(json.dumps([name, came, took, highest / 1024]) + "\n")


if __name__ == "__main__":
    main()
