"""`doorstep recipient` and `--for`: a proof sealed at base, opened and verified where no store is (8.3, 9.1d, A6)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.keeping.acts.terms import exchange as words
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.tui.running import Run, documented, refused
from tests.tui.test_extract_command import take
from tui import outside_arguments as spelt

THEIRS = "Meadow 44 barometer pencil sail"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exchange, str]:
    """A base that holds what a laptop took down, and the receipt code."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    return exchange, code


@pytest.fixture
def base(origin: tuple[Exchange, str], tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin[0].base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_the_words_that_are_spelt_out_are_those_of_the_acts() -> None:
    assert set(spelt.KINDS) == set(words.RecipientKind)
    assert set(spelt.PURPOSES) == set(words.ExportPurpose)
    assert set(spelt.SHIPMENTS) == set(words.Shipment)
    assert set(spelt.MATTERS) == set(words.GrantMatter)
    assert set(spelt.CHANNELS) == set(words.Channel)


def test_a_proof_is_sealed_for_a_recipient_who_opens_and_verifies_it_with_no_store(
    origin: tuple[Exchange, str], base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    theirs, sealed, opened = tmp_path / "theirs", tmp_path / "proof", tmp_path / "opened"
    theirs.mkdir()
    made = run("recipient", "key", "--to", str(theirs), "--passphrase-stdin", lines=(THEIRS,))
    aloud = made.lines[1].rpartition(": ")[2]
    about = ("--organisation", "Evaluators", "--kind", "evaluator", "--purpose", "evidence")
    added = run("recipient", "add", *base, "--name", "Eva", *about, "--key", str(theirs / "recipient.public"))
    assert aloud in added.out
    extract = ("extract", "consent", *base, "--receipt", origin[1], "--to", str(sealed), "--for", "Eva")

    refused(run(*extract), errors.NotGrantedError)
    assert not sealed.exists()
    document = tmp_path / "letter.txt"
    document.write_text("Made-up letter of a made-up department.", "utf-8")
    by = ("--document", str(document), "--granted-by", "Somebody", "--shipment", "consent_proof")
    assert run("recipient", "grant", *base, "--name", "Eva", *by).code == 0
    said = run(*extract)

    assert "sealed for Eva" in said.out
    listed = run("recipient", "list", *base, "--json").json
    assert list(listed[0]) == documented("recipient list")[: len(listed[0])]
    assert (listed[0]["key"], listed[0]["grants"][0]["matter"]) == (aloud, "sub_contractor")
    opening = ("recipient", "open", str(sealed), "--key", str(theirs / "recipient.key"), "--to", str(opened))
    refused(run(*opening, "--passphrase-stdin", lines=("something else",)), errors.RecipientPassphraseError)
    assert "PRACTICE" in run(*opening, "--passphrase-stdin", lines=(THEIRS,)).out
    assert run("verify", str(opened), "--json").json["receipt_code"] == origin[1]
    page = sealed.with_name("proof.pdf.sealed")
    assert run(opening[0], opening[1], str(page), *opening[3:], "--passphrase-stdin", lines=(THEIRS,)).code == 0
    assert opened.read_bytes().startswith(b"%PDF")


def test_nothing_goes_to_whose_entry_ended(
    origin: tuple[Exchange, str], base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    about = ("--organisation", "Department One", "--kind", "department", "--purpose", "evidence", "audit")
    assert run("recipient", "add", *base, "--name", "DCLG", *about).code == 0
    extract = ("extract", "consent", *base, "--receipt", origin[1], "--to", str(tmp_path / "p"), "--for", "DCLG")

    refused(run(*extract), errors.RecipientKeyMissingError)
    assert run("recipient", "end", *base, "--name", "DCLG", "--reason", "No key.").code == 0
    refused(run(*extract), errors.RecipientEndedError)
    assert "; ended" in run("recipient", "list", *base).out
    assert run(*extract, "--device", "a drive").code == 2


def test_the_record_of_an_incident_is_sealed_for_the_department(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    theirs, record, opened = tmp_path / "theirs", tmp_path / "record", tmp_path / "opened"
    theirs.mkdir()
    assert run("recipient", "key", "--to", str(theirs), "--passphrase-stdin", lines=(THEIRS,)).code == 0
    about = ("--organisation", "Department One", "--kind", "department", "--purpose", "incident")
    key = ("--key", str(theirs / "recipient.public"))
    assert run("recipient", "add", *base, "--name", "DCLG", *about, *key).code == 0
    what = ("--kind", "paper_lost", "--what", "a sheet blew away")
    raised = run("incident", "raise", *base, *what, "--json").json

    said = run("incident", "export", *base, "--incident", raised["incident"], "--to", str(record), "--for", "DCLG")

    assert "both sealed for DCLG" in said.out
    opening = ("recipient", "open", str(record), "--key", str(theirs / "recipient.key"), "--to", str(opened))
    assert run(*opening, "--passphrase-stdin", lines=(THEIRS,)).code == 0
    assert "a sheet blew away" in opened.read_text("utf-8")
    assert record.with_name("record.txt.sealed").exists()


def test_what_a_court_orders_is_on_the_register_before_it_can_be_sent(
    origin: tuple[Exchange, str], base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    sealed = tmp_path / "proof"
    assert run("recipient", "key", "--to", str(tmp_path), "--passphrase-stdin", lines=(THEIRS,)).code == 0
    about = ("--organisation", "A court", "--kind", "evaluator", "--purpose", "evidence")
    assert (
        run("recipient", "add", *base, "--name", "Court", *about, "--key", str(tmp_path / "recipient.public")).code == 0
    )
    extract = ("extract", "consent", *base, "--receipt", origin[1], "--to", str(sealed), "--for", "Court")
    disclose = (
        "recipient",
        "disclose",
        *base,
        "--name",
        "Court",
        "--citation",
        "Made-up order 12 of 2015",
        "--shipment",
    )
    refused(run(*extract), errors.NotGrantedError)
    refused(run(*disclose, "consent_proof", "--authority", "direction"), errors.DirectionDocumentError)
    assert run(*disclose, "notice", "--authority", "court_order").code == 0
    refused(run(*extract), errors.NotGrantedError)  # another kind of file

    assert run(*disclose, "consent_proof", "--authority", "court_order").code == 0

    assert run(*extract).code == 0
    told = run("recipient", "disclosures", *base, "--json").json
    assert [list(each) for each in told] == [documented("recipient disclosures")] * 2
    assert [each["shipments"] for each in told] == [["notice"], ["consent_proof"]]


def test_a_grant_that_is_over_lets_nothing_go_from_that_day_on(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    """Clause 9.1d."""
    (tmp_path / "letter").write_text("They may have it.", "utf-8")
    about = ("--organisation", "Field One", "--kind", "sub_contractor", "--purpose", "fieldwork")
    assert run("recipient", "add", *base, "--name", "Field One", *about).code == 0
    grant = ("--document", str(tmp_path / "letter"), "--granted-by", "Head One", "--shipment", "contacts")
    assert run("recipient", "grant", *base, "--name", "Field One", *grant).code == 0
    (told,) = run("recipient", "in-writing", *base, "--json").json
    assert list(told) == documented("recipient in-writing")
    assert (told["kind"], told["matter"], told["over"]) == ("grant", "sub_contractor", False)
    over = ("recipient", "grant-over", *base, "--grant")

    refused(run(*over, "0000"), errors.GrantUnknownError)
    assert run(*over, told["id"][:8]).code == 0

    refused(run(*over, told["id"][:8]), errors.GrantUnknownError)
    assert "Field One: contacts; Head One; over" in " ".join(run("recipient", "in-writing", *base).out.split())
