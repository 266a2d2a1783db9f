"""Folding: what is typed on any keyboard finds what was written on another."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.keeping.folding import digits, fold, fold_each


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
        ("Ægir Œuvre", "aegir oeuvre"),
        ("O'Dowd", "odowd"),
        ("Smith-Jones", "smith jones"),
        (" St. John,\tFlat 2/3 ", "st john flat 2 3"),
        ("ECC-00012", "ecc 00012"),
        ("東京 \uff21", "東京 a"),
    ],
)
def test_case_and_accents_do_not_matter(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@given(st.text())
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(" aB-.'\t\n\x1fÅ0") | st.text()))
@example(["Ann  Lee", "Hart"])
@example(["Ann ", " Hart "])
@example(["Ann", "\tHart"])
def test_many_texts_at_once_are_folded_as_each_is(texts: list[str]) -> None:
    assert fold_each(texts) == [fold(text) for text in texts]


@given(st.text())
def test_it_does_not_matter_how_accents_are_coded(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_a_number_is_found_however_it_is_written() -> None:
    assert digits("+44 (7700) 900-123") == "447700900123"
