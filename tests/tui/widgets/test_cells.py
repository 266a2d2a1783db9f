"""Text in cells: cut, padded, and shown from its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tui.widgets.cells import ending, fitted, in_whole_words, padded, wrapped

LETTERS = st.text("ab 東é\u0301👍")


@given(LETTERS, st.integers(0, 12))
def test_padded_text_takes_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(padded(text, width)) == width


@given(LETTERS, st.integers(0, 12))
def test_what_is_cut_takes_at_most_its_width(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) <= width
    assert cell_len(ending(text, width)) <= width


@given(st.text("ab ,-\u00e9", max_size=12))
def test_a_line_that_fits_is_the_one_that_textual_would_make_of_it(text: str) -> None:
    assert wrapped(text, 12, "  ") == [line.plain.rstrip() for line in Content(text).wrap(12)]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "…cd"),
        ("ab東京", 4, "…京"),
        ("abe\u0301", 3, "abe\u0301"),
        ("abce\u0301", 2, "…e\u0301"),
        ("abc", 0, ""),
        ("abc", 1, "…"),
    ],
)
def test_the_end_of_a_text_is_shown(text: str, width: int, shown: str) -> None:
    assert ending(text, width) == shown


@given(LETTERS, st.integers(0, 12))
def test_whole_words_never_take_more_cells_than_there_are(text: str, width: int) -> None:
    assert cell_len(in_whole_words(text, width)) <= width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("ab cd", 3, "ab…"),
        ("Interviewer Two   36      12", 28, "Interviewer Two   36      12"),
        ("Interviewer Two   36      12", 27, "Interviewer Two   36 …"),
        ("Interviewer Two   36      12", 19, "Interviewer Two …"),
        ("Interviewer", 6, "Inter…"),
        (" Interviewer", 6, " Inte…"),
        ("漢字 漢字漢字", 8, "漢字 …"),
    ],
)
def test_half_a_word_at_the_end_is_left_out_for_half_a_figure_is_another(text: str, width: int, shown: str) -> None:
    assert in_whole_words(text, width) == shown
