"""Entering a room about a family: seen once there is something to see, and never over what came meanwhile."""

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp
from tui.common.cover import CoverScreen
from tui.field.contacts import ContactsScreen
from tui.field.family import FamilyScreen
from tui.widgets.family_list import FamilyList
from tui.widgets.page import Page


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
