"""A passphrase that is typed in a form is read as it was typed."""

import pytest

from store.errors import PassphraseEncodingError, PassphrasesDifferError
from tui.forms.secrets import new_passphrase, passphrase

WITH_BLANKS = " Velvet quarry 27 saxophone "


def test_a_blank_at_either_end_is_part_of_it() -> None:
    assert bytes(passphrase({"typed": WITH_BLANKS}, "typed").reveal()).decode() == WITH_BLANKS


def test_what_is_no_letter_is_refused_as_that_and_ends_no_form() -> None:
    with pytest.raises(PassphraseEncodingError):
        passphrase({"typed": "Velvet \udcff quarry"}, "typed")


@pytest.mark.parametrize("again", ["", WITH_BLANKS.strip()])
def test_a_new_one_is_typed_twice_the_same(again: str) -> None:
    with pytest.raises(PassphrasesDifferError):
        new_passphrase({"one": WITH_BLANKS, "again": again}, "one", "again")
    assert new_passphrase({"one": WITH_BLANKS, "again": WITH_BLANKS}, "one", "again")
