"""The receipt code, large, to be copied onto the leaflet.

Owns showing it. Refuses to own the code (store). Nothing else of the family stands here: the respondent reads it.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui import wording
from tui.commands import COPIED, Command, bindings
from tui.widgets.frame import framed
from tui.widgets.large_code import large
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph


class ReceiptScreen(Screen[None]):
    """A receipt code.

    Args:
        code: As it is kept.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (COPIED,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed("Receipt", self.KEYS, Page())

    def on_mount(self) -> None:
        """Show it."""
        self._paint()
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def _paint(self) -> None:
        width = self.size.width
        lines = [
            PageLine("Copy this onto the leaflet", Tint.HEAD),
            PageLine(""),
            *(PageLine(line) for line in large(self._code)),
            PageLine(""),
            *(PageLine(line) for line in wording.spelled(self._code)),
            PageLine(""),
            *paragraph(
                "With it, what was said today is found again, and can be taken back at any time.", width, indent=""
            ),
            *paragraph("It stands for nothing else: it tells nobody who you are.", width, indent=""),
            PageLine(""),
            *paragraph("Interviewer: turn the screen back, then press Enter.", width, Tint.MUTED, indent=""),
        ]
        self.query_one(Page).show(lines)

    def action_copied(self) -> None:
        """Go on."""
        self.dismiss()
