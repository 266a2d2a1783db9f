"""README's commands, each run as it stands, in its order: from an empty folder to a consent at the door and its proof.

What is typed at a prompt comes on standard input here; the app is in a terminal.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made import PASSPHRASE
from tests.tour.at_the_door import attempt, consents
from tests.tui.at_terminal import LEAVE, at_terminal
from tests.tui.conftest import run
from tests.tui.running import ROOT, Run

__all__ = ["run"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")

INTERVIEWERS = "Marble pigeon 40 turnip"
F5 = "\x1b[15~"
WORDS, CODE = "SIX WORDS FROM THE LAPTOP", "RECEIPT-CODE"
"""What README cannot know."""

NOT_RUN = {
    "make demo": "it makes an environment; what it would run is looked at below",
    "make test": "this is it",
    ". .venv/bin/activate": "whoever runs this has an environment",
    "py -3 -m venv": "it is for Windows",
    '$env:Path = "$PWD': "it is for Windows",
    "mkdir practice/carried, ": "it is for Windows",
}
"""How commands begin that are not run here, and why."""


def commands() -> list[str]:
    """Return every command of README's blocks, from the first to the last, without its comment."""
    blocks = re.findall(
        r"^```(?:sh|powershell)\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_of_readme_does_what_it_says(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    known = {WORDS: "", CODE: ""}
    ran: list[str] = []

    for command in commands():
        if command.startswith(tuple(NOT_RUN)):
            continue
        ran.append(command)
        words = shlex.split(command)
        if words[0] == "mkdir":
            subprocess.run(words, check=True)
        elif words == ["doorstep", "--store", "practice/laptop"]:
            known[CODE] = at_the_door(words[1:])
        elif words == ["doorstep", "--store", "practice/base"]:
            at_base(words[1:])
        else:
            assert words[0] == "doorstep", command
            ended = done(run, [known.get(word, word) for word in words[1:]])
            if shown := re.search(r"^ {4}((?:[a-z]+ +){5}[a-z]+)$", ended, re.MULTILINE):
                known[WORDS] = " ".join(shown[1].split())

    assert len(ran) == 14
    assert (tmp_path / "practice" / "proof.doorstep").is_file()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["practice", "tests"]


def test_what_is_not_run_is_there_to_be_run() -> None:
    told = [each for each in commands() if each.startswith(tuple(NOT_RUN))]

    assert all(any(each.startswith(start) for each in told) for start in NOT_RUN)
    for target in ("demo", "test"):
        planned = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert {"demo": "doorstep demo", "test": "-m pytest"}[target] in planned
    lock = [each for each in told if each.startswith("py ")]
    assert [("-r requirements.lock" in each, "--editable ." in each) for each in lock] == [(True, True)] * 2
    (folders,) = [each for each in told if each.startswith("mkdir ")]
    assert f"mkdir -p {folders.removeprefix('mkdir ').replace(',', '')}" in commands()


def done(run: Run, words: list[str]) -> str:
    """Run one as whoever keeps its store, and return what it printed."""
    is_at_base = words[-1] == "practice/base"
    ended = run(*words, "--passphrase-stdin", lines=(PASSPHRASE if is_at_base else INTERVIEWERS,))
    assert ended.code == 0, (words, ended.err)
    return ended.out


def at_the_door(words: list[str]) -> str:
    """Do what README says next, and return the receipt code."""
    with at_terminal(*words, size=(200, 40)) as seat:  # wide enough for any mailbox's path
        seat.see("Passphrase:").press(f"{INTERVIEWERS}\r")
        seat.see("To do 10", without="Passphrase:").press("\r")
        seat.see("c Consent")
        code = consents(seat, ("n", "y"))
        attempt(seat)
        seat.press("\x1b")
        seat.see("To do 9").press(F5)
        seat.see("Enter starts").see("/practice/").press("\r")
        seat.see("Still unsent").see("Done.").press(LEAVE)
        assert seat.until_ended() == 0
    return code


def at_base(words: list[str]) -> None:
    """See that the board opens, with what was delivered."""
    with at_terminal(*words) as seat:
        seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
        seat.see("508 delivered").press(LEAVE)
        assert seat.until_ended() == 0
