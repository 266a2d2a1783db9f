"""`doorstep wording`: new texts are issued at base, all of a file or none, and listed with who has them."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from store import errors
from store.agreement.purposes import Purpose
from store.agreement.wordings import Wording, WordingForm
from tests.exchange.exchanging import Exchange
from tests.exchange.test_wordings import reworded
from tests.tui.running import Run, documented, refused


def table(wording: Wording) -> str:
    """Return a wording as a file has it."""
    return (
        f'[[wordings]]\nid = "{wording.id}"\npurpose = "{wording.purpose}"\ntarget = "{wording.target or "none"}"\n'
        f'version = {wording.version}\nlanguage = "{wording.language}"\nform = "{wording.form}"\n'
        f'translation = "{wording.translation}"\nsha256 = "{wording.sha256}"\ntext = """\n{wording.text}"""\n'
    )


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    return Exchange(tmp_path_factory.mktemp("origin"))


@pytest.fixture
def base(origin: Exchange, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin")


def test_a_new_wording_is_issued_to_every_laptop_and_listed(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wordings.toml"
    file.write_text(table(reworded()) + table(reworded(purpose=Purpose.LINKAGE)), "utf-8")

    said = run("wording", "issue", str(file), *base, "--from", "2015-11-10")
    listed = run("wording", "list", *base, "--json").json

    assert "take-part, version 2, en: read from Tue 10 Nov 2015 on." in said.out
    assert "1 laptop will have it with the next bundle." in said.out
    assert list(listed[0]) == documented("wording list")
    rows = {(each["wording"], each["version"]): each for each in listed if each["language"] == "en"}
    assert rows[("take-part", 1)]["state"] == "in_use"
    assert rows[("take-part", 2)]["state"] == "later"
    assert (rows[("linkage", 2)]["laptops_count"], rows[("linkage", 2)]["done_count"]) == (1, 0)
    assert len(listed) == len({(each["wording"], each["version"], each["language"]) for each in listed})


def test_from_today_the_older_one_is_superseded(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wordings.toml"
    file.write_text(table(reworded()), "utf-8")

    assert run("wording", "issue", str(file), *base).code == 0
    lines = [line for line in run("wording", "list", *base).lines if line.startswith("take-part  ")]

    assert "version 1, en, full, of the agreement: superseded" in lines[0]
    assert "version 2, en, full, read from Mon 2 Nov 2015 on: in use, on 0 of 1 laptops" in lines[1]


def test_one_bad_wording_of_a_file_leaves_all_of_them_unissued(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wordings.toml"
    good, edited = reworded(), reworded(purpose=Purpose.LINKAGE)
    file.write_text(table(good) + table(replace(edited, text=edited.text.replace("You decide", "You Decide"))), "utf-8")

    refused(run("wording", "issue", str(file), *base), errors.WordingRefusedError)
    assert {each["from_on"] for each in run("wording", "list", *base, "--json").json} == {None}


def test_a_text_that_does_not_tell_what_it_asks_is_refused(base: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file, new = tmp_path / "wordings.toml", reworded(purpose=Purpose.LINKAGE)
    text = new.text + "\nThe National Impact Study."
    other = replace(new, id="another", target=None, text=text, sha256=sha256(text.encode()).hexdigest())
    file.write_text(table(other), "utf-8")

    ended = run("wording", "issue", str(file), *base)

    assert ended.code == 1
    assert "cannot be used" in ended.err
    assert other.form is WordingForm.FULL


@pytest.mark.parametrize(
    "content", [b"", b"[[wordings]]\nid = 1\n", b"title = 'x'\n", b"\xff", b"wordings = []\n"], ids=str
)
def test_what_is_no_file_of_wordings_is_refused(
    base: tuple[str, ...], run: Run, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "wordings.toml"
    file.write_bytes(content)

    refused(run("wording", "issue", str(file), *base), errors.WordingFileError)
