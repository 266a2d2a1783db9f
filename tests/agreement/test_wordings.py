"""1.2-1.4, 4.2: a wording that is not the agreed text does not load."""

from hashlib import sha256

import pytest

from store.agreement.loading import agreement_from
from store.agreement.purposes import Purpose
from store.agreement.wordings import Wording, check_wording
from store.errors import WordingRefusedError
from tests.agreement.edited import edited, packaged


def wording(text: str) -> Wording:
    return Wording("take-part", Purpose.TAKE_PART, 3, "en", sha256(text.encode()).hexdigest(), text)


def test_the_packaged_wordings_cover_every_purpose_and_end_in_a_question() -> None:
    wordings = packaged().wordings

    assert [w.purpose for w in wordings] == list(Purpose)
    assert all(w.text.rstrip().endswith("?") for w in wordings)


def test_a_text_changed_by_one_letter_is_refused() -> None:
    with pytest.raises(WordingRefusedError) as refused:
        agreement_from(edited('id = "linkage"\npurpose', "It is up to you.", "It is up to us."))

    assert (refused.value.wording_id, refused.value.version) == ("linkage", 1)
    assert "SHA-256" in refused.value.message


@pytest.mark.parametrize(
    "left", ["[name]", "{council}", "<address>", "call TBC", "XXX", "Name: ____", "on ......", "todo: leaflet"]
)
def test_a_text_with_a_placeholder_left_is_refused(left: str) -> None:
    with pytest.raises(WordingRefusedError) as refused:
        check_wording(wording(f"Are you willing, {left}?"))

    assert "placeholder" in refused.value.message


def test_a_text_in_another_unicode_form_is_refused_because_its_hash_would_not_be_found_again() -> None:
    with pytest.raises(WordingRefusedError):
        check_wording(wording("Zoe\u0308, are you willing?"))

    check_wording(wording("Zo\u00eb, are you willing?"))


def test_a_whole_text_is_taken() -> None:
    check_wording(wording("Are you willing to take part (it lasts 45 minutes)...?"))


def test_a_wording_does_not_print_its_text() -> None:
    assert "willing" not in repr(wording("Are you willing?"))
