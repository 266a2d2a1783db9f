"""Laptops at base: how each stands, and revoking one after it was said what that means."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.exchange.peers import peer_named
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def test_a_laptop_is_revoked_once_it_was_said_what_that_means(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "l", "v", "2")
        seen.append(screen_text(app))
        assert app.clerk.ask(lambda store: peer_named(store, "laptop").revoked_from).result() is None
        await press(app, pilot, "ctrl+s")
        await settled(app, pilot)
        await press(app, pilot, "v")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "f")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "It holds 3 families" in seen[0]
    assert "revoked" in seen[1]
    assert "no laptop here that is still believed" in seen[1]
    assert "1 To give 6" in seen[2]
    with sitting.open() as store:
        assert peer_named(store, "laptop").revoked_from is not None
