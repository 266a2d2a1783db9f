"""A screen that is painted without a detour: only the lines that changed are made."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.sitting import Sitting, settled
from tui.app import DoorstepApp
from tui.widgets.family_list import FamilyList


def test_a_step_makes_the_two_lines_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        assert app.contacts.paint()
        families = app.contacts.query_one(FamilyList)
        render = families.render_line

        def noting(y: int) -> Strip:
            made.append(y)
            return render(y)

        monkeypatch.setattr(families, "render_line", noting)
        families.point(1)
        app.contacts.paint_changes()

    Sitting(tmp_path).play(play)

    assert made == [1, 2]
