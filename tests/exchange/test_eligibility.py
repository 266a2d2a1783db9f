"""Eligibility lies in a file of its own, under its own key, and opens for its keepers alone (clause 7.2c)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import errors
from store.agreement.purposes import DatasetKind
from store.exchange.allocation import free_families
from store.exchange.eligibility import file, keepers
from store.exchange.eligibility.opening import open_eligibility
from store.exchange.eligibility.standing import standing_of
from store.exchange.intake.columns import read_told
from store.exchange.intake.ledger import Counts
from store.keeping import acts, database, epochs, staffing
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.acts.terms.store import EpochCause, StaffRole
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange.test_intake import asked, family, kinds, practice, refusing, take, told
from tests.made import SECOND_PASSPHRASE, made_base, opened, passphrase

ELIGIBILITY = DatasetKind.ELIGIBILITY
THIRD, FOURTH = "Harbour 91 thistle almanac", "Velvet quarry 27 saxophone lemon"
HEADINGS = "family_id,assessment_date,programme_start_date,Worklessness"


def eligible(n: int, on: str = "20/09/2014", said: str = "Y") -> str:
    return f"ECC-{n},{on},10/10/2014,{said}"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with two keepers of eligibility."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Keeper One", StaffRole.ELIGIBILITY_KEEPER, passphrase(SECOND_PASSPHRASE))
        staffing.add(store, "Keeper Two", StaffRole.ELIGIBILITY_KEEPER, passphrase(THIRD))
    return folder


@pytest.fixture
def keeper(base: Path) -> Iterator[Store]:
    with opened(base, SECOND_PASSPHRASE) as store:
        yield store


def test_a_council_s_file_goes_into_a_file_of_its_own_and_nowhere_else(keeper: Store) -> None:
    outcome = take(keeper, practice("essex-eligibility.aes256.7z", ELIGIBILITY))

    assert outcome.counts == Counts(mailed=508, opted_out=0, held=0, supplied=508)
    assert outcome.unmatched_count == 508  # nobody's contact details came yet
    rows = open_eligibility(keeper, passphrase(THIRD), "Checking the sample")
    assert len(rows) == 508
    assert set(json.loads(rows[0][2])) == {
        *("assessment_date", "programme_start_date", "crime", "school_attendance", "children_need_help"),
        *("worklessness", "domestic_abuse", "health"),
    }
    assert b"assessment_date" not in file.path_of(keeper).read_bytes()
    for (sql,) in keeper.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"):
        assert "worklessness" not in sql


def test_those_of_the_contacts_neither_take_it_in_nor_open_it(base: Path) -> None:
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), kind=ELIGIBILITY, headings=HEADINGS))

    with opened(base) as store:
        with pytest.raises(errors.NotAKeeperError, match=r"7\.2c"):
            take(store, asked(eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
        with pytest.raises(errors.NotAKeeperError):
            open_eligibility(store, passphrase(THIRD), "Curious")
        with pytest.raises(errors.EligibilityKeyError):
            keepers.key(store, is_new=False)
        with pytest.raises(errors.StoreForeignError):
            database.connect(file.path_of(store), Secret(bytes(store.keys.database.reveal())))


def test_a_keeper_takes_no_contacts_in(keeper: Store) -> None:
    with pytest.raises(errors.NotASupervisorError):
        take(keeper, asked(family(1)))


def test_opening_it_takes_two_keepers_and_is_told_before(keeper: Store) -> None:
    with pytest.raises(errors.NothingEligibleError):
        open_eligibility(keeper, passphrase(THIRD), "Checking the sample")
    take(keeper, asked(eligible(1), kind=ELIGIBILITY, headings=HEADINGS))
    since = keeper.journal.size

    with pytest.raises(errors.SecondPersonError):
        open_eligibility(keeper, passphrase(SECOND_PASSPHRASE), "Checking the sample")
    with pytest.raises(errors.NotAnApproverError):
        open_eligibility(keeper, passphrase(), "Checking the sample")
    assert kinds(keeper, since) == []
    open_eligibility(keeper, passphrase(THIRD), "Checking the sample")

    assert kinds(keeper, since) == ["approval_recorded", "eligibility_opened"]


def test_a_keeper_who_comes_later_gets_the_key_and_one_who_left_does_not(base: Path) -> None:
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base) as store:
        staffing.add(store, "Keeper Three", StaffRole.ELIGIBILITY_KEEPER, passphrase(FOURTH))
        staffing.leave(store, "Keeper Two")
    with opened(base, FOURTH) as late, pytest.raises(errors.EligibilityKeyError):
        take(late, asked(eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(3), kind=ELIGIBILITY, headings=HEADINGS))
        assert len(json.loads(keeper.notebook.note(keepers.NOTE))) == 2

    with opened(base, FOURTH) as late:
        assert take(late, asked(eligible(4), kind=ELIGIBILITY, headings=HEADINGS)).counts.supplied == 1


def test_what_an_earlier_delivery_said_of_a_family_stands_and_the_later_row_is_told_of(keeper: Store) -> None:
    take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))

    outcome = take(keeper, asked(eligible(2, said="N"), eligible(3), kind=ELIGIBILITY, headings=HEADINGS))

    assert (outcome.counts, outcome.reasons) == (Counts(2, 0, 1, 1), {HeldReason.ALREADY_HELD: 1})
    rows = open_eligibility(keeper, passphrase(THIRD), "Checking the sample")
    assert sorted(json.loads(said)["Worklessness"] for *_, said in rows) == ["Y", "Y", "Y"]


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("eligibility*"))


def test_after_a_new_epoch_of_base_the_first_keeper_gives_it_a_new_key(base: Path) -> None:
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
        before = keepers.key(keeper, is_new=False)
    with opened(base) as store:
        epochs.change(store, EpochCause.ROUTINE)
    with opened(base, SECOND_PASSPHRASE) as keeper:
        rows = open_eligibility(keeper, passphrase(THIRD), "Checking the sample")

        assert len(rows) == 2
        assert beside(base) == [file.path_of(keeper).name] == ["eligibility-2.db"]
        with pytest.raises(errors.StoreForeignError):
            database.connect(file.path_of(keeper), before)
        assert b"Worklessness" not in file.path_of(keeper).read_bytes()


@pytest.mark.parametrize("step", ["export", "_hold_same", "share", "remove"])
def test_broken_off_at_any_step_of_that_it_opens_under_one_key_and_nothing_is_lost(
    base: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base) as store:
        epochs.change(store, EpochCause.ROUTINE)
    of = {"export": database, "remove": database, "share": keepers}.get(step, file)
    real, calls = getattr(of, step), []

    def broken_off(*given: object) -> object:
        calls.append(step)
        if step == "share" and len(calls) == 1:
            return real(*given)  # it is shared at each opening first
        if step == "export":
            real(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, opened(base, SECOND_PASSPHRASE) as keeper:
        patched.setattr(of, step, broken_off)
        with pytest.raises(KeyboardInterrupt):
            open_eligibility(keeper, passphrase(THIRD), "Checking the sample")

    with opened(base, SECOND_PASSPHRASE) as keeper:
        assert len(open_eligibility(keeper, passphrase(THIRD), "Checking the sample")) == 2
        assert beside(base) == ["eligibility-2.db"]


def test_how_it_stands_is_told_without_opening_it(base: Path) -> None:
    with opened(base) as store:
        assert standing_of(store).is_there is False
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), kind=ELIGIBILITY, headings=HEADINGS))
        open_eligibility(keeper, passphrase(THIRD), "Checking the sample")
    with opened(base) as store:
        staffing.add(store, "Keeper Three", StaffRole.ELIGIBILITY_KEEPER, passphrase(FOURTH))
        standing = standing_of(store)

    assert standing.is_there
    assert [(each.name, each.can_open) for each in standing.keepers] == [
        ("Keeper One", True),
        ("Keeper Three", False),
        ("Keeper Two", True),
    ]
    assert [(each.by, each.reason) for each in standing.opened] == [("Keeper One", "Checking the sample")]


def test_contact_details_in_it_are_refused_whole(keeper: Store) -> None:
    combined = asked(f"{eligible(1)},Ann", kind=ELIGIBILITY, headings=f"{HEADINGS},first_name")

    with pytest.raises(errors.CombinedError):
        take(keeper, practice("refuse-combined.aes256.zip", ELIGIBILITY))
    with pytest.raises(errors.CombinedError):
        take(keeper, combined)
    with pytest.raises(errors.CombinedError):
        take(keeper, replace(combined, told=read_told(["first_name=leave_out"])))
    where = asked(f"{eligible(1)},CM1 9AL", kind=ELIGIBILITY, headings=f"{HEADINGS},Where")
    with pytest.raises(errors.CombinedError):
        take(keeper, replace(where, told=read_told(["Where=eligibility"])))
    with pytest.raises(errors.KindDiffersError):
        take(keeper, practice("essex-contacts.aes256.zip", ELIGIBILITY))

    assert not file.path_of(keeper).exists()


def test_a_record_from_before_september_2014_keeps_a_family_from_being_visited_and_nobody_learns_why(
    base: Path,
) -> None:
    """Clause 7.2a: whoever sees contacts never sees why."""
    with opened(base) as store:
        take(store, asked(family(1), family(2)))
    with opened(base, SECOND_PASSPHRASE) as keeper:
        rows = (eligible(1, "31/08/2014"), eligible(2, "01/09/2014"), eligible(3, "soon"), ",01/09/2014,,")
        outcome = take(keeper, asked(*rows, kind=ELIGIBILITY, headings=HEADINGS))

        assert outcome.counts == Counts(mailed=4, opted_out=0, held=3, supplied=1)
        assert told(keeper, acts.RowsHeld) == []
        (lock,) = told(keeper, acts.FamilyLockSet)
        assert (lock.reason, lock.follows_from) == (None, None)
    with opened(base) as store:
        assert len(list(free_families(store))) == 1


def test_who_refused_has_no_eligibility_here(base: Path) -> None:
    """Clause 7.2a."""
    with opened(base, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), eligible(2), kind=ELIGIBILITY, headings=HEADINGS))
    with opened(base) as store:
        take(store, refusing("ECC-1,28/09/2015", "ECC-3,28/09/2015"))

    with opened(base, SECOND_PASSPHRASE) as keeper:
        outcome = take(keeper, asked(eligible(3), eligible(4), kind=ELIGIBILITY, headings=HEADINGS))

        assert outcome.counts == Counts(mailed=2, opted_out=1, held=0, supplied=1)
        assert len(open_eligibility(keeper, passphrase(THIRD), "Checking the sample")) == 2
