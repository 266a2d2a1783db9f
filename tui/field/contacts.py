"""Contacts, the interviewer's home: one line a family.

Owns which keys lead where from the list. Refuses to own searching and sorting (store), and painting lines (widgets).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui import wording
from tui.commands import CONTACTS_COMMANDS, Command, bindings
from tui.common.cover_pin import CoverPinChosen, CoverPinDialog
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

    @work
    async def action_cover_pin(self) -> None:
        """Ask for a PIN for the cover, and keep it."""
        kept = await self.app.push_screen_wait(CoverPinDialog())
        if kept is not None:
            self.post_message(CoverPinChosen(kept))
