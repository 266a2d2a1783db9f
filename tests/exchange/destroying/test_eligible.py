"""Eligibility in a destruction: single rows go when a keeper is next there, the whole file with every key (7.2c)."""

from pathlib import Path

import pytest

from store import errors
from store.agreement.purposes import DatasetKind
from store.custody.destruction.gate import Matter
from store.exchange.destroying import deciding, doing, eligible
from store.exchange.destroying.declaring import in_the_way
from store.exchange.eligibility import file
from store.exchange.eligibility.opening import open_eligibility
from store.keeping import staffing
from store.keeping.acts.terms.destruction import Declaration
from store.keeping.acts.terms.store import StaffRole
from tests.exchange.destroying.test_doing import nobody
from tests.exchange.test_eligibility import HEADINGS, THIRD
from tests.exchange.test_eligibility import eligible as row
from tests.exchange.test_intake import asked, family, take
from tests.made import SECOND_PASSPHRASE, made_base, opened, passphrase

FOURTH = "Velvet quarry 27 saxophone lemon"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with two keepers, a second supervisor, and three families delivered in both files."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Keeper One", StaffRole.ELIGIBILITY_KEEPER, passphrase(SECOND_PASSPHRASE))
        staffing.add(store, "Keeper Two", StaffRole.ELIGIBILITY_KEEPER, passphrase(THIRD))
        staffing.add(store, "Supervisor Two", StaffRole.SUPERVISOR, passphrase(FOURTH))
        take(store, asked(*(family(n) for n in (1, 2, 3))))
    with opened(folder, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(*(row(n) for n in (1, 2, 3)), kind=DatasetKind.ELIGIBILITY, headings=HEADINGS))
    return folder


def test_the_rows_of_a_destroyed_family_go_when_a_keeper_next_opens_the_file(base: Path) -> None:
    with opened(base) as store:
        ((gone,),) = store.rows("SELECT family FROM supplied ORDER BY family LIMIT 1")
        deciding.decide(store, deciding.of_families([gone]), nobody)
        doing.go_on(store)
        assert eligible.waiting_count(store) == 1
    with opened(base, SECOND_PASSPHRASE) as keeper:
        rows = open_eligibility(keeper, passphrase(THIRD), "Checking the sample")
        assert gone not in [each for each, *_ in rows]
        assert len(rows) == 2
        assert eligible.waiting_count(keeper) == 0


def test_with_everything_goes_the_file_and_each_key_of_it(base: Path) -> None:
    with opened(base) as store:
        stands = [each.matter for each in in_the_way(store, Declaration.ALL_COPIES)]
        assert {Matter.ELIGIBILITY, Matter.ORIGINALS, Matter.FAMILIES_AT_BASE, Matter.SECRETS} <= set(stands)
        deciding.decide(store, deciding.everything(store), lambda: passphrase(FOURTH))
        doing.go_on(store)

        assert not file.path_of(store).exists()
        assert [each.matter for each in in_the_way(store, Declaration.ALL_COPIES)] == [Matter.CERTIFICATE]
    with opened(base, SECOND_PASSPHRASE) as keeper, pytest.raises(errors.StoreError):
        open_eligibility(keeper, passphrase(THIRD), "Curious")


def test_a_keeper_is_no_second_person_for_a_destruction(base: Path) -> None:
    with opened(base) as store, pytest.raises(errors.NotAnApproverError):
        deciding.decide(store, deciding.everything(store), lambda: passphrase(SECOND_PASSPHRASE))
