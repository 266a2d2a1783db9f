"""The guides say what is true: each key they name is there, under that name; each command is one."""

import re
import shlex
from collections.abc import Sequence
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.desks import played
from tests.tui.key_table import README
from tests.tui.running import Run
from tui import commands, guides
from tui.app import DoorstepApp
from tui.arguments import parser
from tui.commands import Command
from tui.common.guide_screen import GuideScreen
from tui.common.help import HelpScreen
from tui.guides import Kind, Part
from tui.key_names import key_name
from tui.launcher import app_words

PAGE_LINES = 66
"""A printed page, 80 columns wide."""

DOOR = (*commands.CONTACTS_COMMANDS, *commands.FAMILY_COMMANDS, *commands.CEREMONY_COMMANDS, *commands.PROMPT_COMMANDS)
BASE = (
    *commands.BOARD_COMMANDS, *commands.INTAKE_COMMANDS, *commands.COLUMNS_COMMANDS, *commands.INBOX_COMMANDS,
    *commands.LAPTOPS_COMMANDS, *commands.FAMILIES_COMMANDS, *commands.CLOCKS_COMMANDS, *commands.INCIDENT_COMMANDS,
    *commands.AUDIT_COMMANDS, *commands.BACKUPS_COMMANDS, *commands.DESTRUCTION_COMMANDS,
    *commands.FAMILY_FILE_COMMANDS, *commands.DEVICES_COMMANDS, *commands.OUTPUTS_COMMANDS,
    *commands.WAVE_TWO_COMMANDS, *commands.LINKAGE_COMMANDS, *commands.REGISTERS_COMMANDS, *commands.TERM_COMMANDS,
)  # fmt: skip
KEYS: dict[str, Sequence[Command]] = {
    "interviewer": DOOR,
    "supervisor": BASE,
    "auditor": (*commands.AUDITOR_COMMANDS, *commands.TRAIL_COMMANDS, *commands.DEVICES_COMMANDS),
    "installing": (*DOOR, *BASE),
}
"""Whose keys a page tells, beside those that work everywhere."""

NO_KEY = {
    "pipx install .", 'pipx install ".[sftp]"', "pipx install --force .", "pipx uninstall doorstep",
    "uv tool install --compile-bytecode .", "git pull", "--to", "--plan", "--store DIR", "DOORSTEP_STORE",
    "%LOCALAPPDATA%\\doorstep", "~/Library/Application Support/doorstep", "~/.local/share/doorstep", "$XDG_DATA_HOME",
}  # fmt: skip
"""What stands in code letters, and is no key and no command of Doorstep."""

INLINE = re.compile(r"`([^`]+)`([^`]*)")


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_each_key_of_a_guide_does_what_it_is_said_to_do(guide: str) -> None:
    told = [(key, after) for key, after in INLINE.findall(text_of(guide)) if not is_command(key) and key not in NO_KEY]

    known = {
        (key_name(key), command.label)
        for command in (*KEYS[guide], *commands.APP_COMMANDS)
        for key in command.key.split(",")
    }
    wrong = [
        (key, after[:20])
        for key, after in told
        if not any(key == shown and re.match(rf" {re.escape(label)}\b", after) for shown, label in known)
    ]
    assert wrong == []


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_each_command_of_a_guide_is_one(guide: str) -> None:
    typed = [line.strip() for line in guides.source(guide).splitlines() if line.startswith(Kind.TYPED.value)]
    named = [text for text, _ in INLINE.findall(text_of(guide)) if is_command(text)]

    wrong = [each for each in (*typed, *named) if each not in NO_KEY and not parses(each)]

    assert wrong == []


@pytest.mark.parametrize("guide", guides.GUIDES)
def test_a_guide_is_no_longer_than_a_page_and_a_half(run: Run, guide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.printed.paper.columns", lambda: 80)

    lines = run("help", guide).lines

    assert len(lines) <= PAGE_LINES * 3 // 2
    assert lines[0] == next(guides.parts(guides.source(guide))).text


def test_help_alone_says_which_pages_there_are(run: Run) -> None:
    told = run("help").out

    assert [f"doorstep help {guide}" in told for guide in guides.GUIDES] == [True] * len(guides.GUIDES)


def test_readme_leads_to_every_guide() -> None:
    readme = README.read_text("utf-8")

    assert [f"](tui/common/help_pages/{guide}.md)" in readme for guide in guides.GUIDES] == [True] * len(guides.GUIDES)


@pytest.mark.parametrize(
    ("key", "guide"), [("1", "interviewer"), ("2", "supervisor"), ("3", "auditor"), ("4", "installing")]
)
def test_a_guide_is_read_from_the_help_by_a_key(key: str, guide: str) -> None:
    seen: list[Any] = []
    read: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press("f1", key)
        await pilot.pause()
        seen.append(type(app.screen))
        for _ in range(8):
            read.extend(
                strip.text.removesuffix(" more below ").strip() for strip in app.screen._compositor.render_strips()
            )
            await pilot.press("pagedown")
            await pilot.pause()
        await pilot.press("escape")
        seen.append(type(app.screen))

    played(play)

    assert seen == [GuideScreen, HelpScreen]
    told = " ".join(read)
    headings = [part.text for part in guides.parts(guides.source(guide)) if part.kind in {Kind.TITLE, Kind.HEADING}]
    assert [each in told for each in headings] == [True] * len(headings)


def test_the_parts_of_a_page_are_whole_whatever_lines_they_were_broken_into() -> None:
    page = "# One\n\nTwo: `F2` Loss\nand `three`.\n\n- Four\n- *five*\n\n    doorstep `x`\nSix\n"

    assert [*guides.parts(page)] == [
        Part(Kind.TITLE, "One"),
        Part(Kind.TEXT, "Two: [F2] Loss and three."),
        Part(Kind.POINT, "Four"),
        Part(Kind.POINT, "five"),
        Part(Kind.TYPED, "doorstep `x`"),
        Part(Kind.TEXT, "Six"),
    ]


def text_of(guide: str) -> str:
    """Return its prose, a paragraph in a line."""
    lines = [line for line in guides.source(guide).splitlines() if not line.startswith(Kind.TYPED.value)]
    return re.sub(r"(?<=\S)\n(?=[^\n-])", " ", "\n".join(lines))


def is_command(text: str) -> bool:
    return text == "doorstep" or text.startswith("doorstep ")


def parses(typed: str) -> bool:
    words = shlex.split(typed)[1:]
    if app_words(words) is not None:
        return True
    try:
        parser().parse_args(words)
    except SystemExit as ending:
        return ending.code == 0
    return True
