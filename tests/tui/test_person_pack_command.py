"""`doorstep extract person`: what is held about one person, and nothing of their family's others (10, A4)."""

import json
import shutil
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from store import errors
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.following import follow
from store.custody.requests.known import requests
from store.exchange.person_pack import gather, people_of, write_pack
from store.keeping import canonical
from store.keeping.acts import CATALOGUE, Part
from store.keeping.acts.terms.incidents import RequestKind, RequestStep
from store.keeping.proof import check_proof
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, correction
from tests.made import opened
from tests.tui.running import Run, refused
from tests.tui.test_extract_command import take
from tui import pack_words

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
    (delivered,) = [each["said"] for each in told["held"] if each["what"] == "family_delivered"]
    assert (delivered["held_notes"], delivered["details"]["people"][0]["phones"][0]["is_confidential"]) == ([], False)
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
    phone = {"entry": "0" * 32, "is_confidential": False, "kind": "mobile", "number": "07700 900312"}
    someone = {"born_on": "2001-02-03", "emails": [], "first_names": "Ada_May", "phones": [phone], "title": None}
    details = {"address": {"lines": ["1 Acre Lane"], "postcode": "CM1 1AA"}, "language": None, "people": [someone]}
    told = {"at_ms": 1_446_454_800_000, "result": "no_contact", "is_late": True, "utc_offset_min": 0}

    assert pack_words.what("family_delivered") == "A council supplied one family"
    assert pack_words.lines("family_delivered", {"details": details, "row": 7}) == [
        "address: 1 Acre Lane", "postcode: CM1 1AA", "born on: Sat 3 Feb 2001", "first names: Ada_May",
        "phone confidential: no", "phone kind: mobile", "phone: 07700 900312",
    ]  # fmt: skip
    assert pack_words.lines("attempt_recorded", {"told": told}) == [
        "at: 2 Nov 2015 09:00:00",
        "result: no contact",
        "late: yes",
    ]


def test_whatever_an_act_says_is_told_in_no_word_of_ours() -> None:
    """A name of a field is snake_case, and so is a word of a closed set."""
    for act in CATALOGUE.values():
        said = {name: _anything(declared.annotation) for name, declared in act.model_fields.items()}
        told = [pack_words.what(act.kind), *pack_words.lines(act.kind, said)]
        assert not [each for each in told if "_" in each], act.kind


def _anything(annotation: Any) -> Any:
    """Return a value of some kind as JSON has it, enough of one to be told."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return {name: _anything(declared.annotation) for name, declared in annotation.model_fields.items()}
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)[-1].value
    inner = [each for each in get_args(annotation) if each not in (Ellipsis, type(None))]
    if get_origin(annotation) is tuple:
        return [_anything(inner[0])]
    if annotation in (int, bool):
        return annotation(1)
    return _anything(inner[0]) if inner else "2015-11-02"
