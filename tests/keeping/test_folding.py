"""Folding: what is typed on any keyboard finds what was written on another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.keeping.folding import digits, fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Sørensen", "sorensen"),
        ("Zoë", "ZOE"),
        ("Łukasz  Wójcik", "lukasz wojcik"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Dowd", "o'dowd"),
        ("Großmann", "grossmann"),
        ("ﬁnch", "finch"),
        ("Đặng", "dang"),
        ("İpek", "ipek"),
    ],
)
def test_case_and_accents_do_not_matter(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@given(st.text())
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_number_is_found_however_it_is_written() -> None:
    assert digits("+44 (7700) 900-123") == "447700900123"
