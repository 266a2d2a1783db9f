"""The header's bytes: one way to write each, and nothing else is read."""

import re
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.errors import HeaderFormError
from store.ids import JournalId, StaffId
from store.keeping import header as headers
from store.keeping.header import FIXED, Header, digest_body, journal_prefix, pack, told_at, unpack
from tests.keeping.frozen import example
from tests.keeping.frozen.example import frozen

FORMAT = Path(headers.__file__).parent / "FORMAT.md"

ids = some.binary(min_size=16, max_size=16).map(bytes.hex)
well_formed = some.builds(
    Header,
    journal=ids.map(JournalId),
    branch=some.integers(0, 0xFFFF),
    n=some.integers(0, headers.HIGHEST_INDEX),
    at_ms=some.integers(0, headers.LATEST_MS),
    staff=ids.map(StaffId),
    seen=some.integers(0, headers.HIGHEST_INDEX),
    kind=some.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=64),
    kind_version=some.integers(1, 255),
    body_digest=some.binary(min_size=32, max_size=32),
)


def test_todays_code_writes_and_reads_the_frozen_header() -> None:
    data = frozen("header.bin")

    assert pack(example.header(example.PROVED)) == data
    assert unpack(data) == example.header(example.PROVED)


@given(well_formed)
def test_a_header_comes_back_as_it_went(header: Header) -> None:
    assert unpack(pack(header)) == header


@given(some.binary(max_size=170) | some.binary(min_size=93, max_size=157).map(lambda tail: b"\1" + tail))
def test_what_can_be_read_is_what_would_have_been_written(data: bytes) -> None:
    try:
        header = unpack(data)
    except HeaderFormError:
        return
    assert pack(header) == data


@given(well_formed)
def test_the_named_parts_are_where_a_fast_loop_looks_for_them(header: Header) -> None:
    data = pack(header)

    assert data[: headers.PREFIX_BYTES] == journal_prefix(header.journal, header.branch)
    assert data[headers.N_PART] == header.n.to_bytes(8, "big")
    assert data[headers.STAFF_PART] == bytes.fromhex(header.staff)
    assert data[headers.BODY_DIGEST_PART] == header.body_digest
    assert data[headers.KIND_PART] == bytes([header.kind_version, len(header.kind)]) + header.kind.encode()


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"journal": JournalId("0F1E" + "0" * 28)}, "journal id"),
        ({"journal": JournalId("0" * 31)}, "journal id"),
        ({"journal": JournalId("0" * 32 + "\n")}, "journal id"),
        ({"branch": -1}, "branch"),
        ({"branch": 0x10000}, "branch"),
        ({"n": -1}, "index"),
        ({"n": 2**63}, "index"),
        ({"at_ms": -1}, "instant"),
        ({"at_ms": 253_402_300_800_000}, "instant"),
        ({"staff": StaffId("somebody")}, "staff id"),
        ({"seen": -1}, "seen"),
        ({"seen": 2**63}, "seen"),
        ({"body_digest": b"d" * 31}, "digest"),
        ({"kind_version": 0}, "kind version"),
        ({"kind_version": 256}, "kind version"),
        ({"kind": ""}, "kind is not"),
        ({"kind": "k" * 65}, "kind is not"),
        ({"kind": "Attempt"}, "kind is not"),
        ({"kind": "attempt\n"}, "kind is not"),
        ({"kind": "vérité"}, "kind is not"),
        ({"kind": "\udc80"}, "kind is not"),
        ({"kind": "٣"}, "kind is not"),
    ],
)
def test_a_field_out_of_range_is_never_written(change: dict[str, object], flaw: str) -> None:
    header = replace(example.header(0), **change)  # type: ignore[arg-type]  # wrong on purpose

    with pytest.raises(HeaderFormError) as refusal:
        pack(header)

    assert flaw in refusal.value.flaw


@pytest.mark.parametrize(
    ("offset", "written", "flaw"),
    [
        (0, b"\x00", "format version"),
        (0, b"\x02", "format version"),
        (19, b"\x80", "index"),
        (27, b"\x80", "instant"),
        (27, b"\x7f", "instant"),
        (51, b"\x80", "seen"),
        (91, b"\x00", "kind version"),
        (92, b"\x00", "length"),
        (92, b"\x0e", "length"),
        (92, b"\x10", "length"),
        (93, b"A", "kind is not"),
        (93, b"\xe9", "kind is not"),
        (93, b"\x00", "kind is not"),
        (93, b"\xb2", "kind is not"),
    ],
)
def test_a_byte_out_of_form_is_refused_naming_the_field(offset: int, written: bytes, flaw: str) -> None:
    data = bytearray(frozen("header.bin"))
    data[offset : offset + 1] = written

    with pytest.raises(HeaderFormError) as refusal:
        unpack(bytes(data))

    assert flaw in refusal.value.flaw


def test_every_truncation_and_any_longer_header_is_refused() -> None:
    data = frozen("header.bin")
    longest = pack(replace(example.header(0), kind="k" * 64))

    for wrong in [*(data[:length] for length in range(len(data))), data + b"d", longest + b"k", b"", bytes(94)]:
        with pytest.raises(HeaderFormError):
            unpack(wrong)


def test_a_body_is_tied_to_its_header_by_salt_and_digest() -> None:
    assert digest_body(example.SALT, example.BODY) == sha256(example.SALT + example.BODY).digest()
    assert digest_body(example.SALT, example.BODY) == unpack(frozen("header.bin")).body_digest


@pytest.mark.parametrize("length", [0, 15, 17])
def test_a_salt_of_another_length_is_refused_since_bytes_could_move_into_the_body(length: int) -> None:
    with pytest.raises(HeaderFormError):
        digest_body(bytes(length), b"{}")


def test_the_table_in_the_format_gives_the_layout_of_the_code() -> None:
    entry = FORMAT.read_text("utf-8").split("\n## ")[1]
    rows = re.findall(r"^\| (\d+) \| (\d+|L) \| `(\w+)` \|", entry, re.MULTILINE)

    offsets, sizes, names = zip(*rows, strict=True)

    assert entry.startswith("Entry")
    assert sizes[-1] == "L"
    assert int(offsets[-1]) == FIXED.size == sum(map(int, sizes[:-1]))
    assert [int(offset) for offset in offsets] == [sum(map(int, sizes[:place])) for place in range(len(sizes))]
    assert int(offsets[names.index("n")]) == headers.N_PART.start
    assert int(offsets[names.index("staff")]) == headers.STAFF_PART.start
    assert int(offsets[names.index("body_digest")]) == headers.BODY_DIGEST_PART.start
    assert int(offsets[names.index("kind_version")]) == headers.KIND_PART.start
    assert {field.name for field in fields(Header)} <= set(names)


def test_a_header_tells_what_it_is_only_where_it_stands() -> None:
    header = example.header(example.PROVED)
    data = pack(header)

    told = told_at(data, header.journal, header.branch, header.n)

    assert told == (header.kind, header.kind_version, header.body_digest)
    assert told_at(data, header.journal, header.branch, header.n + 1) is None
    assert told_at(data, header.journal, header.branch + 1, header.n) is None
    assert told_at(data, JournalId("0" * 32), header.branch, header.n) is None
