"""1.2-1.4, 4.2: a wording that is not the agreed text does not load."""

from dataclasses import replace
from hashlib import sha256
from itertools import product

import pytest

from store.agreement.description import describe
from store.agreement.leaflets import Leaflet, leaflet_in
from store.agreement.loading import agreement_from
from store.agreement.purposes import Purpose
from store.agreement.wordings import (
    YOUNG_PERSON,
    TranslationState,
    Wording,
    WordingForm,
    check_wording,
    newest,
    show,
    wrapped,
)
from store.errors import WordingRefusedError
from tests.agreement.edited import edited, packaged

FULL, EASY = WordingForm.FULL, WordingForm.EASY_READ


def wording(text: str, purpose: Purpose = Purpose.TAKE_PART, form: WordingForm = FULL) -> Wording:
    digest = sha256(text.encode()).hexdigest()
    return Wording("take-part", purpose, None, 3, "en", form, TranslationState.ORIGINAL, digest, text)


def test_the_packaged_wordings_cover_every_purpose_in_two_forms_and_two_languages_and_end_in_a_question() -> None:
    wordings = packaged().wordings

    assert {(w.purpose, w.form, w.language) for w in wordings} == set(product(Purpose, WordingForm, ("en", "pl")))
    assert all(w.text.rstrip().endswith("?") for w in wordings)


def test_whoever_asks_for_re_contact_says_who_comes_back_and_why() -> None:
    for each in packaged().wordings:
        if each.purpose is Purpose.RECONTACT:
            assert "Ipsos MORI" in each.text
            assert "wave 2" in each.text
            assert "what has changed for families" in each.text or "co się zmieniło u rodzin" in each.text


def test_what_is_not_english_is_marked_as_needing_a_translators_check_wherever_it_is_listed() -> None:
    polish = [w for w in packaged().wordings if w.language == "pl"]

    assert {w.translation for w in polish} == {TranslationState.NEEDS_CHECK}
    (section,) = [each for each in describe(packaged()) if each.title == "Purposes and wordings"]
    assert sum("needs a translator's check" in row.label for row in section.rows) == len(polish)


def test_an_easy_read_text_fits_on_one_page_and_one_that_does_not_is_refused() -> None:
    for each in packaged().wordings:
        if each.form is EASY:
            lines = wrapped(each.text, 76)
            assert len(lines) <= 18
            assert max(map(len, lines)) <= 76

    check_wording(wording("Yes?\n" * 18, form=EASY))
    with pytest.raises(WordingRefusedError) as refused:
        check_wording(wording("Yes?\n" * 19, form=EASY))
    assert "one page" in refused.value.message


def test_the_card_shows_each_language_by_its_own_name() -> None:
    languages = {language.tag: language for language in packaged().languages}

    assert len(languages) > 20
    assert (languages["pl"].own_name, languages["pl"].name) == ("polski", "Polish")


def test_a_parents_permission_names_the_young_person_and_is_hashed_as_it_was_shown() -> None:
    asked = newest(packaged().wordings, Purpose.PARENTAL_PERMISSION, None, "en", FULL)
    assert asked is not None

    shown = show(asked, {YOUNG_PERSON: "Zoë"})

    assert "may ask Zoë to take part" in shown.text
    assert "«" not in shown.text
    assert shown.sha256 == sha256(shown.text.encode()).hexdigest() != asked.sha256


def test_a_text_without_slots_is_shown_as_it_is() -> None:
    asked = newest(packaged().wordings, Purpose.LINKAGE, "national-impact-study", "pl", EASY)
    assert asked is not None

    assert show(asked, {}).sha256 == asked.sha256


@pytest.mark.parametrize("put_in", [{}, {YOUNG_PERSON: " "}, {"somebody": "Zoë"}])
def test_a_slot_that_stays_empty_is_a_placeholder_left(put_in: dict[str, str]) -> None:
    asked = newest(packaged().wordings, Purpose.PARENTAL_PERMISSION, None, "en", FULL)
    assert asked is not None

    with pytest.raises(WordingRefusedError) as refused:
        show(asked, put_in)

    assert "placeholder" in refused.value.message


@pytest.mark.parametrize("text", ["May «somebody» come?", "May «young person» come?", "May « come?", "May come»?"])
def test_a_slot_that_nobody_fills_does_not_load(text: str) -> None:
    with pytest.raises(WordingRefusedError):
        check_wording(wording(text))

    check_wording(wording("May «young person» come?", Purpose.PARENTAL_PERMISSION))


def test_the_newest_version_is_the_one_that_is_read() -> None:
    first, second = replace(wording("Yes?"), version=1), replace(wording("Yes, please?"), version=2)

    assert newest([second, first], Purpose.TAKE_PART, None, "en", FULL) == second
    assert newest([second, first], Purpose.TAKE_PART, None, "pl", FULL) is None


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


def test_whoever_was_read_a_language_without_a_leaflet_is_left_the_english_one() -> None:
    english, polish = Leaflet("rights", 2, "en"), Leaflet("rights", 1, "pl")

    assert leaflet_in([english, polish], "pl") == polish
    assert leaflet_in([english], "pl") == english
    assert leaflet_in([polish], "en") is None
    assert leaflet_in(packaged().leaflets, "pl") is not None
