"""Choosing a look: one key, on every screen, and it is there again the next time."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from tests.tui.desks import Inline, made_desk, played
from tui.app import DoorstepApp
from tui.clerk import Clerk


def clerk_with(notes: dict[str, str]) -> Clerk:
    """A clerk whose store is nothing but a notebook."""
    notebook = SimpleNamespace(write_note=notes.__setitem__)
    clerk = Clerk(Inline())
    clerk.open(lambda: cast("Any", SimpleNamespace(notebook=notebook, close=lambda: None)))
    return clerk


@pytest.mark.parametrize(
    ("keys", "look"),
    [
        (["ctrl+t"], "light"),
        (["ctrl+t", "ctrl+t"], "high contrast"),
        (["ctrl+t", "ctrl+t", "ctrl+t"], "dark"),
        (["f1", "ctrl+t"], "light"),
    ],
)
def test_a_key_goes_through_the_looks_and_the_last_one_is_noted(keys: list[str], look: str) -> None:
    notes: dict[str, str] = {}

    async def play(_: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.press(*keys)

    app = played(play, clerk=clerk_with(notes))

    assert app.theme == look
    assert notes == {"look": look}


@pytest.mark.parametrize(("noted", "look"), [("light", "light"), ("", "dark"), ("of an older release", "dark")])
def test_the_app_comes_up_in_the_look_that_was_noted(noted: str, look: str) -> None:
    async def play(_: DoorstepApp, pilot: Pilot[int]) -> None:
        await pilot.pause()

    assert played(play, desk=made_desk(look=noted)).theme == look
