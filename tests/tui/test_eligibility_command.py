"""`doorstep eligibility`: two keepers open it with a reason that stands in the trail; supervisors never do."""

from pathlib import Path

import pytest

from store import errors
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from tests.exchange import wrapped
from tests.exchange.test_eligibility import ELIGIBILITY, HEADINGS, THIRD, eligible
from tests.exchange.test_intake import asked, take
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base, opened, passphrase
from tests.tui.running import Run, documented, refused


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, ...]:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Keeper One", StaffRole.ELIGIBILITY_KEEPER, passphrase(SECOND_PASSPHRASE))
        staffing.add(store, "Keeper Two", StaffRole.ELIGIBILITY_KEEPER, passphrase(THIRD))
    with opened(folder, SECOND_PASSPHRASE) as keeper:
        take(keeper, asked(eligible(1), kind=ELIGIBILITY, headings=HEADINGS))
    return ("--store", str(folder), "--passphrase-stdin")


def test_two_keepers_open_it_and_the_trail_says_what_for(run: Run, at: tuple[str, ...]) -> None:
    opening = ("eligibility", "open", *at, "--reason", "Checking the sample")

    told = run(*opening, "--json", lines=(SECOND_PASSPHRASE, THIRD)).json

    assert list(told[0]) == documented("eligibility open")
    assert told[0]["said"]["Worklessness"] == "Y"
    standing = run("eligibility", "status", *at, "--json").json
    assert list(standing) == documented("eligibility status")
    assert [(each["by"], each["reason"]) for each in standing["opened"]] == [("Keeper One", "Checking the sample")]
    assert "Opened on Mon 2 Nov 2015" in run("eligibility", "status", *at).out


def test_nobody_else_opens_it(run: Run, at: tuple[str, ...]) -> None:
    opening = ("eligibility", "open", *at, "--reason", "Curious")

    refused(run(*opening, lines=(PASSPHRASE, THIRD)), errors.NotAKeeperError)
    refused(run(*opening, lines=(SECOND_PASSPHRASE, SECOND_PASSPHRASE)), errors.SecondPersonError)
    refused(run(*opening, lines=(SECOND_PASSPHRASE, PASSPHRASE)), errors.NotAnApproverError)
    assert run("eligibility", "open", *at).code == 2
    assert run("eligibility", "status", *at, "--json").json["opened"] == []
    assert wrapped.SPOKEN not in run("eligibility", "status", *at).out
