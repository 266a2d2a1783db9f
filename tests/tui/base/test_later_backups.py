"""A base put back is told by keys which backups were made after the copy it was put back from (7.2f, 13.5)."""

from pathlib import Path

from textual.pilot import Pilot

from store.keeping import acts
from store.keeping.kinds import acts_of
from tests.exchange.backup.test_faults import make
from tests.exchange.backup.test_release import registered
from tests.exchange.backup.test_since import later_points, restore
from tests.exchange.exchanging import Exchange
from tests.tui.base.test_staff import typed
from tests.tui.base_sitting import BaseSitting, press, screen_text
from tui.base.app import BaseApp


def test_the_checklist_asks_for_later_backups_and_keeps_the_answer(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "made")
    with exchange.at_base() as base:
        registered(base)
    (exchange.folder / "drive").mkdir()
    restore(make(exchange), exchange.folder / "new")
    sitting = BaseSitting(tmp_path, exchange.folder / "new")
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "enter")
        while "> [ ] base was put back from a copy of" not in screen_text(app):
            await press(app, pilot, "down")
        await press(app, pilot, "enter", "2")
        await typed(app, pilot, "The drive holds no other one.")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    asked, kept = seen
    assert "it knows no backup that was made after that one" in " ".join(asked.split())
    assert "base was put back from a copy of" not in kept
    with sitting.open() as store:
        (told,) = [held.act for held in acts_of(store, acts.LaterBackupsTold)]
        assert isinstance(told, acts.LaterBackupsTold)
        assert (told.named, told.reason) == ((), "The drive holds no other one.")
        assert later_points(store) == []
