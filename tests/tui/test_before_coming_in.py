"""The little apps before anybody came in: their footers and their help name the keys that work there, and no others."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from tui.behind.setting_up import SetUpApp
from tui.behind.wishing import WishApp
from tui.common.wishes.loss import LOSS


def seen(app: App[Any]) -> tuple[str, str]:
    """Return the footer, and the help that F1 shows."""
    shown: list[str] = []

    async def play() -> None:
        async with app.run_test(size=(80, 40)) as pilot:
            for key in ((), ("f1",)):
                await pilot.press(*key)
                await pilot.pause()
                shown.append("\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()))

    asyncio.run(play())
    return shown[0].splitlines()[-1], shown[1]


@pytest.mark.parametrize("key", ["F2", "F9", "F12", "Ctrl+P", "Ctrl+T"])
def test_set_up_names_no_key_that_does_nothing_there(tmp_path: Path, key: str) -> None:
    footer, told = seen(SetUpApp(tmp_path / "store"))

    assert f"{key} " not in footer + told.rpartition("\n")[0]
    assert "Shift+Tab Before" in footer
    assert "Shift+Tab Before         Goes back to the question before." in told


@pytest.mark.parametrize("key", ["F2", "Ctrl+P", "Ctrl+T"])
def test_a_wish_names_no_key_that_does_nothing_there(tmp_path: Path, key: str) -> None:
    footer, told = seen(WishApp(LOSS, tmp_path / "store"))

    assert f"{key} " not in footer + told
    assert "F9 Cover" in footer
