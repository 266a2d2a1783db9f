"""`doorstep term`: an extension and a notice are recorded with their documents, and everybody can look at them."""

import shutil
from pathlib import Path

import pytest

from store import errors
from tests.exchange.exchanging import Exchange
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, MachineTime
from tests.tui.running import Run, documented, refused


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    return Exchange(tmp_path_factory.mktemp("origin"))


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


@pytest.fixture
def letter(tmp_path: Path) -> str:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"a letter")
    return str(file)


def test_before_anything_is_recorded_it_runs_to_the_day_before_the_printed_end(base: tuple[str, ...], run: Run) -> None:
    told = run("term", "show", *base, "--json").json

    assert list(told) == documented("term show")
    assert (told["state"], told["ends_on"], told["told"]) == ("running", "2018-08-31", [])
    assert "The agreement runs to the end of Fri 31 Aug 2018, " in run("term", "show", *base).out


def test_an_extension_is_recorded_with_the_digest_of_its_document(base: tuple[str, ...], run: Run, letter: str) -> None:
    said = run("term", "extend", *base, "--to", "2019-03-31", "--document", letter)
    told = run("term", "show", *base, "--json").json
    rows = [row for section in run("status", "--agreement", *base, "--json").json for row in section["rows"]]

    assert {"label": "Last day on which data is loaded", "value": "2019-03-31", "clause": "3.1"} in rows
    assert "runs to the end of Sun 31 Mar 2019, and not Fri 31 Aug 2018." in said.out
    assert [(each["what"], each["old_ends_on"], each["ends_on"]) for each in told["told"]] == [
        ("extension", "2018-08-31", "2019-03-31")
    ]
    assert len(told["told"][0]["document_digest"]) == 64
    assert "Extension in writing: to the end of Sun 31 Mar 2019; recorded " in run("term", "show", *base).out
    refused(run("term", "extend", *base, "--to", "2019-03-31", "--document", letter), errors.ExtensionShortensError)


def test_a_notice_gives_a_month_unless_it_says_more(base: tuple[str, ...], run: Run, letter: str) -> None:
    early = run("term", "notice", *base, "--until", "2015-11-30", "--given", "2015-11-02", "--document", letter)
    said = run("term", "notice", *base, "--given", "2015-11-02", "--document", letter)

    refused(early, errors.NoticeTooShortError)
    assert "2 December 2015" in early.err
    assert "the agreement runs to the end of Wed 2 Dec 2015." in said.out
    assert "Notice was given: the agreement ends with Wed 2 Dec 2015" in run("term", "show", *base).out


def test_a_notice_with_immediate_effect_ends_it_at_once(base: tuple[str, ...], run: Run, letter: str) -> None:
    said = run("term", "notice", *base, "--immediate", "--document", letter)

    assert "the agreement has ended." in said.out
    assert "The agreement has ended, by immediate notice" in run("term", "show", *base).out
    refused(run("term", "ran-out", *base), errors.AgreementOverError)


def test_a_document_that_is_not_there_is_recorded_by_nothing(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    nowhere = run("term", "notice", *base, "--immediate", "--document", str(tmp_path / "nowhere"))

    refused(nowhere, errors.SignedFileMissingError)
    assert run("term", "show", *base, "--json").json["told"] == []
    refused(run("term", "ran-out", *base), errors.TermStillRunsError)


def test_what_was_agreed_in_time_is_recorded_after_the_end_with_its_day_and_by_two(
    base: tuple[str, ...], run: Run, letter: str, machine_time: MachineTime
) -> None:
    run("term", "notice", *base, "--given", "2015-11-02", "--document", letter)
    machine_time.move(days=60)
    extend = ("term", "extend", *base, "--to", "2016-03-31", "--document", letter)

    undated = run(*extend)
    alone = run(*extend, "--agreed", "2015-12-01")
    said = run(*extend, "--agreed", "2015-12-01", lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert undated.code == 1
    assert "(`--agreed DATE`), 2 December 2015 at the latest" in undated.err
    assert alone.code == 1
    assert "runs to the end of Thu 31 Mar 2016, and not Wed 2 Dec 2015." in said.out
    told = run("term", "show", *base, "--json").json
    assert told["state"] == "running"
    assert [each["agreed_on"] for each in told["told"]] == [None, "2015-12-01"]
    assert "Extension in writing of Tue 1 Dec 2015: to the end of Thu 31 Mar 2016" in run("term", "show", *base).out
