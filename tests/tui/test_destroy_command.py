"""`doorstep destroy`, `doorstep destruction`: everywhere, and proved where no store is (7.2e, 7.2f, 13, A11)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.made import SECOND_PASSPHRASE
from tests.tui.running import Run, documented, refused


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """A base whose laptop has two of its six families."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_a_plan_names_every_holder_and_does_nothing(base: tuple[str, ...], run: Run) -> None:
    steps = run("destroy", *base, "--all", "--plan", "--json").json

    assert list(steps[0]) == documented("destroy --plan")
    assert [(each["name"], each["families"], each["how"]) for each in steps[:2]] == [
        ("laptop", 2, "order"),
        ("base", 6, "here"),
    ]
    assert steps[-1]["how"] == "not_done"
    assert run("destruction", "list", *base, "--json").json == []


def test_a_family_that_base_alone_holds_is_destroyed_and_certified_in_one_go(
    base: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    reference, path = DELIVERED[4].council_reference, tmp_path / "certificate.json"

    (went,) = run("destroy", *base, "--family", reference, "--json").json
    assert list(went) == documented("destroy")
    assert (went["done"], went["waiting"]) == (True, [])
    (listed,) = run("destruction", "list", *base, "--json").json
    assert list(listed) == documented("destruction list")
    refused(run("destroy", *base, "--family", reference), errors.FamilyUnknownError)
    ended = run("destruction", "certificate", *base, "--order", went["order"][:8], "--to", str(path), "--clear")
    assert (ended.code, ended.err) == (0, "")

    told = run("verify", str(path), "--json").json
    assert list(told) == documented("verify CERTIFICATE")
    assert (told["said"]["families_count"], told["said"]["clause"]) == (1, "7.2f")
    assert path.with_name("certificate.json.pdf").read_bytes().startswith(b"%PDF")
    assert "What was not done:" in run("verify", str(path)).lines
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"families_count":1', b'"families_count":2', 1))
    assert run("verify", str(path)).code == 1


def test_a_group_asks_for_a_second_person_and_waits_for_the_laptop(base: tuple[str, ...], run: Run) -> None:
    words = ("destroy", *base, "--family", *(each.council_reference for each in DELIVERED[:3]))
    refused(run(*words, lines=("Lantern orchard 58 kestrel",) * 2), errors.SecondPersonError)

    ended = run(*words, lines=("Lantern orchard 58 kestrel", SECOND_PASSPHRASE))

    assert (ended.code, ended.err) == (0, "")
    assert "waits for laptop: sync, then `doorstep destroy --go-on`." in ended.out
    (listed,) = run("destruction", "list", *base, "--json").json
    assert {each["name"]: each["done"] for each in listed["holders"]} == {"laptop": False, "base": False}
    ended = run("destruction", "certificate", *base, "--order", listed["order"], "--to", "x", "--clear")
    refused(ended, errors.DestructionOpenError)
