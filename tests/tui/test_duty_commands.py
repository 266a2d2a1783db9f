"""`doorstep incident`, `doorstep request` and `doorstep report clocks`."""

import json
import re
from pathlib import Path

import pytest

from store import errors
from store.agreement import deadlines
from store.custody.incidents.notices import Whom
from store.custody.trail import family_of_reference
from store.keeping.acts.terms import incidents as words
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.made import families, made_base, opened
from tests.tui.running import Run, documented, refused
from tui import duty_arguments as spelt


@pytest.fixture
def here(tmp_path: Path) -> tuple[str, ...]:
    """The words that name a base with two families."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(2))
    return ("--store", str(folder), "--passphrase-stdin")


def test_the_words_that_are_spelt_out_are_those_of_the_acts() -> None:
    assert set(spelt.INCIDENT_KINDS) == set(words.IncidentKind)
    assert set(spelt.RISKS) == set(words.Risk)
    assert set(spelt.INCIDENT_ENDS) == set(words.IncidentEnd)
    assert set(spelt.CHANNELS) == set(words.NoticeChannel)
    assert set(spelt.WHOM) == set(Whom)
    assert set(spelt.REQUEST_KINDS) == set(words.RequestKind)
    assert set(spelt.REQUEST_STEPS) == set(words.RequestStep) - {"instruction_received"}
    assert set(spelt.REQUEST_ENDS) == set(words.RequestEnd)


def test_an_incident_is_raised_followed_and_closed(here: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    raised = run("incident", "raise", *here, "--kind", "paper_lost", "--what", "a sheet blew away", "--json").json
    of = ("--incident", raised["incident"][:8])

    assert list(raised) == documented("incident show")
    clocks = run("report", "clocks", *here, "--json").json
    assert list(clocks[0]) == documented("report clocks")
    assert [each["kind"] for each in clocks] == [deadlines.ClockKind.LOSS, deadlines.ClockKind.INCIDENT]
    assert run("report", "clocks", *here).out.count("If it runs out") == 2
    assert "a sheet blew away" in run("incident", "draft", *here, *of, "--to", "department").out
    end = ("--end", "not_recovered", "--root-cause", "wind", "--agreed-by", "Somebody")
    refused(run("incident", "close", *here, *of, *end), errors.NoticesOwedError)
    for whom in ("department", "commissioner"):
        assert run("incident", "follow", *here, *of, "--told", whom, "--name", "Somebody").code == 0
    assert run("report", "clocks", *here).lines == ["No clock runs."]
    told = run("incident", "follow", *here, *of, "--risk", "low", "--action", "clips", "--done", "2015-11-02")
    assert (told.code, told.err) == (0, "")
    record = tmp_path / "record.json"
    refused(run("incident", "export", *here, *of, "--to", str(record)), errors.WhichExportError)
    assert run("incident", "export", *here, *of, "--to", str(record), "--clear").code == 0
    assert json.loads(record.read_text("utf-8"))["actions"][0]["what"] == "clips"
    assert "clips" in record.with_name("record.json.txt").read_text("utf-8")
    assert run("incident", "close", *here, *of, *end).code == 0
    assert run("incident", "list", *here, "--open").lines == ["No incident is open."]
    assert "not recovered" in run("incident", "list", *here).out


def test_what_cannot_be_said_is_refused_before_anything_is_kept(here: tuple[str, ...], run: Run) -> None:
    lost = ("incident", "raise", *here, "--kind", "device_lost", "--what", "a drive")

    refused(run(*lost, "--identified", "2031-01-01"), errors.StillAheadError)
    refused(run(*lost, "--device", "no such drive"), errors.DeviceNameError)
    refused(run(*lost, "--happened", "soon"), errors.DayFormError)
    refused(run("incident", "show", *here, "--incident", "ffffffff"), errors.IncidentUnknownError)
    assert run("incident", "follow", *here, "--incident", "ff").code == 2
    assert run("request", "add", *here, "--kind", "complaint", "--text", "x", "--now").code == 2
    assert run("incident", "list", *here).lines == ["No incident was ever raised here."]


def test_a_day_alone_counts_from_its_beginning(here: tuple[str, ...], run: Run) -> None:
    run("incident", "raise", *here, "--kind", "overseen", "--what", "on a train", "--identified", "2015-11-01")

    assert run("report", "clocks", *here, "--json").json[0]["due_at"] == "2015-11-02T00:00:00.000+00:00"


def test_a_request_is_taken_down_followed_and_closed(here: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    reference = families(2)[0].council_reference
    asking = ("--kind", "deletion", "--text", "delete everything", "--family", reference, "--now")

    told = run("request", "add", *here, *asking)

    (beginning,) = re.findall(r"Request (\w{8})", told.out)
    of = ("--request", beginning)
    for said in (
        "locked",
        "Representative of the department",
        "By the end of Mon 23 Nov 2015: Answer a notice to stop or to delete",
    ):
        assert said in told.out
    request = run("request", "show", *here, *of, "--json").json
    assert list(request) == documented("request show")
    assert (request["reference"], request["locks_family"]) == (reference, True)
    refused(run("request", "close", *here, *of, "--end", "erased"), errors.InstructionMissingError)
    letter = tmp_path / "letter"
    letter.write_bytes(b"erase it")
    instructed = ("--instruction", str(letter), "--name", "Somebody", "--note", "erase it")
    assert run("request", "follow", *here, *of, *instructed).code == 0
    assert run("request", "close", *here, *of, "--end", "erased").code == 0
    assert run("request", "list", *here, "--open").lines == ["No request is open."]
    assert run("report", "clocks", *here, "--json").json == []


def test_base_raises_one_for_any_laptop_and_orders_what_is_to_be_locked(tmp_path: Path, run: Run) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    here = ("--store", str(exchange.base), "--passphrase-stdin")
    with opened(exchange.base) as store:
        (name,) = (name for (name,) in store.rows("SELECT name FROM device WHERE kind = 'laptop'"))
        (reference,) = store.rows("SELECT council_reference FROM family WHERE family = ?", (FAMILIES[0],))[0]

    raised = run(
        "incident", "raise", *here, "--kind", "device_stolen", "--what", "from a car", "--device", name, "--json"
    ).json
    run("request", "add", *here, "--kind", "deletion", "--text", "now", "--family", reference, "--now")

    assert (raised["devices"], raised["families_count"]) == ([name], 2)
    with opened(exchange.base) as store:
        assert family_of_reference(store, reference) == FAMILIES[0]
        orders = store.rows("SELECT order_kind, families FROM fieldorder WHERE order_kind = 'lock'")
    assert orders == [("lock", FAMILIES[0])]
