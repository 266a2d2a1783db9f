"""`doorstep intake --kind updates`: what two people read before they approve, and what came of it (7.2d, 7.2e)."""

from pathlib import Path

import pytest

from store import errors
from store.exchange.wave_two.resupply import resupply
from tests.exchange.enrolled import enrolled
from tests.exchange.test_intake import family
from tests.exchange.wave_two.delivered import COUNCIL, council, deliver
from tests.exchange.wave_two.test_updating import returned, zipped
from tests.exchange.wrapped import SPOKEN
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened
from tests.tui.running import Run, documented, refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = enrolled(tmp_path).base
    with opened(folder) as store:
        deliver(store, [family(1), family(2)])
        resupply(store, COUNCIL, tmp_path / "back", council(store))
        (tmp_path / "updates.zip").write_bytes(zipped(returned(store)))
        (tmp_path / "doubled.zip").write_bytes(zipped(returned(store, f"{family(1)},")))
    return folder


def test_two_people_read_how_many_are_kept_and_destroyed_and_approve(folder: Path, run: Run, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(SPOKEN, "utf-8")
    intake = ("intake", "--store", str(folder), "--passphrase-stdin", "--kind", "updates", "--council", COUNCIL)
    opens = ("--file-passphrase-file", str(words))

    base = intake[1:4]
    assert "Sent back, and every laptop's journal is in" in " ".join(run("report", "wave-two", *base).out.split())
    refused(run(*intake, str(tmp_path / "doubled.zip"), *opens), errors.UpdatesDoubledError)
    ended = run(*intake, str(tmp_path / "updates.zip"), *opens, lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert "Wave 2: 0 families with a live yes" in said
    assert "whatever is held of 2 other families of this council" in said
    assert "Taken in: 2 rows = 0 of wave 2 + 2 that were never kept. Nothing is held any more of the others." in said
    again = run(*intake, str(tmp_path / "updates.zip"), *opens)
    refused(again, errors.DeliveryDoubledError)
    about = ("--kind", "evaluator", "--purpose", "fieldwork", "--name", "Field One", "--organisation", "Field One")
    assert run("recipient", "add", *base, *about).code == 0
    listed = ("extract", "wave-two", *base, "--council", COUNCIL, "--to", str(tmp_path / "list"), "--for", "Field One")
    refused(run(*listed), errors.NobodySelectedError)
    (stands,) = run("report", "wave-two", *base, "--json").json
    assert list(stands) == documented("report wave-two")
    assert (stands["selected"], stands["others_destroyed"]) == (0, True)
