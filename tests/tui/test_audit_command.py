"""`doorstep extract audit`, `witness`, `verify --checkpoint`: what the controller audits by (A12, 8.2, A9)."""

import json
import shutil
from pathlib import Path

import pytest

from store import errors
from store.keeping import staffing
from store.keeping.acts.terms.store import StaffRole
from store.keeping.header import unpack
from tests.controls import DATA, found, known
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.faults.practice import incident
from tests.made import opened, passphrase
from tests.tui.running import Run, documented, refused
from tui.common.trail.photograph import short_form

AUDITOR = "Ferry almanac 77 juniper"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """A base with a laptop that has two families, an incident, a witness and an auditor."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        base.record(incident(base.keys.person.staff))
        staffing.add(base, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
    return exchange


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_a_pack_checks_itself_with_no_store_and_names_no_family(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "pack.json"
    kept = run("status", *base, "--json").json["checkpoint"]
    ended = run("extract", "audit", *base, "--to", str(path), "--clear")
    assert (ended.code, ended.err) == (0, "")

    told = run("verify", str(path), "--json").json

    assert list(told) == documented("verify AUDIT-PACK")
    said = told["said"]
    assert {each["name"] for each in said["custody"]} >= {"base", "laptop"}
    assert [each["what"] for each in said["incidents"]] == [incident(FAMILIES[0]).what]  # type: ignore[arg-type]
    assert told["checkpoints_count"] >= 2
    assert said["control_map"]["A11"]
    assert said["open_points"]
    assert path.with_name("pack.json.pdf").read_bytes().startswith(b"%PDF")
    everything = path.read_text("utf-8")
    for each in DELIVERED:
        assert not any(word in everything for word in (each.council_reference, str(each.details.address.postcode)))
    assert "one of these" in run("verify", str(path), "--checkpoint", said["checkpoints"][0]["note"]).out
    assert "none of these" in run("verify", str(path), "--checkpoint", kept).out
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"families_now":2', b'"families_now":1', 1))
    refused(run("verify", str(path)), errors.AttestedFormError)


def test_a_checkpoint_that_was_kept_is_proved_consistent_or_not_pasted_or_photographed(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    kept = run("status", *base, "--json").json["checkpoint"]
    (tmp_path / "kept.txt").write_text(kept, "utf-8")

    for given in (kept, str(tmp_path / "kept.txt"), short_form(kept), short_form(kept).lower() + "\n"):
        told = run("verify", *base, "--checkpoint", given, "--json").json
        assert list(told) == documented("verify --checkpoint")
        assert told["holds"]
        assert told["signed"] == ("—" in given or given.endswith(".txt"))
    origin, size, root, *_ = kept.splitlines()
    other = short_form(kept)[:-1] + ("0" if short_form(kept)[-1] != "0" else "1")
    assert not run("verify", *base, "--checkpoint", other, "--json").json["holds"]
    refused(
        run("verify", *base, "--checkpoint", kept.replace(f"\n{size}\n", f"\n{int(size) + 1}\n")),
        errors.CheckpointForgedError,
    )
    refused(
        run("verify", *base, "--checkpoint", short_form(kept).replace(origin[9:].upper(), "0" * 32)),
        errors.CheckpointUnknownError,
    )
    assert run("verify", *base, "--checkpoint", "hello").code == 1
    assert root


def test_a_witness_is_left_the_newest_checkpoint_at_each_sync_and_a_lost_one_stops_nobody(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    box = tmp_path / "witness"
    box.mkdir()
    run(
        "recipient",
        "add",
        *base,
        "--name",
        "DCLG audit",
        "--organisation",
        "DCLG",
        "--kind",
        "witness",
        "--purpose",
        "audit",
    )
    words = ("witness", *base, "--name", "DCLG audit", "--mailbox")
    assert run(*words, str(box), "--country", "gb").code == 0

    ended = run("sync", *base)

    assert "Witness" in ended.out
    (left,) = box.iterdir()
    assert run("verify", *base, "--checkpoint", str(left), "--json").json["holds"]
    told = run("witness", *base, "--json").json
    assert list(told) == documented("witness")
    assert (told["sent_count"], told["name"]) == (1, "DCLG audit")
    shutil.rmtree(box)
    ended = run("sync", *base)
    assert (ended.code, "could not be reached" in ended.out) == (0, True)


def test_an_auditor_reads_and_verifies_and_changes_nothing(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "base"

    def asked(*words: str) -> int:
        return run(*words, lines=(AUDITOR,)).code

    reading = (
        ("trail",),
        ("report", "custody"),
        ("report", "clocks"),
        ("verify",),
        ("destruction", "list"),
        ("device", "list", "--all"),
    )
    for words in reading:
        assert asked(*words, *base) == 0, words
    with opened(folder, AUDITOR) as store:
        before = store.journal.size
    to = ("--to", str(tmp_path / "x"), "--clear")
    reference = DELIVERED[0].council_reference
    writing = (
        ("destroy", "--family", reference),
        ("destroy", "--all"),
        ("extract", "audit", *to),
        ("allocate", "--to", "laptop", "--count", "1"),
        ("device", "lost", "--name", "laptop"),
        ("recipient", "end", "--name", "x", "--reason", "y"),
        ("staff", "add", "--name", "Somebody", "--role", "supervisor"),
        ("paper", "return", "--sheet", "1"),
        ("destruction", "declare", "all-copies", *to),
        ("witness", "--name", "x", "--mailbox", "y"),
    )
    for deed in writing:
        ended = run(deed[0], *deed[1:], *base, lines=(AUDITOR, AUDITOR))
        assert ended.code == 1, deed
    with opened(folder, AUDITOR) as store:
        entries = store.journal.entries(before, store.journal.size)
        assert {unpack(entry.header).kind for entry in entries} <= {"signed_in", "volume_checked", "store_locked"}


def test_the_control_map_names_tests_that_are_there_and_clauses_there_are() -> None:
    kept, now = json.loads(DATA.read_text("utf-8")), found()

    for clause, modules in kept.items():
        assert clause in known()
        assert set(modules) <= set(now.get(clause, ())), f"{clause}: run `python -m tests.controls`"
    assert {"7.2c", "7.2e", "7.2f", "8.2", "8.3", "8.4", "13.7", "14.1", "A9", "A10", "A11", "A12"} <= set(kept)
