"""The help screen: every key of the screen it was asked on, what its signs mean, the keys that work everywhere.

Owns laying them out, and the way to the guides. Refuses to own the words (commands, help_pages).
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tui.commands import GUIDE_COMMANDS, STEP_BACK, Command, bindings
from tui.common.guide_screen import GuideScreen
from tui.widgets.cells import wrapped
from tui.widgets.frame import framed
from tui.widgets.key_line import keys_of_app
from tui.widgets.page import Page, PageLine, Tint

_INDENT: Final = " " * 25


class HelpScreen(ModalScreen[None]):
    """Every key, with a sentence.

    Args:
        commands: Of the screen it was asked on.
        legend: What its signs mean, a sentence each.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK, *GUIDE_COMMANDS)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, commands: Sequence[Command], legend: Sequence[str] = ()) -> None:
        super().__init__()
        self._commands = commands
        self._legend = legend

    def compose(self) -> ComposeResult:
        """Lay out one page."""
        yield from framed("Keys", self.KEYS, Page())

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.query_one(Page).show([*self._lines(self.size.width - 2)])

    def _lines(self, width: int) -> Iterator[PageLine]:
        yield PageLine("On this screen", Tint.HEAD)
        for command in self._commands:
            yield from _told(command, width)
        if self._legend:
            yield PageLine("")
            yield PageLine("Signs", Tint.HEAD)
            for sentence in self._legend:
                yield from map(PageLine, wrapped(sentence, width, "  "))
        yield PageLine("")
        yield PageLine("Everywhere", Tint.HEAD)
        for command in keys_of_app(self.app):
            yield from _told(command, width)
        yield PageLine("")
        yield PageLine("A page to read", Tint.HEAD)
        for command in GUIDE_COMMANDS:
            yield from _told(command, width)

    def action_guide(self, guide: str) -> None:
        """Show a page to read."""
        self.app.push_screen(GuideScreen(guide))

    def action_step_back(self) -> None:
        """Go back."""
        self.dismiss()


def _told(command: Command, width: int) -> Iterator[PageLine]:
    yield from map(PageLine, wrapped(f"{command.shown_key:<10}{command.label:<15}{command.help}", width, _INDENT))
