"""Sending and receiving from the app: what is unsent goes out, what waits comes in, and the list shows it."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import BundleSent
from tests.tui.sitting import Sitting, screen_text, settled
from tui.app import DoorstepApp


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def test_what_was_done_at_a_door_is_sent_by_two_keys(sitting: Sitting, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    seen: list[str] = []
    sent_before = len(sitting.told(BundleSent))

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("n", "enter", "f5", "ctrl+u", *str(mail), "enter"):
            await pilot.press("slash" if key == "/" else key)
            await settled(app, pilot)
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play, size=(120, 40))

    assert "Sent" in seen[0]
    assert "Done." in seen[0]
    assert len(sitting.told(BundleSent)) == sent_before + 1
    assert list(mail.glob("*.bundle"))


def test_a_mailbox_that_is_not_there_is_refused_with_what_to_do(sitting: Sitting, tmp_path: Path) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("f5", "ctrl+u", *str(tmp_path / "nowhere"), "enter"):
            await pilot.press("slash" if key == "/" else key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "!" in seen[0]
    assert "Done." not in seen[0]


def test_a_mailbox_that_failed_is_tried_again_with_the_key_that_is_said(sitting: Sitting, tmp_path: Path) -> None:
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("f5", "ctrl+u", *str(tmp_path / "mail"), "enter"):
            await pilot.press("slash" if key == "/" else key)
            await settled(app, pilot)
        seen.append(screen_text(app))
        (tmp_path / "mail").mkdir()
        await pilot.press("f5")
        await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)

    assert "then press F5 again; nothing was lost." in " ".join(seen[0].split())
    assert "Done." in seen[1]
