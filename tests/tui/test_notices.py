"""What is shown when something is refused, or breaks: two sentences, and never a value."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from store.errors import StoreFullError, VolumeNotEncryptedError
from tests.tui.desks import played
from tui import notices
from tui.app import DoorstepApp
from tui.widgets.said_line import SaidLine, Tone

MARKER = "Hurstmonceux"

BROKEN = """
import sys
from tui import command
from tui.printed import status

def run(chosen):
    street = "MARKER Lane"
    try:
        raise KeyError(street)
    except KeyError as first:
        raise ValueError(f"cannot read {street}") from first

status.run = run
sys.exit(command.main(["status"]))
""".replace("MARKER", MARKER)


def test_a_refusal_is_what_happened_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    notices.tell(StoreFullError())

    shown = capsys.readouterr()
    assert shown.err == f"{StoreFullError.message}\n{StoreFullError.hint}\n"
    assert shown.out == ""


def test_a_refusal_shows_none_of_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    notices.tell(VolumeNotEncryptedError(f"/dev/{MARKER}"))

    assert MARKER not in capsys.readouterr().err


def test_a_terminal_gets_whole_words_and_obeys_none_of_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    notices.tell(StoreFullError(), about="one\x1b[2J")

    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= 40
    assert " ".join(lines) == f"one\ufffd[2J: {StoreFullError.message} {StoreFullError.hint}"


def test_a_fault_nobody_foresaw_is_two_sentences_with_its_kind_and_place_and_no_value(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, text=True, check=False, cwd=tmp_path, input=MARKER
    )

    assert ended.returncode == 1
    assert ended.stdout == ""
    first, second = ended.stderr.splitlines()
    assert first == "Doorstep stopped because of a fault of its own (ValueError in <string>, run, line 11)."
    assert second == "What was shown as kept is kept; start it again, and report these two lines."
    assert MARKER not in ended.stderr
    assert str(tmp_path) not in ended.stderr


def test_the_place_of_a_fault_is_a_file_without_the_folders_it_lies_in(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        (Path(__file__) / MARKER).read_text()
    except OSError as fault:
        notices.tell_fault(type(fault), fault, fault.__traceback__)

    shown = capsys.readouterr().err
    assert "NotADirectoryError in " in shown
    assert "/" not in shown
    assert MARKER not in shown


def test_a_fault_without_a_place_is_told_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    notices.tell_fault(RuntimeError, RuntimeError(MARKER), None)

    assert capsys.readouterr().err.startswith("Doorstep stopped because of a fault of its own (RuntimeError in an")


class Coming(Screen[None]):
    """A screen that has a line for what is said."""

    def compose(self) -> ComposeResult:
        yield SaidLine()


def test_what_is_said_while_a_screen_is_coming_is_seen_on_it() -> None:
    seen: list[tuple[str, ...]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        app.push_screen(Coming())
        notices.show(app, Tone.KEPT, "Answer kept.")
        await pilot.pause()
        seen.append(app.screen.query_one(SaidLine).said)

    played(play)

    assert seen == [("✓ Answer kept.",)]
