"""Entering a room about a family: seen once there is something to see, and never over what came meanwhile."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from store.errors import StoreError, StoreFullError, StoreUnreadableError
from store.fieldwork.lines import Line
from store.fieldwork.looking import file_of, lines_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.cover_pin import NOTE, kept_pin
from store.keeping.store import Store
from tests.fieldwork import doings
from tests.tui.sitting import DELIVERED, FAMILIES, Sitting, screen_text, settled
from tests.tui.written import Terminal
from tui import notices
from tui.app import DoorstepApp
from tui.clerk import Clerk
from tui.common import quick_screen
from tui.common.cover import CoverScreen
from tui.common.quick_screen import QuickScreen
from tui.desk import desk_of
from tui.field.attempt import AttemptRoom
from tui.field.contacts import ContactsScreen
from tui.field.family import FamilyRead, FamilyScreen
from tui.field.safety_note import SafetyNoteScreen
from tui.field.wishes import OpenFamily, RecordAttempt
from tui.told import SignedInKept
from tui.widgets import family_list
from tui.widgets.family_list import FamilyList
from tui.widgets.page import Page, PageLine
from tui.widgets.said_line import Tone

PIN = "2947"


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_the_list_stays_until_the_family_is_read(sitting: Sitting) -> None:
    seen: list[type[object]] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        await pilot.press("enter")
        seen.append(type(app.screen))
        gate.set()
        await settled(app, pilot)
        seen.append(type(app.screen))
        assert "Attempts" in screen_text(app)

    sitting.play(play)

    assert seen == [ContactsScreen, FamilyScreen]


def test_a_family_that_is_read_late_does_not_come_over_the_cover(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        await pilot.press("enter", "f9")
        gate.set()
        await settled(app, pilot)

        assert isinstance(app.screen, CoverScreen)

    sitting.play(play)


def test_a_family_that_is_read_late_is_not_entered_once_the_cover_is_lifted(sitting: Sitting) -> None:
    with sitting.open() as store:
        store.notebook.write_note(NOTE, kept_pin(PIN))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        await pilot.press("enter", "f9", *PIN, "enter")
        assert isinstance(app.screen, ContactsScreen)
        gate.set()
        await settled(app, pilot)

        assert isinstance(app.screen, ContactsScreen)

    sitting.play(play)


@pytest.mark.parametrize("is_there", [True, False])
def test_what_waits_for_a_safety_note_comes_over_no_cover(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    """Design 1: the respondent may be looking."""
    if is_there:
        sitting.record(*(doings.safety_note(family, "A dog in the yard.") for family in FAMILIES))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        if is_there:
            await pilot.press("enter")
            await settled(app, pilot)
            assert isinstance(app.screen, SafetyNoteScreen)
        else:
            monkeypatch.setattr(app.contacts, "is_note_unread", lambda _: True)  # it ran out meanwhile
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        await pilot.press("enter", "f9")
        gate.set()
        for _ in range(2):
            await settled(app, pilot)

        assert isinstance(app.screen, CoverScreen)

    sitting.play(play)


def test_a_room_that_is_entered_again_has_taken_on_the_look_that_was_chosen_meanwhile(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("enter", "f3"):
            await pilot.press(key)
            await settled(app, pilot)
        before = app.screen.query_one(FamilyList).background_colors[1]
        app.action_look()
        for key in ("down", "enter"):
            await settled(app, pilot)
            await pilot.press(key)
        await settled(app, pilot)

        assert isinstance(app.screen, FamilyScreen)
        assert app.screen.query_one(Page).background_colors[1] == app.contacts.background_colors[1] != before

    sitting.play(play)


def frames_of(app: DoorstepApp) -> list[object]:
    """Return a list that grows by whatever is painted from now on."""
    painted: list[object] = []
    display = app._display

    def kept(screen: Any, renderable: Any) -> None:
        if renderable is not None:
            painted.append(screen)
        display(screen, renderable)

    app._display = kept  # type: ignore[method-assign]
    return painted


@pytest.mark.parametrize("key", ["enter", "a"])
def test_a_room_that_was_built_before_comes_in_one_frame(sitting: Sitting, key: str) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for each in (key, "f3", "down"):
            await pilot.press(each)
            await settled(app, pilot)
        painted = frames_of(app)
        await pilot.press(key)
        await settled(app, pilot)
        await settled(app, pilot)

        assert [each for each in painted if each is app.screen] == [app.screen]

    sitting.play(play)


@pytest.mark.parametrize(
    ("before", "key"), [((), "enter"), (("enter", "f3", "down"), "enter"), ((), "a"), (("a", "1", "f3", "down"), "a")]
)
def test_what_is_seen_was_worked_out_once_while_it_was_told(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...], key: str
) -> None:
    worked_out: list[bool] = []
    monkeypatch.setattr(family_list, "RESTS_AFTER_S", 60.0)  # nobody rests on a family before they open it

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        for each in before:
            await pilot.press(each)
            await settled(app, pilot)
        room = app._rooms.granting(OpenFamily if key == "enter" else RecordAttempt)
        assert isinstance(room, QuickScreen)
        work_out = room._work_out

        def noted(widgets: Any) -> None:
            worked_out.append(room.is_current)
            work_out(widgets)

        monkeypatch.setattr(room, "_work_out", noted)
        await pilot.press(key)
        await settled(app, pilot)

    sitting.play(play, ahead=(OpenFamily, RecordAttempt))

    assert worked_out == [False]


def test_what_changed_after_it_was_worked_out_is_painted_anew(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for each in ("enter", "f3"):
            await pilot.press(each)
            await settled(app, pilot)
        terminal, room = Terminal(app), app._rooms.granting(OpenFamily)
        assert isinstance(room, FamilyScreen)
        paint_ahead = room.paint_ahead

        def changed() -> None:
            paint_ahead()
            room.query_one(Page).show([PageLine("Changed meanwhile")])

        monkeypatch.setattr(room, "paint_ahead", changed)
        await pilot.press("enter")
        await settled(app, pilot)

        assert "Changed meanwhile" in "\n".join(terminal.screen.display)

    sitting.play(play)


@pytest.mark.parametrize("waits_s", [60.0, 0.05])
def test_what_was_said_goes_with_the_screen_unless_that_stays_for_long(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch, waits_s: float
) -> None:
    monkeypatch.setattr(quick_screen, "LEFT_WITHIN_S", waits_s)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for each in ("a", "f3"):
            await pilot.press(each)
            await settled(app, pilot)
        notices.show(app, Tone.KEPT, "Something is kept.")
        await settled(app, pilot)
        gate = threading.Event()
        app.clerk.ask(lambda _: gate.wait())
        painted = frames_of(app)
        await pilot.press("a")
        for _ in range(100):
            await pilot.pause(0.03)
            if painted or waits_s > 1:
                break
        meanwhile = [type(each) for each in painted]
        gate.set()
        await settled(app, pilot)

        assert meanwhile == ([] if waits_s > 1 else [ContactsScreen])
        assert type(painted[-1]) is AttemptRoom

    sitting.play(play)


def showing(app: DoorstepApp, tell: Callable[[Store], None]) -> FamilyScreen:
    """Let the first family be shown, as opening it does, and be told of by `tell`."""
    family = FamilyId(DELIVERED[0].family)
    room = FamilyScreen(app.clerk, app.desk)
    app.install_screen(room, "shown")
    room._family = family
    app.await_room(room)
    app.clerk.show(lambda store: FamilyRead(room, family, file_of(store, family)), tell, app)
    return room


def test_a_family_is_made_ready_and_not_seen_until_it_is_told(sitting: Sitting) -> None:
    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        told = threading.Event()

        def tell(store: Store) -> None:
            begin = store.journal.meanwhile
            assert begin is not None
            store.journal.meanwhile = lambda: (begin(), told.wait())
            tell_shown(store, FamilyId(DELIVERED[0].family), [ViewPart.ADDRESS])

        room = showing(app, tell)
        while room._file is None:
            await pilot.pause()
        assert isinstance(app.screen, ContactsScreen)

        told.set()
        await settled(app, pilot)
        assert app.screen_stack[-1] is room

    sitting.play(play)


def test_a_family_that_cannot_be_told_of_is_not_seen(sitting: Sitting) -> None:
    def refuse(_: Store) -> None:
        raise StoreFullError

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        showing(app, refuse)
        await settled(app, pilot)

        assert isinstance(app.screen, ContactsScreen)
        assert StoreFullError.message in " ".join(screen_text(app).split())

    sitting.play(play)


def awaiting(sitting: Sitting, lines: "Future[list[Line]]", play: Callable[[DoorstepApp, Clerk], Any]) -> DoorstepApp:
    """Come in while the families are still being read."""
    clerk = Clerk()
    clerk.open(sitting.open).result()
    app = DoorstepApp(clerk, clerk.ask(desk_of).result(), lines, lambda _: SignedInKept(None))

    async def run() -> None:
        async with app.run_test(size=(80, 24)):
            await play(app, clerk)

    try:
        asyncio.run(run())
    finally:
        clerk.close()
    return app


class ReadLate(Future[list[Line]]):
    """Lines that are read once somebody waits for them, and not before."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self._lines = lines

    def add_done_callback(self, fn: Callable[[Future[list[Line]]], object]) -> None:
        super().add_done_callback(fn)
        threading.Thread(target=self.set_result, args=(self._lines,)).start()


def test_the_first_thing_that_is_seen_are_the_families_however_late_they_are_read(sitting: Sitting) -> None:
    with sitting.open() as store:
        lines = ReadLate(lines_of(store))

    async def play(app: DoorstepApp, _: Clerk) -> None:
        assert list(app.contacts.query_one(FamilyList).rows) == [0, 1, 2, 3, 4, 5]

    awaiting(sitting, lines, play)


def test_families_that_cannot_be_read_end_it_with_the_reason(sitting: Sitting) -> None:
    lines: Future[list[Line]] = Future()
    lines.set_exception(StoreUnreadableError("SQLITE_IOERR"))

    async def play(app: DoorstepApp, _: Clerk) -> None:
        while app.unread is None:
            await asyncio.sleep(0)

    app = awaiting(sitting, lines, play)
    assert isinstance(app.unread, StoreError)
