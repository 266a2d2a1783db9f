"""Made-up families: the same ones for the same dice, as varied as real ones, and nobody's."""

import re
from itertools import islice

from store.agreement.loading import load_agreement
from store.fieldwork import made_up
from store.keeping import acts
from store.keeping.acts.terms.families import PersonRole
from tests.made import families

DELIVERY = "de11ea5e" * 4
MANY = families(300)
PEOPLE = [person for family in MANY for person in family.details.people]


def test_the_same_dice_make_the_same_families() -> None:
    assert list(made_up.families(20, DELIVERY)) == list(made_up.families(20, DELIVERY)) == MANY[:20]
    assert list(islice(made_up.families(10_000, DELIVERY), 20)) == MANY[:20]


def test_other_dice_make_other_families() -> None:
    other = families(20, seed=1)

    assert {family.family for family in other} & {family.family for family in MANY} == set()
    assert [family.details for family in other] != [family.details for family in MANY[:20]]


def test_none_are_made_where_none_are_asked_for() -> None:
    assert families(0) == []


def test_every_family_is_an_act_that_can_be_kept_and_read_back() -> None:
    assert all(acts.parse(family.kind, family.version, acts.dump(family)) == family for family in MANY)


def test_no_two_families_or_people_share_an_id_or_a_reference() -> None:
    assert len({family.family for family in MANY}) == 300
    assert len({family.council_reference for family in MANY}) == 300
    assert len({family.row_digest for family in MANY}) == 300
    assert [family.row for family in MANY] == list(range(300))
    assert len({person.person for person in PEOPLE}) == len(PEOPLE)
    assert {family.delivery for family in MANY} == {DELIVERY}


def test_every_phone_number_is_from_the_range_kept_for_drama() -> None:
    """Source: Ofcom, numbers for drama use: mobiles 07700 900000 to 900999."""
    numbers = [phone.number for person in PEOPLE for phone in person.phones]

    assert len(numbers) > 300
    assert [number for number in numbers if not re.fullmatch(r"07700 900\d{3}", number)] == []


def test_every_family_has_a_main_carer_first_and_young_people_of_the_survey_s_ages() -> None:
    for family in MANY:
        carer, *young = family.details.people
        assert carer.role is PersonRole.MAIN_CARER
        assert carer.age_years is not None
        assert carer.age_years >= 18
        assert 1 <= len(young) <= 3
        assert {person.role for person in young} == {PersonRole.YOUNG_PERSON}
        assert all(11 <= (person.age_years or 0) <= 21 for person in young)


def test_an_address_has_the_form_of_one_and_a_sector_that_is_not_handed_out() -> None:
    for family in MANY:
        street, town = family.details.address.lines
        assert re.fullmatch(r"\d{1,3} [A-Z][A-Za-z' ]+", street)
        assert town == "Chelmsford"
        assert re.fullmatch(r"CM1 9[ABDEFGHJ][LNPQRSTU]", family.details.address.postcode or "")


def test_a_letter_went_out_early_enough_for_every_one_of_them() -> None:
    """7.2a: records collected from September 2014 on, a letter, and two weeks in which to refuse."""
    agreement = load_agreement()

    for family in MANY:
        assert family.letter_sent_on == "2015-10-05"
        assert family.letter_sent_on > agreement.term.starts_on.isoformat()


def test_the_ways_in_which_families_differ_all_occur() -> None:
    confidential = [phone.is_confidential for person in PEOPLE for phone in person.phones]

    assert set(confidential) == {True, False}
    assert {len(family.details.people) for family in MANY} == {2, 3, 4}
    assert any(not person.phones for person in PEOPLE)
    assert any(not (person.surname or "").isascii() for person in PEOPLE)
    assert any("'" in (person.surname or "") for person in PEOPLE)
