"""What may be opened next is worked out while somebody rests on a family, and nothing of it is seen before."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.ids import FamilyId, new_id
from store.keeping.acts import FamilyShown
from store.keeping.cover_pin import NOTE, kept_pin
from store.keeping.journal import Journal
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tests.tui.written import Terminal
from tui.app import DoorstepApp
from tui.common.quick_screen import QuickScreen
from tui.field.family import FamilyScreen
from tui.field.wishes import LookAhead, OpenFamily, RecordAttempt
from tui.told import RoomAhead
from tui.widgets.family_list import FamilyList, FamilyRested
from tui.widgets.said_line import SaidLine

AHEAD = (OpenFamily, RecordAttempt)
PIN = "2947"
Play = Callable[[DoorstepApp, Pilot[int]], Awaitable[None]]


def built(play: Play) -> Play:
    """Play once the rooms are built."""

    async def playing(app: DoorstepApp, pilot: Pilot[int]) -> None:
        rooms = [app._rooms.granting(kind) for kind in AHEAD]
        while not all(isinstance(each, QuickScreen) and each._compositor.size for each in rooms):
            await settled(app, pilot)
        await play(app, pilot)

    return playing


async def rest(app: DoorstepApp, pilot: Pilot[int]) -> FamilyId:
    """Rest on the family that is pointed at, and return it."""
    family = app.contacts.query_one(FamilyList).family
    assert family is not None
    app.contacts.post_message(FamilyRested(family))
    await settled(app, pilot)
    await settled(app, pilot)
    return family


@pytest.mark.parametrize("key", ["enter", "a"])
def test_a_room_that_was_worked_out_is_not_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await rest(app, pilot)
        worked_out: list[object] = []
        monkeypatch.setattr(QuickScreen, "_work_out", lambda room, _: worked_out.append(room))
        terminal = Terminal(app)

        await pilot.press(key)
        await settled(app, pilot)

        assert isinstance(app.screen, QuickScreen)
        assert app.screen is not app.contacts
        assert not worked_out
        assert terminal.cells() == terminal.cells_as_textual_paints()

    Sitting(tmp_path).play(built(play), ahead=AHEAD)


def test_nothing_of_it_is_seen_or_told_before_it_is_opened(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        terminal = Terminal(app)
        await rest(app, pilot)
        rooms = [app._rooms.granting(kind) for kind in AHEAD]
        assert all(isinstance(each, QuickScreen) and each._ahead is not None for each in rooms)
        assert not terminal.frames_count
        assert app.screen is app.contacts

    sitting.play(built(play), ahead=AHEAD)

    assert not sitting.told(FamilyShown)


def test_a_room_that_was_not_entered_after_all_keeps_none_from_being_worked_out(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)
    with sitting.open() as store:
        store.notebook.write_note(NOTE, kept_pin(PIN))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        await pilot.press("enter", "f9")
        gate.set()
        await settled(app, pilot)
        await pilot.press(*PIN, "enter", "down")
        family = await rest(app, pilot)

        room = app._rooms.granting(OpenFamily)
        assert isinstance(room, FamilyScreen)
        assert room._file is not None
        assert room._file.family == family

    sitting.play(built(play), ahead=AHEAD)


def test_what_was_kept_since_is_seen(tmp_path: Path) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        family = await rest(app, pilot)
        await pilot.press("n", "enter")
        await settled(app, pilot)
        app.contacts.query_one(FamilyList).point(0)
        while app.contacts.query_one(FamilyList).family != family:
            await pilot.press("down")
        await pilot.press("enter")
        await settled(app, pilot)

        assert isinstance(app.screen, FamilyScreen)
        assert "1 of 4 visits" in screen_text(app)

    Sitting(tmp_path).play(built(play), ahead=AHEAD)


@pytest.mark.parametrize("where", ["in the room", "on the way to it"])
def test_nobody_is_shown_another_family_than_they_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    written = threading.Event()
    commit = Journal._commit

    def slow(journal: Journal, before: Any) -> None:
        written.wait(20)
        commit(journal, before)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        room = app._rooms.granting(OpenFamily)
        assert isinstance(room, FamilyScreen)
        family = app.contacts.query_one(FamilyList).family
        other = next(FamilyId(each.family) for each in DELIVERED if each.family != family)
        read = await asyncio.wrap_future(app.clerk.ask(room.reading(other)))
        monkeypatch.setattr(Journal, "_commit", slow)
        if where == "in the room":
            written.set()
        await pilot.press("enter")
        while room._file is None or (written.is_set() and app.screen is not room):
            await pilot.pause()
        app.post_message(RoomAhead(read))
        await pilot.pause()
        written.set()
        while app.screen is not room:
            await pilot.pause()

        assert read.file is not None
        assert room._file.family == family
        assert read.file.reference not in screen_text(app)

    Sitting(tmp_path).play(built(play), ahead=AHEAD)


def test_that_a_family_is_gone_is_said_when_it_is_opened_and_not_when_somebody_rests(tmp_path: Path) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        said = app.contacts.query_one(SaidLine)
        before = said.said
        app.post_message(LookAhead(FamilyId(new_id())))
        await settled(app, pilot)
        await settled(app, pilot)
        assert said.said == before

    Sitting(tmp_path).play(built(play), ahead=AHEAD)


def test_what_was_read_comes_to_nothing_while_the_app_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        family = await rest(app, pilot)
        room = app._rooms.granting(OpenFamily)
        assert isinstance(room, FamilyScreen)
        read = await asyncio.wrap_future(app.clerk.ask(room.reading(family)))
        worked_out: list[object] = []
        monkeypatch.setattr(room, "work_out_ahead", worked_out.append)

        app._work_out_ahead(RoomAhead(read))
        assert worked_out == [read]
        stood = app._screen_stack[:]
        app._screen_stack.clear()  # as Textual leaves it before the last messages are heard
        app._work_out_ahead(RoomAhead(read))
        app._screen_stack.extend(stood)

        assert worked_out == [read]

    Sitting(tmp_path).play(built(play), ahead=AHEAD)
