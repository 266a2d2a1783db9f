"""Rooms that are built before they are wanted hold nobody up who locks or leaves meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.sitting import Sitting
from tui.app import DoorstepApp
from tui.common.quick_screen import QuickScreen
from tui.field import wishes
from tui.field.rooms import Rooms

AHEAD = (wishes.RecordAttempt, wishes.MakeAppointment)


@pytest.mark.parametrize("when", ["before it is there", "while it is mounted"])
def test_whoever_leaves_while_rooms_are_built_ends_in_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    laid_out: list[QuickScreen[object]] = []
    monkeypatch.setattr(QuickScreen, "lay_out", laid_out.append)

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        del pilot
        rooms = Rooms(app, app.clerk, app.desk)
        if when == "while it is mounted":
            mounting = app._get_screen

            def leaving(screen: Screen[Any]) -> object:
                app.exit()
                return mounting(screen)

            monkeypatch.setattr(app, "_get_screen", leaving)
        else:
            app.exit()
        await rooms.build_ahead(AHEAD)

    app = Sitting(tmp_path).play(play)

    assert laid_out == []
    assert app.fault == ()
