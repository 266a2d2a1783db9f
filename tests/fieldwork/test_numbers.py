"""Telephone numbers and postcodes."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import EmptyFieldError
from store.fieldwork.numbers import Checked, check_phone, check_postcode


@pytest.mark.parametrize(
    ("was_typed", "kept"),
    [
        ("07700900123", "07700 900123"),
        ("+44 (0)7700 900 123", "07700 900123"),
        ("0044 7700 900123", "07700 900123"),
        ("01632 960 123", "01632 960123"),
        ("02079460123", "020 7946 0123"),
        ("0117-496-0123", "0117 496 0123"),
        ("0191 498 0123", "0191 498 0123"),
        ("03069 990123", "0306 999 0123"),
        ("07700 900123 x5", "07700 900123 x5"),
        ("+33 1 99 00 12 34", "+33 1 99 00 12 34"),
    ],
)
def test_a_number_is_spelt_as_it_is_dialled(was_typed: str, kept: str) -> None:
    assert check_phone(was_typed) == Checked(kept, is_odd=False)


@pytest.mark.parametrize(
    "was_typed",
    [
        "12345",
        "07700 90012",
        "07700 9001234",
        "07700 901123",
        "999",
        "ask at no. 12",
        "07700 900123 (mum)",
        "mum 07700 900123",
        "++",
        "0",
    ],
)
def test_what_is_no_number_stays_as_it_was_typed_and_is_odd(was_typed: str) -> None:
    assert check_phone(was_typed) == Checked(was_typed, is_odd=True)


@pytest.mark.parametrize(
    ("was_typed", "kept"),
    [
        ("cm19al", "CM1 9AL"),
        ("CM1  9AL", "CM1 9AL"),
        ("m1 1ae", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("ec1a1bb", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("C M 1 9 A L", "CM1 9AL"),
    ],
)
def test_a_postcode_has_one_spelling(was_typed: str, kept: str) -> None:
    assert check_postcode(was_typed) == Checked(kept, is_odd=False)


@pytest.mark.parametrize(
    "was_typed",
    [
        "CM1",
        "CM1 9A",
        "CM1 9ALX",
        "QM1 9AL",
        "CJ1 9AL",
        "CM1 9CL",
        "CM1 9AV",
        "C1I 9AL",
        "CM1C 9AL",
        "GIR 1AA",
        "9AL",
        "1M1 9AL",
        "CM111 9AL",
        "CM1 99L",
        "\u0661M1 9AL",
    ],
)
def test_what_has_no_postcodes_shape_is_odd(was_typed: str) -> None:
    assert check_postcode(was_typed) == Checked(was_typed, is_odd=True)


@pytest.mark.parametrize("check", [check_phone, check_postcode])
def test_nothing_is_neither_a_number_nor_odd(check: object) -> None:
    assert callable(check)
    with pytest.raises(EmptyFieldError):
        check(" \u200b")


@given(st.text(max_size=30).filter(lambda text: any(each.isalnum() for each in text)))
def test_whatever_is_typed_is_checked_and_checking_it_again_changes_nothing(text: str) -> None:
    for check in (check_phone, check_postcode):
        once = check(text)

        assert check(once.text) == once


@given(st.integers(0, 999))
def test_every_number_kept_for_drama_counts_as_a_number(last: int) -> None:
    for number in (f"07700 900{last:03d}", f"01632 960{last:03d}", f"020 7946 0{last:03d}", f"0121 496 0{last:03d}"):
        assert check_phone(number) == Checked(number, is_odd=False)


def test_the_library_of_numbers_waits_until_a_number_is_checked() -> None:
    check = "import sys, store.fieldwork.numbers; print('phonenumbers' in sys.modules, 'pydantic' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False", "False"]


def test_no_repr_shows_a_number() -> None:
    assert "900123" not in repr(check_phone("07700 900123"))
