"""The panel beside the list: the family that is pointed at, when somebody asks for it on a wide terminal.

Owns asking for it, telling that it was shown, and showing it. Refuses to own the words of the page (family_page). It
does not follow the pointer: each family it shows is told of as one that was looked at.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from textual.message import Message

from store.fieldwork.family import FamilyFile
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from tui.clerk import Clerk
from tui.desk import Desk
from tui.field.family import AT_ONCE
from tui.field.family_page import family_page, reading_at
from tui.widgets.page import Page

if TYPE_CHECKING:
    from store.keeping.store import Store

ROOM_FROM: Final = 120
"""Columns from which there is room for it."""

_PAGE_CELLS: Final = 54
"""What of its 56 cells a page takes: a gap stays at the edge of the screen."""


class FamilyPanel(Page):
    """One family's page beside the list, hidden until it is asked for.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    can_focus: ClassVar[bool] = False  # type: ignore[misc]  # a widget's own switch, set for the class
    DEFAULT_CSS = """
    FamilyPanel { width: 56; background: $surface; display: none; }
    """

    @dataclass
    class Read(Message):
        """A family, as it is kept now; None where it is gone."""

        family: FamilyId
        file: FamilyFile | None = field(repr=False)

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None

    def ask(self, family: FamilyId) -> None:
        """Show a family, or hide the one that is shown."""
        if family == self._family:
            self.hide()
            return
        self._family = family

        def read(store: "Store") -> Message:
            tell_shown(store, family, AT_ONCE)
            return self.Read(family, file_of(store, family))

        self._clerk.do(read, self)

    def hide(self) -> None:
        """Show nothing any more."""
        self._family = None
        self.display = False
        self.show(())

    def on_family_panel_read(self, message: Read) -> None:
        """Show it, unless something else was asked for meanwhile."""
        if message.family != self._family or message.file is None:
            return
        self.display = True
        self.show(family_page(message.file, reading_at(self._desk, _PAGE_CELLS)))
