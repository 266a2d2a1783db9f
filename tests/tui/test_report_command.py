"""`doorstep report rates` and `doorstep report progress`, over a base's made-up season."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import errors
from store.agreement.purposes import DatasetKind
from store.fieldwork.made_up_work import work
from store.ids import NOBODY, new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Container
from store.keeping.agreed import agreement_of
from tests.made import BEGINS, families, made_base, opened
from tests.tui.pair import Pair
from tests.tui.running import Run, documented, refused

MANY = families(40)


def taken_in() -> acts.DeliveryTakenIn:
    return acts.DeliveryTakenIn(
        delivery=MANY[0].delivery,
        movement=new_id(),
        council="Colne Valley",
        dataset_kind=DatasetKind.CONTACTS,
        wave=Wave.ONE,
        container=Container.ZIP_AE2,
        sha256="ab" * 32,
        arrived_at_ms=1_444_000_000_000,
        letters_sent_on="2015-10-05",
        collected_from_on="2014-09-01",
        statement_digest=None,
        legal_basis="functions-1998",
        open_points=(),
        mailed_count=43,
        opted_out_count=3,
        held_count=0,
        supplied_count=40,
    )


@pytest.fixture
def season(tmp_path: Path) -> tuple[str, ...]:
    """The words that name a base where forty families were delivered and called on."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(taken_in(), *MANY)
        store.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(store)))
    return ("--store", str(folder), "--passphrase-stdin")


def test_rates_are_of_those_that_came_to_an_end_and_opt_outs_stand_apart(season: tuple[str, ...], run: Run) -> None:
    ended = run("report", "rates", *season)
    (wave,) = run("report", "rates", *season, "--json").json

    assert list(wave) == documented("report rates")
    assert wave["opted_out_before_issue"] == 3
    households = wave["households"]
    assert households["total"] == households["pending"] + sum(households["groups"].values()) == 40
    assert [len(households[kind]) for kind in ("RR", "COOP", "REF", "CON")] == [6, 4, 3, 3]
    assert households["COOP"][2] == pytest.approx(
        households["groups"]["I"] / sum(households["groups"][group] for group in "IPR"), abs=1e-6
    )
    assert "not for release" in ended.lines[0]
    share = f"{households['RR'][5]:.1%}"
    assert [line.split()[1] for line in ended.lines if line.startswith("RR6")] == [share]
    assert ended.lines[-1].split()[-1] == "3"


def test_a_rate_of_nothing_is_not_available(tmp_path: Path, run: Run) -> None:
    words = ("--store", str(made_base(tmp_path)), "--passphrase-stdin")

    lines = run("report", "rates", *words).lines

    assert {tuple(line.split()[1:]) for line in lines if line.startswith(("RR", "COOP", "REF", "CON"))} == {
        ("n/a",) * 2
    }
    assert run("report", "progress", *words).lines[-1] == "No family was delivered yet."


def test_progress_is_told_by_council_and_by_interviewer(season: tuple[str, ...], run: Run) -> None:
    lines = run("report", "progress", *season).lines
    told = run("report", "progress", *season, "--json").json

    (council,) = told["by_council"]
    assert list(told) == documented("report progress")
    assert (council["whose"], council["families_count"]) == ("Colne Valley", 40)
    assert council["families_count"] == sum(
        council[f"{name}_count"] for name in ("not_issued", "worked", "complete", "partial", "refused", "others")
    )
    assert "not for release" in lines[0]
    assert any(line.startswith("Colne Valley, wave one") for line in lines)


@pytest.mark.parametrize("deed", ["rates", "progress"])
def test_a_laptop_has_no_figures_to_tell(pair: Pair, run: Run, deed: str) -> None:
    ended = run("report", deed, *pair.laptop, lines=pair.passphrase)

    refused(ended, errors.NotBaseError)
