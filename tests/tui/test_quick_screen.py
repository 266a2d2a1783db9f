"""A screen that is painted without a detour: only the lines that changed are made."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.sitting import Sitting, settled
from tests.tui.written import Terminal
from tui.app import DoorstepApp
from tui.field.family import FamilyScreen
from tui.field.wishes import OpenFamily, RecordAttempt
from tui.widgets.family_list import FamilyList
from tui.widgets.said_line import SaidLine, Tone


def test_a_step_makes_the_two_lines_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        assert app.contacts.paint()
        families = app.contacts.query_one(FamilyList)
        render = families.render_line

        def noting(y: int) -> Strip:
            made.append(y)
            return render(y)

        monkeypatch.setattr(families, "render_line", noting)
        families.point(1)
        app.contacts.paint_changes()

    Sitting(tmp_path).play(play)

    assert made == [1, 2]


KEYS = (
    "down", "down", "slash", *"an", "enter", "1", "5", "slash", "f4", "enter", "n", "down", "n", "enter", "v", "down",
    "ctrl+t", "up", "enter", "f3", "v", "d", "f3", "enter", "h", "f3", "f3", "a", "6", "shift+tab", "tab", "tab",
    "tab", "tab", "ctrl+t", "shift+tab", *"xy", "f1", "f3", "f3", "ctrl+t", "ctrl+p", "escape", "down", "f9",
)  # fmt: skip
"""The list, what is said, the filter, the panel, each look, a form with a line to type into, help, cover, diary."""


@pytest.mark.parametrize("size", [(80, 24), (130, 30), (44, 12)])
def test_what_is_written_is_what_textual_would_paint_whatever_was_pressed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    differing: list[tuple[str, ...]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        terminal = Terminal(app)
        assert app.contacts.paint()
        for place, key in enumerate(KEYS, start=1):
            await pilot.press(key)
            await settled(app, pilot)
            if terminal.cells() != terminal.cells_as_textual_paints():
                differing.append(KEYS[:place])
        assert terminal.frames_count > len(KEYS) / 2

    Sitting(tmp_path).play(play, size, ahead=(OpenFamily, RecordAttempt))

    assert not differing


@pytest.mark.parametrize("key", ["enter", "a"])
def test_a_room_stands_on_the_terminal_before_it_is_put_on_top_and_is_painted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    stood: list[tuple[bool, int]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        terminal = Terminal(app)
        assert app.contacts.paint()
        begun = terminal.frames_count
        push = app.push_screen

        def noting(*args: Any, **kwargs: Any) -> Any:
            stood.append((terminal.cells() == terminal.cells_as_painted(args[0]), terminal.frames_count - begun))
            return push(*args, **kwargs)

        monkeypatch.setattr(app, "push_screen", noting)
        await pilot.press(key)
        await settled(app, pilot)
        stood.append((terminal.cells() == terminal.cells_as_textual_paints(), terminal.frames_count - begun))

    Sitting(tmp_path).play(play, ahead=(OpenFamily, RecordAttempt))

    assert stood == [(True, 1), (True, 1)]


@pytest.mark.parametrize("when", ["before it stands on the terminal", "while it is put on top"])
def test_what_changes_since_a_room_was_worked_out_is_seen(tmp_path: Path, when: str) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        terminal = Terminal(app)
        room = app._rooms.granting(OpenFamily)
        assert isinstance(room, FamilyScreen)
        said = room.query_one(SaidLine)
        room.paint_ahead()

        if when.startswith("before"):
            said.say(Tone.KEPT, "It is otherwise now.")
            room.show_ahead()
            assert not terminal.frames_count
        else:
            room.show_ahead()
            assert "It is otherwise" not in "".join(terminal.screen.display)
            said.say(Tone.KEPT, "It is otherwise now.")
        app.push_screen(room)
        assert room.paint()

        assert "It is otherwise now." in "".join(terminal.screen.display)
        assert terminal.cells() == terminal.cells_as_textual_paints()

    Sitting(tmp_path).play(play, ahead=(OpenFamily, RecordAttempt))
