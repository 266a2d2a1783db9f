"""Contacts, the interviewer's home: one line a family.

Owns which keys lead where from the list. Refuses to own searching and sorting (store), and painting lines (widgets).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui import wording
from tui.commands import CONTACTS_COMMANDS, Command, bindings
from tui.widgets.frame import framed


class ContactsScreen(Screen[None]):
    """The families of this laptop.

    Args:
        lines: One a family, as they are kept.
    """

    KEYS: ClassVar[tuple[Command, ...]] = CONTACTS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, lines: Sequence[Any]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield from framed("Contacts", self.KEYS, Static(wording.counted(len(self._lines), "family", "families")))
