"""`doorstep extract person`: what is held about one person, and nothing of their family's others (10, A4)."""

import json
import shutil
from pathlib import Path

import pytest

from store import errors
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.following import follow
from store.custody.requests.known import requests
from store.exchange.person_pack import gather, people_of, write_pack
from store.keeping import canonical
from store.keeping.acts.terms.incidents import RequestKind, RequestStep
from store.keeping.proof import check_proof
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, correction
from tests.made import opened
from tests.tui.running import Run, refused
from tests.tui.test_extract_command import take
from tui.printed.person_pack import flat

FAMILY = DELIVERED[0]
CARER, *OTHERS = FAMILY.details.people
MOVED = "Lives with an aunt in Zebu Lane now"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """A base that holds what a laptop took down of a family of several."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, FAMILY)
        store.record(correction(FAMILIES[0], MOVED).model_copy(update={"person": OTHERS[0].person}))
    exchange.sync()
    return exchange


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_a_pack_leaves_once_it_was_reviewed_and_tells_of_nobody_else(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "pack.json"
    words = ("extract", "person", *base, "--family", FAMILY.council_reference)
    assert len(run(*words).lines) == len(FAMILY.details.people)
    draft = run(*words, "--person", "1", "--draft").out
    assert FAMILY.details.address.lines[0] in draft
    assert MOVED not in draft
    assert MOVED in run(*words, "--person", "2", "--draft").out
    refused(run(*words, "--person", "Nobody At All", "--draft"), errors.PackPersonError)
    added = run("request", "add", *base, "--kind", "subject_access", "--text", "What do you hold?", "--json").json
    request = added["request"]
    leaving = (*words, "--person", "1", "--request", request[:8], "--to", str(path))
    refused(run(*leaving), errors.WhichExportError)
    refused(run(*leaving, "--clear"), errors.ReviewFirstError)
    assert not path.exists()
    assert run("request", "follow", *base, "--request", request[:8], "--step", "third_party_reviewed").code == 0
    refused(run(*leaving, "--clear", "--leave-out", "999"), errors.PackNumberError)

    ended = run(*leaving, "--clear", "--leave-out", "2")

    assert (ended.code, ended.err) == (0, "")
    told = json.loads(path.read_text("utf-8"))
    assert told["left_out_count"] == 1
    assert 2 not in [each["number"] for each in told["held"]]
    assert [check_proof(canonical.dumps(each)).header.kind for each in told["consents"]] == ["consent_recorded"] * 3
    assert {each["device"] for each in told["devices"]} == {"base", "laptop"}
    said = json.dumps(told)
    assert str(CARER.surname) in said
    for other in OTHERS:
        assert not [phone.number for phone in other.phones if phone.number in said]
        assert f'"{other.first_names}"' not in said
    assert path.with_name("pack.json.pdf").read_bytes().startswith(b"%PDF")
    recorded = {each["said"]["record"]: each["number"] for each in told["held"] if each["what"] == "consent_recorded"}
    assert len(recorded) == 3
    hidden, number = recorded.popitem()
    assert run(*leaving, "--clear", "--leave-out", str(number)).code == 0
    shown = [check_proof(canonical.dumps(each)).body for each in json.loads(path.read_text("utf-8"))["consents"]]
    assert len(shown) == 2
    assert not [body for body in shown if hidden.encode() in (body or b"")]  # a proof repeats every word
    steps = [each["step"] for each in run("request", "show", *base, "--request", request[:8], "--json").json["steps"]]
    assert steps[-1] == "pack_made"


def test_a_consent_in_the_side_of_a_fork_that_lost_is_told_without_a_proof(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    image = exchange.laptop.image()
    with exchange.laptop.open() as store:
        take(store, FAMILY)
    exchange.sync_laptop()
    exchange.sync_base()
    shutil.rmtree(exchange.mail)
    exchange.mail.mkdir()  # base's answer is lost, so the copy does not learn of it
    exchange.laptop.put_back(image)
    with exchange.laptop.open() as store:
        take(store, FAMILY)
    for _ in range(4):
        exchange.laptop.correct(FAMILIES[1], "on the other side")  # so that it is the longer one
    exchange.sync_laptop()
    assert exchange.sync_base().forked_count == 1
    with opened(exchange.base, is_clock_right=True) as store:
        add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", FAMILIES[0]))
        (request,) = requests(store)
        follow(store, request, RequestStep.THIRD_PARTY_REVIEWED)
        (request,) = requests(store)
        person, name = people_of(store, FAMILIES[0])[0]

        told = json.loads(write_pack(store, gather(store, FAMILIES[0], person, name), request, ()))

    recorded = [each for each in told["held"] if each["what"] == "consent_recorded"]
    assert (len(recorded), len(told["consents"]), told["unproved_count"]) == (6, 3, 3)


def test_what_is_held_reads_as_words_and_what_was_never_said_not_at_all() -> None:
    held = {"phones": [{"is_confidential": False, "number": "07700 900312"}], "language": None, "is_split": True}

    assert flat(held) == ["phones is confidential: no", "phones number: 07700 900312", "is split: yes"]
