"""What a bundle says is read in one spelling only, and each part as it is written."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BundleFormError, BundleTooNewError
from store.exchange.bundle_contents import (
    CarriedEntry,
    Down,
    Proven,
    Receipt,
    Run,
    Up,
    read_contents,
    write_contents,
)
from store.keeping import canonical
from store.keeping.checkpoint import NOTE_BYTES
from store.keeping.sidecar import AHEAD_MS
from tests.exchange.frozen import bundles as example
from tests.keeping.frozen.example import SALT

UP, DOWN = write_contents(example.UP), write_contents(example.DOWN)
HASH = b64encode(bytes(32)).decode()

NUMBERS = st.integers(0, canonical.INT_MAX)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(str.encode)
PATHS = st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple)
RELEASES = st.from_regex(r"[0-9][0-9A-Za-z.+-]{0,31}", fullmatch=True)
INSTANTS = st.integers(0, 253_402_300_799_999)
KEPT = st.tuples(st.binary(min_size=16, max_size=16), st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
ENTRIES = st.builds(
    lambda header, signature, kept: CarriedEntry(header, signature, *kept),
    st.binary(min_size=94, max_size=157),
    st.binary(min_size=64, max_size=64),
    KEPT | st.just((None, None)),
)
UPS = st.builds(
    Up,
    runs=st.lists(
        st.builds(Run, NOTES, st.integers(0, 0xFFFF), NUMBERS, st.lists(ENTRIES, max_size=4).map(tuple)), max_size=3
    ).map(tuple),
    heard=st.none() | NOTES,
    release=RELEASES,
    sent_at_ms=INSTANTS,
    unsent_count=NUMBERS,
)
DOWNS = st.builds(
    Down,
    checkpoint=NOTES,
    first=NUMBERS,
    consistency=st.lists(st.tuples(NUMBERS, PATHS), max_size=3).map(tuple),
    receipts=st.lists(st.builds(Receipt, NOTES, NUMBERS), max_size=3).map(tuple),
    carried=st.lists(st.builds(Proven, NUMBERS, ENTRIES, PATHS), max_size=4).map(tuple),
    release=RELEASES,
    sent_at_ms=INSTANTS,
    ahead_ms=st.none() | st.sampled_from([AHEAD_MS[0], -1, 0, AHEAD_MS[-1]]),
)


def changed(plain: bytes, *path: str | int, to: Any) -> bytes:
    """Return the contents with one value put in place of another, or beside the others."""
    value: Any = canonical.loads(plain, len(plain), 8)
    at = value
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to(at.get(path[-1]) if isinstance(at, dict) else at[path[-1]]) if callable(to) else to
    return canonical.dumps(value)


def without(plain: bytes, *path: str | int) -> bytes:
    value: Any = canonical.loads(plain, len(plain), 8)
    at = value
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return canonical.dumps(value)


def refuses(plain: bytes) -> None:
    with pytest.raises(BundleFormError):
        read_contents(plain)


@given(UPS | DOWNS)
def test_what_was_written_is_read_back(contents: Up | Down) -> None:
    assert read_contents(write_contents(contents)) == contents


def test_an_entry_shows_its_header_and_nothing_of_its_body_or_salt() -> None:
    (entry, *_) = example.UP.runs[0].entries

    assert repr(entry) == f"<CarriedEntry {entry.header.hex()}>"


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"null",
        b"[]",
        b'"up/1"',
        b"{}",
        b'{"doorstep":null}',
        b'{"doorstep":1}',
        b'{"doorstep":"up/1"}',
        b'{"doorstep":"down/1"}',
        b'{"doorstep":"up/0"}',
        b'{"doorstep":"up/01"}',
        b'{"doorstep":"up/1 "}',
        b'{"doorstep":"proof/1"}',
        b'{"doorstep":"up/2\\n"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b"NaN",
        b"\xff",
        b"\xef\xbb\xbf" + UP,
        UP + b"\n",
        UP + UP,
        b" " + UP,
        UP.replace(b'{"doorstep"', b'{"doorstep":"up/1","doorstep"'),
        UP.replace(b'"sent_at_ms":1446490800000', b'"sent_at_ms":NaN'),
        UP.replace(b'"sent_at_ms":1446490800000', b'"sent_at_ms":-Infinity'),
        UP.replace(b'"sent_at_ms":1446490800000', b'"sent_at_ms":1446490800000.0'),
        UP.replace(b'"sent_at_ms":1446490800000', b'"sent_at_ms":1.4464908e12'),
        UP.replace(b'"sent_at_ms":1446490800000', b'"sent_at_ms":9007199254740993'),
        UP.replace(b'"0.1.0"', b'"\\ud800"'),
        UP.replace(b'"0.1.0"', b'"\\u0030.1.0"'),
        UP.replace(b'"0.1.0"', b'"\xed\xa0\x80"'),
        UP.replace(b'"{}"', b'"\\udc00"'),
    ],
)
def test_what_is_not_canonical_or_not_of_a_form_of_ours_is_refused(plain: bytes) -> None:
    assert plain != UP
    refuses(plain)


@pytest.mark.parametrize("form", ["up/2", "down/2", "up/10", "down/999999999"])
def test_contents_of_a_later_form_are_too_new_whatever_else_they_say(form: str) -> None:
    with pytest.raises(BundleTooNewError):
        read_contents(canonical.dumps({"doorstep": form, "whatever": [1, "later"]}))


@pytest.mark.parametrize(
    ("plain", "path"),
    [
        (UP, ()),
        (UP, ("runs", 0)),
        (UP, ("runs", 0, "entries")),
        (DOWN, ()),
        (DOWN, ("carried",)),
        (DOWN, ("carried", "entries")),
        (DOWN, ("consistency", 0)),
        (DOWN, ("receipts", 0)),
    ],
)
def test_no_object_lacks_a_field_has_one_more_or_is_something_else(plain: bytes, path: tuple[str | int, ...]) -> None:
    at: Any = canonical.loads(plain, len(plain), 8)
    for step in path:
        at = at[step]

    for name in at:
        refuses(without(plain, *path, name))
    refuses(changed(plain, *path, "more", to=None))
    other: object
    for other in (None, True, 1, "text", [], {}):
        if path:
            refuses(changed(plain, *path, to=other))


@pytest.mark.parametrize(
    ("plain", "path"),
    [
        (UP, ("runs",)),
        (UP, ("runs", 0, "entries", "bodies")),
        (UP, ("runs", 0, "entries", "headers")),
        (DOWN, ("carried", "n")),
        (DOWN, ("carried", "paths")),
        (DOWN, ("carried", "paths", 0)),
        (DOWN, ("consistency",)),
        (DOWN, ("consistency", 0, "path")),
        (DOWN, ("receipts",)),
    ],
)
def test_no_list_is_something_else_or_holds_something_else(plain: bytes, path: tuple[str | int, ...]) -> None:
    other: object
    for other in (None, True, 1, "text", {}, {"0": 1}, [True], [[None]], [{}], ["\n"], [-1]):
        refuses(changed(plain, *path, to=other))


@pytest.mark.parametrize(
    ("plain", "path", "most"),
    [
        (UP, ("sent_at_ms",), 253_402_300_799_999),
        (UP, ("unsent_count",), canonical.INT_MAX),
        (UP, ("runs", 0, "branch"), 0xFFFF),
        (UP, ("runs", 0, "first"), canonical.INT_MAX),
        (DOWN, ("sent_at_ms",), 253_402_300_799_999),
        (DOWN, ("first",), canonical.INT_MAX),
        (DOWN, ("carried", "n", 0), canonical.INT_MAX),
        (DOWN, ("consistency", 0, "old_size"), canonical.INT_MAX),
        (DOWN, ("receipts", 0, "backed_up_size"), canonical.INT_MAX),
    ],
)
def test_a_number_is_a_whole_one_in_its_range(plain: bytes, path: tuple[str | int, ...], most: int) -> None:
    for held in (0, most):
        read_contents(changed(plain, *path, to=held))
    other: object
    for other in (None, True, False, "1", [], {}, -1, *([most + 1] if most < canonical.INT_MAX else [])):
        refuses(changed(plain, *path, to=other))


@pytest.mark.parametrize("ahead_ms", [True, "0", [], AHEAD_MS[0] - 1, AHEAD_MS[-1] + 1, canonical.INT_MAX])
def test_a_clock_that_would_leave_the_calendar_is_refused(ahead_ms: object) -> None:
    refuses(changed(DOWN, "ahead_ms", to=ahead_ms))


@pytest.mark.parametrize(
    ("plain", "path"),
    [
        (UP, ("heard",)),
        (UP, ("runs", 0, "checkpoint")),
        (DOWN, ("checkpoint",)),
        (DOWN, ("receipts", 0, "note")),
    ],
)
def test_a_note_is_a_text_of_a_notes_length(plain: bytes, path: tuple[str | int, ...]) -> None:
    read_contents(changed(plain, *path, to="é" * (NOTE_BYTES // 2)))
    other: object
    for other in (True, 1, [], {}, "", "x" * (NOTE_BYTES + 1), "é" * (NOTE_BYTES // 2) + "x"):
        refuses(changed(plain, *path, to=other))


@pytest.mark.parametrize("release", [None, 1, "", "v1", "1 ", "1\n", "1" * 33, "1/2", "\u0661"])
def test_a_release_has_a_releases_form(release: object) -> None:
    refuses(changed(UP, "release", to=release))
    refuses(changed(DOWN, "release", to=release))


SPELLINGS: list[Callable[[str], object]] = [
    lambda _: None,
    lambda _: 1,
    lambda _: "",
    lambda _: "é" * 44,
    lambda text: text + "\n",
    lambda text: "\n" + text,
    lambda text: text[:8] + "\n" + text[8:],
    lambda text: text[:8] + " " + text[8:],
    lambda text: text + "====",
    lambda text: text + "AAAA",
    lambda text: text.rstrip("=") + "!",
    lambda text: text[:-1],
    lambda text: text[4:],
    lambda text: text[:4] + "====" + text[4:],
    lambda text: "-_-_" + text[4:],
]
PADDED = [
    (UP, ("runs", 0, "entries", "headers", 1)),
    (UP, ("runs", 0, "entries", "salts")),
    (DOWN, ("carried", "entries", "signatures")),
    (DOWN, ("carried", "paths", 0, 0)),
    (DOWN, ("consistency", 0, "path", 0)),
]


@pytest.mark.parametrize(("plain", "path"), [*PADDED, (UP, ("runs", 0, "entries", "signatures"))])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_base64_has_one_spelling_and_the_length_of_what_it_spells(
    plain: bytes, path: tuple[str | int, ...], spelling: Callable[[str], object]
) -> None:
    if "headers" in path and spelling("AAAAAAAA") in ("AAAAAAAAAAAA", "AAAA"):
        return  # a header has no one length, so these two spell another header

    refuses(changed(plain, *path, to=spelling))


@pytest.mark.parametrize(("plain", "path"), PADDED)
def test_bits_that_spell_nothing_are_zero(plain: bytes, path: tuple[str | int, ...]) -> None:
    def with_a_spare_bit(text: str) -> str:
        last = len(text.rstrip("=")) - 1
        assert last < len(text) - 1
        return text[:last] + chr(ord(text[last]) + 1) + text[last + 1 :]

    refuses(changed(plain, *path, to=with_a_spare_bit))


@pytest.mark.parametrize("length", [0, 93, 158, 1000])
def test_a_header_has_a_headers_length(length: int) -> None:
    refuses(changed(UP, "runs", 0, "entries", "headers", 0, to=b64encode(bytes(length)).decode()))


@pytest.mark.parametrize("column", ["bodies", "headers", "salts", "signatures"])
def test_every_entry_has_all_its_parts(column: str) -> None:
    whole: Any = canonical.loads(UP, len(UP), 8)
    each = {"salts": 16, "signatures": 64}.get(column)
    for fewer in (0, 1, 2, 4):
        value: object
        if each is None:
            value = (whole["runs"][0]["entries"][column] * 2)[:fewer]
        else:
            value = b64encode(bytes(each * (fewer if column == "signatures" else fewer + (fewer == 2)))).decode()
        refuses(changed(UP, "runs", 0, "entries", column, to=value))


def test_one_more_erased_body_or_one_fewer_is_refused_though_every_salt_has_its_body() -> None:
    refuses(changed(UP, "runs", 0, "entries", "bodies", to=lambda bodies: [*bodies, None]))
    refuses(without(UP, "runs", 0, "entries", "bodies", 1))


def test_an_erased_body_takes_no_salt_and_a_kept_one_takes_its_own() -> None:
    refuses(changed(UP, "runs", 0, "entries", "bodies", 1, to="{}"))
    refuses(changed(UP, "runs", 0, "entries", "bodies", 0, to=None))

    entries = read_contents(UP).runs[0].entries  # type: ignore[union-attr]

    assert [each.salt for each in entries] == [SALT, None, bytes([6]) * 16]


@pytest.mark.parametrize("column", ["n", "paths"])
def test_every_carried_entry_has_an_index_and_a_path(column: str) -> None:
    more = {"n": [1, 2], "paths": [[], []]}[column]

    refuses(changed(DOWN, "carried", column, to=[]))
    refuses(changed(DOWN, "carried", column, to=more))


@pytest.mark.parametrize("path", [("carried", "paths", 0), ("consistency", 0, "path")])
def test_a_path_has_at_most_64_steps_of_32_bytes(path: tuple[str | int, ...]) -> None:
    read_contents(changed(DOWN, *path, to=[HASH] * 64))
    refuses(changed(DOWN, *path, to=[HASH] * 65))
    refuses(changed(DOWN, *path, to=[b64encode(bytes(31)).decode()]))
    refuses(changed(DOWN, *path, to=[b64encode(bytes(33)).decode()]))


ENTRY = CarriedEntry(bytes(94), bytes(64), bytes(16), b"{}")


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY._replace(header=bytes(93)),
        ENTRY._replace(header=bytes(158)),
        ENTRY._replace(signature=bytes(63)),
        ENTRY._replace(signature=bytes(65)),
        ENTRY._replace(salt=bytes(15)),
        ENTRY._replace(salt=None),
        ENTRY._replace(body=None),
        ENTRY._replace(body=b"\xff"),
        ENTRY._replace(body=b"\xed\xa0\x80"),
    ],
)
def test_an_entry_that_could_not_be_read_is_not_written(entry: CarriedEntry) -> None:
    with pytest.raises(BundleFormError) as refusal:
        write_contents(replace(example.UP, runs=(Run(b"n", 0, 0, (ENTRY, entry, ENTRY)),)))

    assert refusal.value.__context__ is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: Run(b"", 0, 0, ()),
        lambda: Run(b"n", 0x10000, 0, ()),
        lambda: Run(b"n", 0, -1, ()),
        lambda: Receipt(b"n", -1),
        lambda: Receipt(bytes(NOTE_BYTES + 1), 0),
        lambda: Proven(2**53, ENTRY, ()),
        lambda: Proven(0, ENTRY, (bytes(31),)),
        lambda: replace(example.UP, release=""),
        lambda: replace(example.UP, heard=b""),
        lambda: replace(example.DOWN, sent_at_ms=-1),
        lambda: replace(example.DOWN, first=-1),
        lambda: replace(example.DOWN, first=2**53),
        lambda: replace(example.DOWN, consistency=((-1, ()),)),
        lambda: replace(example.DOWN, consistency=((1, (b"",)),)),
        lambda: replace(example.DOWN, ahead_ms=canonical.INT_MAX),
        lambda: write_contents(replace(example.UP, heard=b"\xff")),
    ],
)
def test_contents_that_could_not_be_read_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(BundleFormError):
        make()
