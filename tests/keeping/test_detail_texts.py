"""How a detail stands as one text."""

from hypothesis import given
from hypothesis import strategies as st

from store.keeping.detail_texts import lines_of_text, text_of_confidentiality, text_of_lines

LINES = st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1))


@given(LINES)
def test_the_lines_of_an_address_come_back_as_they_were(lines: list[str]) -> None:
    assert lines_of_text(text_of_lines(lines)) == tuple(lines)


def test_no_lines_are_no_text() -> None:
    assert text_of_lines(()) is None
    assert lines_of_text(None) == ()


def test_a_number_is_confidential_or_open() -> None:
    assert text_of_confidentiality(is_confidential=True) == "confidential"
    assert text_of_confidentiality(is_confidential=False) == "open"
