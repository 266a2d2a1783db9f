"""Canonical JSON has one spelling for one value, and reads nothing else."""

import traceback
from collections.abc import Callable
from enum import IntEnum, StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from store.errors import NotCanonicalError
from store.keeping import canonical
from store.keeping.canonical import DEPTH_MAX, INT_MAX, Fault

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127), max_size=6)
PLAIN = st.none() | st.booleans() | st.integers(-INT_MAX, INT_MAX) | TEXTS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6))


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(NotCanonicalError) as refusal:
        what()
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    return refusal.value.reason


@given(VALUES)
@example({"\x00": "\x00\x01\x08\x09\x0a\x0c\x0d\x1f", "\x7f": "\x7f\x80\x9f", '"': '"\\/'})
@example({"b": "\u2028\u2029\ufeff\ufffe\uffff", "a": "\U0001f600\U0010ffff", "A": [INT_MAX, -INT_MAX, 0, True]})
@example({"_": 1, "a_": 2, "aa": 3, "a": 4, "a0": 5, "aB": 6})
def test_the_spelling_is_that_of_the_reference_implementation(value: Any) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)


def test_every_character_is_spelt_as_the_reference_implementation_spells_it() -> None:
    every = "".join(chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000)

    assert canonical.dumps([every]) == rfc8785.dumps([every])


@given(VALUES)
def test_what_was_written_is_read_back(value: Any) -> None:
    raw = canonical.dumps(value)

    assert canonical.loads(raw, len(raw), DEPTH_MAX) == value


@given(VALUES, st.data())
def test_no_other_bytes_are_read_as_a_value(value: Any, data: st.DataObject) -> None:
    raw = bytearray(canonical.dumps(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place : place + data.draw(st.integers(0, 1))] = data.draw(st.binary(max_size=2))

    try:
        read: Any = canonical.loads(bytes(raw), 10_000, DEPTH_MAX)
    except NotCanonicalError:
        return
    assert rfc8785.dumps(read) == bytes(raw)


def test_a_list_and_a_tuple_are_spelt_alike_and_so_is_a_word_of_a_closed_set() -> None:
    class Word(StrEnum):
        YES = "yes"

    class Number(IntEnum):
        ONE = 1

    assert canonical.dumps({"a": (Word.YES, Number.ONE)}) == b'{"a":["yes",1]}'


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (1.0, Fault.FLOAT),
        ({"a": [float("nan")]}, Fault.FLOAT),
        (INT_MAX + 1, Fault.INTEGER_TOO_LARGE),
        ([-INT_MAX - 1], Fault.INTEGER_TOO_LARGE),
        ({"é": 1}, Fault.NAME_NOT_ASCII),
        ({1: 1}, Fault.OTHER_TYPE),
        ({None: 1}, Fault.OTHER_TYPE),
        (b"bytes", Fault.OTHER_TYPE),
        ([{"set"}], Fault.OTHER_TYPE),
        ("\ud800", Fault.LONE_SURROGATE),
        ({"a": ["\udfff"]}, Fault.LONE_SURROGATE),
    ],
)
def test_a_value_without_a_spelling_is_not_written(value: object, fault: Fault) -> None:
    assert refused(lambda: canonical.dumps(value)) == fault


def test_a_value_that_contains_itself_is_too_deep() -> None:
    value: list[object] = []
    value.append(value)

    assert refused(lambda: canonical.dumps(value)) == Fault.TOO_DEEP


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b'{"a":1,"a":1}', Fault.DUPLICATE_NAME),
        (b'{"a":{"b":1,"\\u0062":2}}', Fault.DUPLICATE_NAME),
        (b"1.0", Fault.FLOAT),
        (b"[1e3]", Fault.FLOAT),
        (b"NaN", Fault.NOT_A_NUMBER),
        (b"[Infinity]", Fault.NOT_A_NUMBER),
        (b"-Infinity", Fault.NOT_A_NUMBER),
        (b"9007199254740992", Fault.INTEGER_TOO_LARGE),
        (b"[" + b"9" * 5_000 + b"]", Fault.NOT_JSON),
        (b'"\\ud800"', Fault.LONE_SURROGATE),
        (b'"\xed\xa0\x80"', Fault.NOT_UTF8),
        (b'"\xff"', Fault.NOT_UTF8),
        (b"\xef\xbb\xbf1", Fault.NOT_JSON),
        (b"", Fault.NOT_JSON),
        (b"{", Fault.NOT_JSON),
        (b"1 2", Fault.NOT_JSON),
        (b'"\n"', Fault.NOT_JSON),
        (b"[" * 100_000, Fault.TOO_DEEP),
        (b"[" * 40 + b"]" * 40, Fault.TOO_DEEP),
        ('{"é":1}'.encode(), Fault.NAME_NOT_ASCII),
        (b" 1", Fault.OTHER_SPELLING),
        (b"-0", Fault.OTHER_SPELLING),
        (b"[1, 2]", Fault.OTHER_SPELLING),
        (b'{"b":1,"a":1}', Fault.OTHER_SPELLING),
        (b'"\\u0041"', Fault.OTHER_SPELLING),
        (b'"\\/"', Fault.OTHER_SPELLING),
        (b'"\\u001F"', Fault.OTHER_SPELLING),
    ],
)
def test_what_is_not_canonical_is_not_read(raw: bytes, fault: Fault) -> None:
    assert refused(lambda: canonical.loads(raw, 200_000, 8)) == fault


def test_the_size_is_looked_at_before_anything_is_read() -> None:
    assert canonical.loads(b"[[1]]", 5, 2) == [[1]]
    assert refused(lambda: canonical.loads(b"[[1]]", 4, 2)) == Fault.TOO_LARGE
    assert refused(lambda: canonical.loads(b"[[1]]", 5, 1)) == Fault.TOO_DEEP


def test_a_refusal_quotes_nothing_of_what_was_refused() -> None:
    for raw in (b'"Marker" x', b'["Marker",1.5]', b'{"Marker":1,"Marker":2}', b'"Marker\\ud800"', b'"Marker\xff"'):
        with pytest.raises(NotCanonicalError) as refusal:
            canonical.loads(raw, 1_000, 8)
        told = "".join(traceback.format_exception(refusal.value))
        assert "Marker" not in f"{refusal.value}{refusal.value!r}{told}"
