"""`doorstep back-check` and `doorstep report back-checks`, over what a laptop took down."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.exchange.back_checks import checks
from store.fieldwork.consents.back_checks import suspended_people
from store.fieldwork.consents.known import read_known
from store.fieldwork.consents.reach import read_reach
from store.fieldwork.consents.state import State
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import InterviewState
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.fieldwork.consents.made_askings import NIS
from tests.made import opened
from tests.tui.running import Run, documented, refused
from tests.tui.test_extract_command import take


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """A base that holds what a laptop took down of one carer who agreed to everything."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, DELIVERED[0])
    exchange.sync()
    return exchange


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[tuple[str, ...], Path]:
    """The words that name base, and its folder."""
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin"), tmp_path / "base"


def test_what_was_taken_down_can_be_read_before_somebody_is_asked_again(origin: Exchange) -> None:
    carer = DELIVERED[0].details.people[0].person

    with origin.laptop.open() as store:
        known = read_known(store.rows, FAMILIES[0], carer, Wave.ONE)
        other = read_known(store.rows, FAMILIES[0], carer, Wave.TWO)

    assert [(stand.question.purpose, stand.state, stand.is_live) for stand in known.stands] == [
        ("linkage", State.GIVEN, True),
        ("re-contact", State.GIVEN, True),
        ("take-part", State.GIVEN, True),
    ]
    assert (known.interview, known.left_open) == (InterviewState.COMPLETE, ())
    assert (other.stands, other.interview, other.interview_id) == (known.stands, None, None)


def test_a_failed_check_keeps_the_person_out_until_it_is_settled(base: tuple[tuple[str, ...], Path], run: Run) -> None:
    words, folder = base
    carer = DELIVERED[0].details.people[0].person

    def reach() -> tuple[bool, bool]:
        with opened(folder) as store, store.reader() as connection:
            found = read_reach(connection, suspended_people(checks(store)))
        return FAMILIES[0] in found.families, carer in found.people.get(NIS, ())

    assert run("back-check", "draw", *words).code == 0
    drawn = run("report", "back-checks", *words, "--json").json
    assert {each["matter"] for each in drawn} == {"interview", "consent"}
    assert list(drawn[0]) == documented("report back-checks")
    assert reach() == (True, True)
    record = ("back-check", "record", *words, "--check", drawn[0]["check"][:8])

    assert run(*record, "--result", "failed", "--finding", "Nobody was interviewed there.").code == 0
    assert reach() == (False, False)
    assert run(*record, "--result", "settled", "--finding", "A neighbour had answered; the carer confirms.").code == 0
    assert reach() == (True, True)


def test_drawing_again_draws_nothing_twice(base: tuple[tuple[str, ...], Path], run: Run) -> None:
    words, _ = base

    first, second = run("back-check", "draw", *words), run("back-check", "draw", *words)

    assert "2 checks drawn" in first.out
    assert "0 checks drawn" in second.out


def test_a_check_nobody_drew_is_refused(base: tuple[tuple[str, ...], Path], run: Run) -> None:
    words, _ = base

    ended = run("back-check", "record", *words, "--check", "ffffffff", "--result", "confirmed")

    refused(ended, errors.BackCheckUnknownError)


def test_before_anything_is_drawn_the_report_says_how_to_begin(base: tuple[tuple[str, ...], Path], run: Run) -> None:
    words, _ = base

    assert "doorstep back-check draw" in run("report", "back-checks", *words).out
