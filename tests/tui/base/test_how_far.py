"""Whatever may take longer than half a second says how far it is, on the screen that waits for it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from store.errors import DeliveryDoubledError
from store.exchange.backup import checking, making
from store.exchange.intake import deed
from tests.exchange.backup.test_release import OWN, registered
from tests.exchange.test_intake import family
from tests.tui.base.test_intake import asked, delivery
from tests.tui.base_sitting import BaseSitting, press
from tui import notices
from tui.base.app import BaseApp
from tui.base.delivering import FOLDER

MANY_S = 30


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return work that tells how far it is, and ends once that was said."""
    was_said, show = Event(), notices.show

    def shown(app: Any, tone: Any, text: str, *more: Any) -> None:
        show(app, tone, text, *more)
        if text == "Parts made: 2,000 of 3,000":
            was_said.set()

    def long_work(*told: Any, **_: Any) -> None:
        (progress,) = [each for each in told if callable(each)]
        progress("Parts made", 2_000, 3_000)
        assert was_said.wait(MANY_S), "nobody was told how far it is"
        raise DeliveryDoubledError

    monkeypatch.setattr(notices, "show", shown)
    return long_work


def test_taking_a_delivery_in_says_how_far_it_is(
    tmp_path: Path, work: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = BaseSitting(tmp_path)
    with sitting.open() as store:
        store.notebook.write_note(FOLDER, f"{tmp_path}/")
    delivery(tmp_path, family(1))
    monkeypatch.setattr(deed, "intake", work)

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await asked(app, pilot)
        await press(app, pilot, "ctrl+s")

    sitting.play(play)


def test_making_a_backup_and_reading_one_through_say_how_far_they_are(
    tmp_path: Path, work: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting, drive = BaseSitting(tmp_path), tmp_path / "drive"
    drive.mkdir()
    with sitting.open() as store:
        registered(store)
    to_it = ("u", "a", "1", *str(drive), "enter", *OWN, "enter", *OWN, "enter", "enter")
    sitting.seen_after(*to_it)
    monkeypatch.setattr(making, "make", work)
    monkeypatch.setattr(checking, "check", work)

    sitting.seen_after(*to_it)
    sitting.seen_after("u", "v", "enter", *OWN, "enter", "enter")
