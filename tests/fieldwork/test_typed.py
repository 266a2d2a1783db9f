"""What somebody typed, made fit to be kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import EmptyFieldError, TypedTooLongError
from store.fieldwork import typed
from store.fieldwork.typed import clean_line, clean_note
from store.keeping.acts import values

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)


@pytest.mark.parametrize(
    ("was_typed", "kept"),
    [
        ("  12  Lapwing\tReach ", "12 Lapwing Reach"),
        ("O\u2019Dowd", "O\u2019Dowd"),
        ("Zoe\u0308", "Zo\xeb"),
        ("a\x1b]52;c;evil\x07b", "a]52;c;evilb"),
        ("\u202eabc\u2066", "abc"),
        ("Ab\u200bara\ufeff", "Abara"),
        ("two\u2028lines\nof it", "two lines of it"),
        ("\U0001f469\u200d\U0001f469", "\U0001f469\u200d\U0001f469"),
        ("x \u200d", "x"),
        ("\u200b \x00\u200d", None),
        ("", None),
        (None, None),
    ],
)
def test_a_line_is_kept_as_what_can_be_seen_of_it(was_typed: str | None, kept: str | None) -> None:
    assert clean_line(was_typed) == kept


def test_a_note_keeps_its_lines_and_no_more_than_one_empty_one_between_them() -> None:
    assert clean_note("\n\n one \r\n\n\n\ntwo\x1b\nthree\n\n") == "one\n\ntwo\nthree"


def test_what_is_too_long_is_refused_and_not_cut() -> None:
    assert clean_line("x" * typed.LINE_CHARS) == "x" * typed.LINE_CHARS
    with pytest.raises(TypedTooLongError) as refusal:
        clean_line("x" * (typed.LINE_CHARS + 1))
    with pytest.raises(TypedTooLongError):
        clean_note("x" * 1_000_000)

    assert refusal.value.limit_chars == typed.LINE_CHARS


def test_what_may_not_be_empty_says_what_it_is() -> None:
    with pytest.raises(EmptyFieldError) as refusal:
        typed.needed_line(" \u200b", "surname")

    assert "surname" in refusal.value.message


def test_what_is_kept_always_fits_an_act() -> None:
    assert typed.LINE_CHARS <= values.LINE_CHARS
    assert typed.NOTE_CHARS <= values.TEXT_CHARS


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_and_leaves_nothing_a_terminal_obeys(text: str) -> None:
    for clean in (clean_line, clean_note):
        kept = clean(text)

        assert clean(kept) == kept
        assert kept is None or kept.strip() == kept
        categories = {unicodedata.category(each) for each in kept or "" if each not in "\u200c\u200d\n"}
        assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(ANY_TEXT.filter(str.isprintable))
def test_what_can_be_seen_is_kept(text: str) -> None:
    kept = clean_line(text) or ""

    assert kept.split() == unicodedata.normalize("NFC", text).split()
