"""The safety note of a family, alone on a screen: read before a first visit, and whenever somebody wants to.

Owns showing it with nothing else of the family beside it, and keeping that it was read. Refuses to own when it has to
be read (app) and what is opened afterwards.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.agreement.london import london_day
from store.clock import Instant
from store.errors import FamilyUnknownError
from store.fieldwork.family import SafetyNote
from store.fieldwork.looking import file_of, line_of
from store.fieldwork.observations import acknowledge_safety_note, note_to_read
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.noting import keep_or_note
from tui import wording
from tui.clerk import Clerk
from tui.commands import SAFETY_NOTE_COMMANDS, Command, bindings
from tui.common.leaving import Leaving
from tui.desk import Desk
from tui.told import ActsKept, RoomRead
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.keeping.store import Store


@dataclass
class SafetyNoteReady(RoomRead):
    """A family's safety note, if it has one that is still to be shown."""

    family: FamilyId
    note: SafetyNote | None = field(repr=False)


@dataclass
class SafetyNoteRead(ActsKept):
    """Somebody said that they have read it."""


@dataclass
class SafetyNoteLeft(Message):
    """There is nothing to read any more: whatever waited for it can go on.

    Attributes:
        was_there: Whether there was a note at all.
    """

    family: FamilyId
    was_there: bool


class SafetyNoteScreen(Leaving):
    """A safety note. Made once, and shown again for one family after the other.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = SAFETY_NOTE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    FORGETS_KEYS: ClassVar[bool] = True
    """Whether keys that waited for it are dropped: nobody has read what is not seen."""

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._note: SafetyNote | None = None
        self._shown_at: Instant | None = None
        self._is_keeping = False

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed("Safety note", self.KEYS, Page())

    # -- whose -----------------------------------------------------------------------------------------------------

    def look_at(self, family: FamilyId, about: str | None = None) -> None:  # noqa: ARG002  # as every room
        """Show another family's note from now on."""
        self._family, self._note, self._shown_at = family, None, None
        self._is_keeping = False
        self._clerk.do(self._reading(family), self.app)

    def _reading(self, family: FamilyId) -> "Callable[[Store], Message]":
        def read(store: "Store") -> Message:
            file = file_of(store, family)
            if file is None:
                raise FamilyUnknownError
            note = note_to_read(file, london_day(store.now()))
            if note is None:
                return SafetyNoteLeft(family, was_there=False)
            tell_shown(store, family, [ViewPart.SAFETY_NOTE])
            return SafetyNoteReady(self, family, note)

        return read

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""
        if not isinstance(message, SafetyNoteReady) or message.family != self._family:
            return False  # of the family before
        self._note = message.note
        if self.is_mounted:
            self._paint()
        return True

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def _paint(self) -> None:
        if self._note is None:
            return
        if self._shown_at is None:
            self._shown_at = self._desk.clock.now()
        lines = [line for text in self._note.text.splitlines() for line in paragraph(text, self.size.width, indent="")]
        until = f", until {wording.day(self._note.expires_on)}" if self._note.expires_on else ""
        source = paragraph(f"{wording.plain(self._note.source)}{until}", self.size.width, Tint.MUTED)
        self.query_one(Page).show([PageLine("Read this before you go there.", Tint.HEAD), *lines, *source])

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_acknowledge(self) -> None:
        """Say that it was read; while there is more below, that is shown first."""
        page = self.query_one(Page)
        if self._note is None or self._family is None or self._shown_at is None or self._is_keeping:
            return
        if not page.is_at_end:
            page.go_down()
            return
        self._is_keeping = True  # a key that is held down keeps it once
        if self._note.is_acknowledged:
            self._leave()
            return
        shown_s, family = int((self._desk.clock.now() - self._shown_at).total_seconds()), self._family

        def kept(store: "Store") -> Message:
            file = file_of(store, family)
            if file is None:
                raise FamilyUnknownError
            acts = acknowledge_safety_note(shown_s, file)
            keep_or_note(store, *acts)
            return SafetyNoteRead("Safety note read.", family, tuple(acts), line_of(store, family))

        self._clerk.do(kept, self)

    def on_safety_note_read(self) -> None:
        """Go on, once it is kept."""
        self._leave()

    def on_store_failed(self) -> None:
        """Let it be tried again; the app says why it was not kept."""
        self._is_keeping = False

    def _leave(self) -> None:
        is_on_top = self.app.screen is self
        self.leave()
        if self._family is not None and is_on_top:  # what waited for it comes over nothing else
            self.post_message(SafetyNoteLeft(self._family, was_there=True))

    def action_back(self) -> None:
        """Go back; it is not read, and what waited for it is not opened."""
        self.dismiss()
