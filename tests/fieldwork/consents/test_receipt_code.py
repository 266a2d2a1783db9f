"""A receipt code finds its own records or none: what is mistyped is refused, never taken for another."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from store.errors import ReceiptCodeFormError
from store.fieldwork.consents.receipt_code import (
    SYMBOL_COUNT,
    SYMBOLS,
    code_of,
    number_of_ceremony,
    number_of_code,
    read_code,
)
from store.keeping.acts.values import ReceiptCode

CODES = [code_of(f"{n:032x}") for n in range(12)]


def is_read(typed: str) -> bool:
    try:
        read_code(typed)
    except ReceiptCodeFormError:
        return False
    return True


@pytest.mark.parametrize("code", CODES)
def test_no_single_wrong_symbol_makes_a_code_of_it(code: str) -> None:
    bare = code.replace("-", "")

    for place in range(SYMBOL_COUNT):
        for symbol in SYMBOLS:
            if symbol != bare[place]:
                assert not is_read(bare[:place] + symbol + bare[place + 1 :])


@pytest.mark.parametrize("code", CODES)
def test_no_two_symbols_that_changed_places_make_a_code_of_it(code: str) -> None:
    bare = code.replace("-", "")

    for a, b in combinations(range(SYMBOL_COUNT), 2):
        if bare[a] != bare[b]:
            swapped = list(bare)
            swapped[a], swapped[b] = swapped[b], swapped[a]
            assert not is_read("".join(swapped))


def test_no_two_wrong_symbols_make_a_code_of_it() -> None:
    bare = CODES[0].replace("-", "")

    for a, b in combinations(range(SYMBOL_COUNT), 2):
        for one in SYMBOLS.replace(bare[a], ""):
            for other in SYMBOLS.replace(bare[b], ""):
                changed = list(bare)
                changed[a], changed[b] = one, other
                assert not is_read("".join(changed))


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_back_however_it_is_typed(ceremony: bytes) -> None:
    code = code_of(ceremony.hex())
    typed = " ".join(code.lower().replace("0", "o").replace("1", "l"))

    assert read_code(code) == code
    assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "-", "ABCDE", CODES[0] + "0", CODES[0][:-1], "UUUUU-UUUUU", "ÄÄÄÄÄ-ÄÄÄÄÄ"])
def test_what_is_no_code_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(ReceiptCodeFormError) as refused:
        read_code(typed)

    assert refused.value.hint


def test_a_code_is_what_a_record_may_hold_and_shows_no_letter_that_looks_like_a_digit() -> None:
    kept = TypeAdapter[str](ReceiptCode)

    assert [kept.validate_python(code) for code in CODES] == CODES
    assert not set("ILOU") & set("".join(CODES))


def test_the_code_of_a_ceremony_never_changes() -> None:
    assert code_of("0" * 32) == CODES[0]
    assert len(set(CODES)) == len(CODES)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_a_ceremony_is_found_by_the_number_its_code_spells(one: bytes, other: bytes) -> None:
    number = number_of_code(code_of(one.hex()))

    assert number == number_of_ceremony(one.hex())
    assert (number == number_of_ceremony(other.hex())) == (code_of(one.hex()) == code_of(other.hex()))
