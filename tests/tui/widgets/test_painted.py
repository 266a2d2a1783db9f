"""What our own widgets are: the same on the screen as Textual's own way would have it."""

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.widgets.stage import Stage, played
from tui.widgets.page import Page, PageLine, Tint

LINES = [PageLine("Zoë \x1b[2JThackray", Tint.HEAD), PageLine("7 Lantern Court", Tint.MUTED), PageLine("")]


@pytest.mark.parametrize("crop", [Region(0, 0, 40, 4), Region(0, 1, 40, 2), Region(7, 0, 20, 3)])
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_a_painted_line_is_the_one_that_textual_would_paint(crop: Region, theme: str) -> None:
    page = Page()

    async def play(stage: Stage, pilot: Pilot[int]) -> None:
        page.show(LINES)
        stage.theme = theme
        await pilot.pause()
        ours, theirs = page.render_lines(crop), Widget.render_lines(page, crop)

        assert [list(strip) for strip in ours] == [list(strip.simplify()) for strip in theirs]
        assert "\x1b" not in "".join(strip.text for strip in ours)

    played(play, page, size=(40, 4))


def test_a_page_is_painted_anew_where_its_lines_were_added_to_and_not_where_they_stand() -> None:
    page, lines = Page(), [*LINES]

    async def play(_: Stage, pilot: Pilot[int]) -> None:
        page.show(lines)
        await pilot.pause()
        page.show(lines)
        assert not page._repaint_required

        lines.append(PageLine("Done."))
        page.show(lines)

        assert page._repaint_required

    played(play, page, size=(40, 6))
