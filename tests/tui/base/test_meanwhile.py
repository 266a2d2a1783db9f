"""What happens at base while the clerk still works: a cover stays, what was left stays left, nothing is done twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from store.keeping.cover_pin import NOTE, kept_pin
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp
from tui.common.cover import CoverScreen

PIN = "2947"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    sitting = BaseSitting(tmp_path)
    with sitting.open() as store:
        store.notebook.write_note(NOTE, kept_pin(PIN))
    return sitting


@contextmanager
def busy(app: BaseApp) -> Iterator[None]:
    """Let the clerk do something else for as long as this lasts."""
    is_over = Event()
    app.clerk.ask(lambda _: is_over.wait())
    try:
        yield
    finally:
        is_over.set()


def test_a_cover_comes_at_once_over_a_form_that_is_kept_and_stays(sitting: BaseSitting) -> None:
    """Design 1: the respondent may be looking."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "s", "x", "1")
        with busy(app):
            await pilot.press("ctrl+s", "f9")
            assert isinstance(app.screen, CoverScreen)
        await settled(app, pilot)
        assert isinstance(app.screen, CoverScreen)
        await press(app, pilot, *PIN, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    assert "They can no longer sign in." in seen[0]
