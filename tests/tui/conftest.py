"""The command, run in the process of the test."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.made import CHEAP, PASSPHRASE
from tests.tui.idle import know_idle
from tests.tui.pair import Pair, made_pair
from tests.tui.running import Ended, Run
from tests.tui.sheets import know_sheets
from tui.__main__ import main

know_idle()
know_sheets()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command in this process; what it is given on standard input are passphrases, a line each."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("store.keeping.key_derivation.tune", lambda: CHEAP)
    monkeypatch.delenv("DOORSTEP_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(*words: str, lines: Sequence[str] = (PASSPHRASE,)) -> Ended:
        typed = io.BytesIO("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed))
        try:
            code = main(words)
        except SystemExit as ending:
            code = int(ending.code or 0)
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A base and a laptop that trust each other."""
    return made_pair(tmp_path)
