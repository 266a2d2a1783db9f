"""`doorstep report`: rates, progress and the report for release, over a base's made-up season."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from store import errors
from store.agreement.purposes import DatasetKind
from store.fieldwork.made_up_work import work
from store.ids import NOBODY, new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import Container, MovementEnd, Shipment
from store.keeping.acts.terms.families import WishDecision
from store.keeping.agreed import agreement_of
from store.keeping.kinds import acts_of
from tests.fieldwork.doings import wish
from tests.made import BEGINS, PASSPHRASE, SECOND_PASSPHRASE, families, made_base, opened
from tests.tui.pair import Pair
from tests.tui.running import Run, documented, refused

MANY = families(40)
REFUSED = families(3, seed=31)


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
        store.record(taken_in(), *(wish(each.family, WishDecision.NO_CONTACT) for each in REFUSED), *MANY)
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


def told_of(folder: Path) -> dict[str, acts.Act]:
    """Return what the trail last says of each kind that has to do with an output."""
    kinds = (acts.OutputMade, acts.OutputReleased, acts.ApprovalRecorded, acts.ExportMade, acts.MovementEnded)
    with opened(folder) as store:
        return {held.act.kind: held.act for held in acts_of(store, *kinds)}


def test_two_people_let_the_report_out_and_the_trail_says_so(pair: Pair, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with opened(pair.base_folder) as store:
        store.record(taken_in(), *MANY)
        store.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(store), share=1.0))

    ended = run("report", "fieldwork", *pair.base, "--to", str(path), "--clear", lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert (ended.code, ended.err) == (0, "")
    content = path.read_bytes()
    assert ended.out.startswith(content.decode())
    told = told_of(pair.base_folder)
    released, made, approval = told["output_released"], told["output_made"], told["approval_recorded"]
    assert isinstance(released, acts.OutputReleased)
    assert isinstance(made, acts.OutputMade)
    assert isinstance(approval, acts.ApprovalRecorded)
    assert released.approvals == (approval.approval,)
    assert {released.sha256, made.sha256, approval.digest} == {sha256(content).hexdigest()}
    assert made.smallest_cell_kept > 5
    assert sum(table.cells_count for table in made.tables) > 0
    export, movement = told["export_made"], told["movement_ended"]
    assert isinstance(export, acts.ExportMade)
    assert isinstance(movement, acts.MovementEnded)
    assert (export.shipment, export.families, export.movement) == (Shipment.FIELDWORK_REPORT, (), released.movement)
    assert (movement.end, movement.movement) == (MovementEnd.DONE, released.movement)
    again = run("report", "fieldwork", *pair.base, "--to", str(path), "--clear", lines=(PASSPHRASE, SECOND_PASSPHRASE))
    refused(again, errors.TooLittleChangedError)  # one more case would tell who it is


@pytest.mark.parametrize(
    ("second", "kind"),
    [(PASSPHRASE, errors.SecondPersonError), ("Pebble lantern 33 obelisk", errors.WrongPassphraseError)],
)
def test_without_a_second_person_nothing_is_let_out(
    pair: Pair, run: Run, tmp_path: Path, second: str, kind: type[errors.StoreError]
) -> None:
    path = tmp_path / "report.txt"
    with opened(pair.base_folder) as store:
        store.record(*MANY)
        store.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(store), share=1.0))

    ended = run("report", "fieldwork", *pair.base, "--to", str(path), "--clear", lines=(PASSPHRASE, second))

    assert (ended.code, ended.err.splitlines()[1]) == (1, kind.hint)
    assert not path.exists()
    assert told_of(pair.base_folder) == {}


def test_the_report_is_sealed_for_the_department_where_it_is_named(pair: Pair, run: Run, tmp_path: Path) -> None:
    path, theirs = tmp_path / "report.sealed", "Meadow 44 barometer pencil sail"
    with opened(pair.base_folder) as store:
        store.record(*MANY)
        store.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(store), share=1.0))
    assert run("recipient", "key", "--to", str(tmp_path), "--passphrase-stdin", lines=(theirs,)).code == 0
    about = ("--organisation", "Department", "--kind", "department", "--purpose", "research_output")
    key = ("--key", str(tmp_path / "recipient.public"))
    assert run("recipient", "add", *pair.base, "--name", "DCLG", *about, *key).code == 0
    report = ("report", "fieldwork", *pair.base, "--to", str(path))

    refused(run(*report), errors.WhichExportError)
    ended = run(*report, "--for", "DCLG", lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert "sealed for DCLG" in ended.lines[-1]
    clear, by = tmp_path / "report.txt", ("--key", str(tmp_path / "recipient.key"), "--passphrase-stdin")
    assert run("recipient", "open", str(path), "--to", str(clear), *by, lines=(theirs,)).code == 0
    assert ended.out.startswith(clear.read_text("utf-8"))
    released, export = (told_of(pair.base_folder)[kind] for kind in ("output_released", "export_made"))
    assert isinstance(released, acts.OutputReleased)
    assert isinstance(export, acts.ExportMade)
    assert (released.recipient, released.movement) == (export.recipient, export.movement)
    assert not export.is_clear


def test_a_report_of_too_few_cases_is_refused_before_anybody_else_is_asked(
    pair: Pair, run: Run, tmp_path: Path
) -> None:
    pair.deliver(3)

    ended = run("report", "fieldwork", *pair.base, "--to", str(tmp_path / "report.txt"), "--clear")

    refused(ended, errors.TooFewCasesError)
