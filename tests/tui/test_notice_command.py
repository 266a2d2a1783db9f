"""`doorstep notice` and the hand-over of proofs: filled in once, in one way (8.4, 10, 13.7, 14.1, A10)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.exchange.destroying import deciding, doing
from store.exchange.recipient_keys import PRIVATE_NAME, PUBLIC_NAME
from store.keeping import acts
from store.keeping.kinds import acts_of
from tests.exchange.destroying.test_doing import destroy
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.faults.practice import incident
from tests.made import opened
from tests.tui.running import Run, documented, refused
from tests.tui.test_extract_command import take


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """A base with an incident, a destruction that is done, and consents of two families."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, DELIVERED[0])
        take(store, DELIVERED[1])
    exchange.sync()
    with exchange.at_base() as base:
        base.record(incident(base.keys.person.staff))
        destroy(base, deciding.of_families(FAMILIES[4:5]))
        doing.go_on(base)
    return exchange


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_each_notice_is_filled_in_and_leaves_as_text_and_pages(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    lost = run("incident", "list", *base, "--json").json[0]["incident"]
    order = run("destruction", "list", *base, "--json").json[0]["order"]
    reference = DELIVERED[0].council_reference
    asked = run(
        "request",
        "add",
        *base,
        "--kind",
        "subject_access",
        "--text",
        "What do you hold?",
        "--family",
        reference,
        "--json",
    ).json["request"]

    for about, named, says in (
        ("incident", lost, "What happened: "),
        ("request", asked, f"Their reference: {reference}"),
        ("destruction", order, "We destroyed what we held of 1 families"),
    ):
        path = tmp_path / f"{about}.txt"
        assert says in run("notice", about, *base, "--about", named[:8]).out
        assert run("notice", about, *base, "--about", named[:8], "--to", str(path), "--clear").code == 0
        assert says in path.read_text("utf-8")
        assert path.with_name(f"{about}.txt.pdf").read_bytes().startswith(b"%PDF")
    refused(run("notice", "delivery", *base, "--about", "abcd"), errors.NoticeAboutError)
    refused(run("notice", "incident", *base, "--about", lost, "--to", str(tmp_path / "x")), errors.WhichExportError)
    kinds = [each["kind"] for each in run("trail", *base, "--json").json]
    assert kinds.count("notice_drafted") >= 6


def test_proofs_are_handed_over_sealed_and_outlive_what_base_held(
    base: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "letter.pdf"
    document.write_bytes(b"Please keep the proofs.")
    assert run("recipient", "key", "--to", str(tmp_path), "--passphrase-stdin").code == 0
    public, private = tmp_path / PUBLIC_NAME, tmp_path / PRIVATE_NAME
    add = (
        "--name",
        "DCLG",
        "--organisation",
        "DCLG",
        "--kind",
        "department",
        "--purpose",
        "evidence",
        "--key",
        str(public),
    )
    assert run("recipient", "add", *base, *add).code == 0
    path, clear = tmp_path / "proofs.sealed", tmp_path / "proofs"
    words = ("destruction", "hand-over", *base, "--to", str(path), "--document", str(document), "--by", "J Smith")
    assert run(*words, "--clear").code == 2
    monkeypatch.setattr("store.exchange.clear_exports.IDS_COUNT", 1)

    ended = run(*words, "--for", "DCLG", "--keep-until", "2022-11-02")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("6 proofs written to ")
    with opened(Path(base[1]), is_clock_right=True) as store:
        made = [act for each in acts_of(store, acts.ExportMade) if isinstance(act := each.act, acts.ExportMade)]
    assert [each.families for each in made] == [(each,) for each in sorted(FAMILIES[:2])]
    assert len({each.movement for each in made}) == 1
    assert (
        run("recipient", "open", str(path), "--key", str(private), "--to", str(clear), "--passphrase-stdin").code == 0
    )
    told = run("verify", str(clear), "--json").json
    assert list(told) == documented("verify HANDED-OVER")
    assert told["proofs_count"] == 6
    raw = clear.read_bytes()
    clear.write_bytes(b"\n".join(raw.splitlines()[:-1]) + b"\n")
    assert run("verify", str(clear)).code == 1
