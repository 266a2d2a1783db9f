"""`doorstep extract linkage|stop-list` and `doorstep linkage`: sent, stopped, confirmed (4.2, 7.2f)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.keeping import acts
from tests.exchange.linkage.test_linkage import origin, withdraw
from tests.exchange.test_intake import told
from tests.made import opened
from tests.tui.running import Run, documented, refused

__all__ = ["origin"]


@pytest.fixture
def folder(origin: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(origin, tmp_path / "base"))


def test_a_withdrawal_after_the_extract_is_told_and_both_are_confirmed(folder: Path, run: Run, tmp_path: Path) -> None:
    base = ("--store", str(folder), "--passphrase-stdin")
    assert "Nothing was sent" in run("linkage", "list", *base).out

    said = run("extract", "linkage", *base, "--to", str(tmp_path / "one"), "--for", "DCLG").lines

    assert said[0].endswith("sealed for DCLG.")
    name = said[1].rpartition("--file ")[2].split()[0]
    with opened(folder) as store:
        withdraw(store, told(store, acts.LinkageExtractMade)[0].people[0])
    assert "1 person took linkage back" in run("linkage", "list", *base).out
    stop = ("extract", "stop-list", *base, "--to", str(tmp_path / "stop"), "--for", "DCLG")
    assert run(*stop).lines[0].startswith("1 person to be taken out again")
    refused(run(*stop), errors.NobodyStoppedError)
    letter = tmp_path / "letter"
    letter.write_text("We have it.", "utf-8")
    confirm = ("linkage", "acknowledge", *base, "--by", "Somebody", "--file")
    assert run(*confirm, name, "--document", str(letter)).code == 0
    listed = run("linkage", "list", *base, "--json").json
    assert [list(each) for each in listed] == [documented("linkage list")] * 2
    assert [(each["kind"], each["acknowledged"]) for each in listed] == [("extract", True), ("stop_list", False)]
    assert run(*confirm, listed[1]["file"]).code == 0
    refused(run(*confirm, name), errors.LinkageFileUnknownError)
    assert "not confirmed" not in run("linkage", "list", *base).out
