"""Who is controller when, where data may be, and on what basis it is held."""

from datetime import date

import pytest

from store.agreement.loading import agreement_from
from store.agreement.parties import PartyKind, Stage, controller_on, processor_on
from store.agreement.purposes import DatasetKind, LegalBasis, legal_basis_on
from store.agreement.safeguards import may_hold_in
from store.errors import NoRuleThenError
from tests.agreement.edited import PACKAGED, edited, packaged

AGREEMENT = packaged()
DAY = date(2015, 11, 2)


def test_2_1_arrival_changes_the_controller_from_the_council_to_the_department() -> None:
    assert controller_on(AGREEMENT.roles, Stage.BEFORE_ARRIVAL, DAY) is PartyKind.COUNCIL
    assert controller_on(AGREEMENT.roles, Stage.AFTER_ARRIVAL, DAY) is PartyKind.DEPARTMENT


def test_1_4_the_agency_is_processor_of_what_arrived_and_of_nothing_before() -> None:
    assert processor_on(AGREEMENT.roles, Stage.AFTER_ARRIVAL, DAY) is PartyKind.AGENCY
    assert processor_on(AGREEMENT.roles, Stage.BEFORE_ARRIVAL, DAY) is None


def test_before_the_agreement_nobody_has_a_role() -> None:
    assert controller_on(AGREEMENT.roles, Stage.AFTER_ARRIVAL, date(2015, 8, 31)) is None


@pytest.mark.parametrize("kind", DatasetKind)
def test_5_every_kind_of_data_has_the_basis_of_its_day(kind: DatasetKind) -> None:
    ids = [legal_basis_on(AGREEMENT.legal_bases, kind, on).id for on in (DAY, date(2018, 5, 25), date(2021, 1, 1))]

    assert ids == ["functions-1998", "public-task-2018", "public-task-2021"]


def test_5_there_is_no_basis_before_the_agreement() -> None:
    with pytest.raises(NoRuleThenError):
        legal_basis_on(AGREEMENT.legal_bases, DatasetKind.CONTACTS, date(2015, 8, 31))


def test_5_a_basis_for_one_kind_of_data_is_none_for_another() -> None:
    contacts_only = LegalBasis("b", (DatasetKind.CONTACTS,), date(2015, 9, 1), None, "Public task", "5")

    assert legal_basis_on((contacts_only,), DatasetKind.CONTACTS, DAY) is contacts_only
    with pytest.raises(NoRuleThenError):
        legal_basis_on((contacts_only,), DatasetKind.LINKAGE, DAY)


def test_a6_data_stays_in_the_united_kingdom_and_the_eea_without_writing() -> None:
    assert may_hold_in(AGREEMENT.places, "GB", DAY)
    assert may_hold_in(AGREEMENT.places, "NO", DAY)
    assert not may_hold_in(AGREEMENT.places, "US", DAY)
    assert not may_hold_in(AGREEMENT.places, "CH", DAY)


def test_a6_a_written_grant_opens_one_country_from_its_date_on() -> None:
    grant = f'grants = [{{ country = "CH", granted_on = 2016-01-05, document_sha256 = "{"ab" * 32}" }}]'
    places = agreement_from(edited("\n[places]\n", "grants = []", grant)).places

    assert not may_hold_in(places, "CH", date(2016, 1, 4))
    assert may_hold_in(places, "CH", date(2016, 1, 5))
    assert not may_hold_in(places, "US", date(2016, 1, 5))


def test_no_telephone_number_or_name_was_made_up_for_the_directory() -> None:
    assert all((c.name, c.telephone, c.email) == (None, None, None) for c in AGREEMENT.contacts)
    assert b"@" not in PACKAGED
