"""A page to read, and the way on.

Owns showing it. Refuses to own the lines.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.commands import KEYS_HERE, STEP_BACK, Command, bindings
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine


class PageScreen(Screen[None]):
    """Something to read; any way back goes on.

    Args:
        title: Of the screen.
        lines: What is read.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, title: str, lines: Sequence[PageLine]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed(self._title, self.KEYS, Page())

    def on_mount(self) -> None:
        """Show it."""
        page = self.query_one(Page)
        page.show(self._lines)
        page.focus()

    def action_step_back(self) -> None:
        """Go back."""
        self.dismiss()
