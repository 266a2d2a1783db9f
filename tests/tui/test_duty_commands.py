"""`doorstep incident`, `doorstep request` and `doorstep report clocks`."""

import json
import re
from pathlib import Path

import pytest

from store import errors
from store.agreement import deadlines
from store.agreement.safeguards import PaperLevel, Topic
from store.custody.incidents.notices import Whom
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.known import request_named
from store.custody.trail import family_of_reference
from store.keeping.acts import RequestReceived
from store.keeping.acts.terms import incidents as words
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.store import Store
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.made import SUPERVISOR, families, made_base, opened
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
    assert (
        "concerns 3 families now, and 0"
        in run("incident", "amend", *here, *of, "--count", "3", "--why", "three sheets were in the bag").out
    )
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


def test_a_notice_that_was_given_on_a_day_counts_to_its_end(here: tuple[str, ...], run: Run) -> None:
    noticed = ("--what", "on a train", "--identified", "2015-10-30T12:00")
    raised = run("incident", "raise", *here, "--kind", "overseen", *noticed, "--json").json

    for whom in ("department", "commissioner"):
        of = ("--incident", raised["incident"][:8], "--told", whom, "--name", "Somebody", "--at", "2015-10-31")
        assert run("incident", "follow", *here, *of).code == 0

    loss = run("incident", "show", *here, "--incident", raised["incident"][:8], "--json").json["clocks"][0]
    assert (loss["kind"], loss["in_time"]) == (deadlines.ClockKind.LOSS, False)


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


def test_whose_a_request_is_can_be_found_out_and_locks_that_family(here: tuple[str, ...], run: Run) -> None:
    first, second = families(2)
    with opened(Path(here[1])) as store:
        entered = RequestEntered(words.RequestKind.DELETION, "delete everything", is_now=True)
        request = next(each.request for each in add_request(store, entered) if isinstance(each, RequestReceived))
    step = ("request", "follow", *here, "--request", request[:8], "--step", "family_found")

    assert run(*step).code == 2
    assert run(*step, "--family", first.council_reference).code == 0

    refused(run(*step, "--family", second.council_reference), errors.OtherFamilyError)
    with opened(Path(here[1])) as store:
        assert request_named(store, request).family == first.family
        assert store.rows("SELECT family, follows_from FROM lockset") == [(first.family, request)]


def test_what_people_asked_is_told_as_seen_and_goes_into_no_pipe(
    here: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = families(1)[0].council_reference
    run("request", "add", *here, "--kind", "deletion", "--text", "delete it", "--family", reference)
    monkeypatch.setattr("tui.printed.request._may_show", lambda _store: False)

    (told,) = run("request", "list", *here, "--json").json

    assert [told[name] for name in ("requester", "contact", "text", "reference")] == [None, None, None, reference]
    with opened(Path(here[1])) as store:
        assert store.rows("SELECT parts FROM familyview") == [("people",)]
    monkeypatch.setattr(Store, "roles", lambda _store: (StaffRole.ELIGIBILITY_KEEPER,))
    for asked in (
        ("request", "show", *here, "--request", told["request"]),
        ("trail", *here, "--family", reference),
        ("report", "custody", *here, "--family", reference),
    ):
        refused(run(*asked), errors.KeeperSeesNoContactsError)


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


def test_training_is_recorded_listed_and_ended(here: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    paper = tmp_path / "certificate"
    paper.write_bytes(b"passed")
    more = ("--evidence", "certificate", "--document", str(paper), "--until", "2016-06-30", "--topic", "law")

    assert "trained in every topic until" in run("staff", "credential", "add", *here, "--name", SUPERVISOR, *more).out

    first, second = run("staff", "credential", "list", *here, "--json").json
    assert list(first) == documented("staff credential list")
    assert (first["topics"], first["expires_on"], second["evidence"]) == (["law"], "2016-06-30", "declaration")
    ended = run("staff", "credential", "end", *here, "--credential", first["credential"][:8], "--reason", "a mistake")
    assert (ended.code, ended.err) == (0, "")
    assert "ended" in run("staff", "credential", "list", *here).out
    long = ("--name", SUPERVISOR, "--until", "2017-06-30")
    refused(run("staff", "credential", "add", *here, *long), errors.CredentialTooLongError)


def test_who_is_not_trained_sees_no_family_and_can_still_raise_an_incident(here: tuple[str, ...], run: Run) -> None:
    soon = run("practice-clock", *here, "--to", "2016-10-20")
    assert soon.code == 0
    announced = run("contacts", *here)
    assert (announced.code, announced.err.count("Your training runs out on Tue 1 Nov 2016")) == (0, 1)
    assert run("practice-clock", *here, "--to", "2016-11-02").code == 0

    for asked in (("contacts",), ("trail",), ("request", "list"), ("staff", "list")):
        refused(run(*asked, *here), errors.CredentialNotLiveError)
    raised = run("incident", "raise", *here, "--kind", "device_lost", "--what", "a drive")
    assert (raised.code, raised.err) == (0, "")
    assert run("report", "clocks", *here).out.count("If it runs out") == 2
    assert run("sync", *here).code == 1  # no mailbox was named, and that is all that stands in the way
    declared = ("--name", SUPERVISOR, "--evidence", "declaration")
    assert run("staff", "credential", "add", *here, *declared).code == 0
    assert run("contacts", *here).code == 0


def test_sheets_are_handed_out_taken_back_and_shredded(here: tuple[str, ...], run: Run) -> None:
    sheet = ("--sheet", "P-0001", "P-0002")
    reference = families(1)[0].council_reference

    issued = run("paper", "issue", *here, *sheet, "--to", SUPERVISOR, "--why", "no signal", "--family", reference)
    assert issued.lines == [f"2 sheets handed to {SUPERVISOR}."]
    assert run("paper", "return", *here, "--sheet", "P-0001").lines == ["1 sheet back."]
    gone = ("--witness", "Witness One", "--recycler", "Paper Recyclers Ltd")
    refused(run("paper", "shred", *here, "--sheet", "P-0001", "--level", "P-3", *gone), errors.PaperLevelError)
    assert run("paper", "shred", *here, "--sheet", "P-0001", "--level", "P-5", *gone).code == 0

    told = run("paper", "list", *here, "--holder", SUPERVISOR, "--json").json
    assert list(told[0]) == documented("paper list")
    assert [each["state"] for each in told] == ["shredded", "issued"]
    assert run("paper", "list", *here).lines[-1] == "1 sheet of 2 still out."


def test_nobody_vouches_for_a_practice_store(here: tuple[str, ...], run: Run) -> None:
    assert run("device", "attestation", *here).lines[0].startswith("Nobody vouches")
    refused(run("device", "attestation", *here, "--end", "a mistake"), errors.AttestationMissingError)


def test_levels_topics_and_evidence_are_spelt_as_acts_have_them() -> None:
    assert list(spelt.PAPER_LEVELS) == list(PaperLevel)
    assert list(spelt.TOPICS) == list(Topic)
    assert set(spelt.EVIDENCE) == set(CredentialEvidence)
