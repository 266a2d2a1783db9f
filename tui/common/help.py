"""The help screen: every key of the screen it was asked on, and those that work everywhere.

Owns laying them out. Refuses to own the words (commands).
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import APP_COMMANDS, BACK, FILTER, LIST_COMMANDS, OPEN, Command, bindings
from tui.widgets.family_columns import LEGEND
from tui.widgets.frame import framed


class HelpScreen(ModalScreen[None]):
    """Every key, with a sentence.

    Args:
        commands: Of the screen it was asked on.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """Lay the keys out, those of the screen first."""
        here = [Content.styled("On this screen", "bold"), *map(_told, self._commands)]
        if FILTER in self._commands:
            here += [Content(""), Content.styled("In the list", "bold"), *map(_told, (OPEN, *LIST_COMMANDS))]
            here += [Content(f"  {sign:<8} {meaning}") for sign, meaning in LEGEND]
        everywhere = [Content(""), Content.styled("Everywhere", "bold"), *map(_told, APP_COMMANDS)]
        yield from framed("Keys", self.KEYS, VerticalScroll(Static(Content("\n").join([*here, *everywhere]))))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


def _told(command: Command) -> Content:
    return Content(f"  {command.shown_key:<8} {command.label:<13} {command.help}")
