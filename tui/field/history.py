"""A family's history: every entry about it, newest first, as sentences with who and when.

Owns asking for it, telling that it was shown, and its page. Refuses to own the sentences (history_words).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.clock import from_ms
from store.custody.naming import staff_names
from store.errors import ActBodyError, UnknownActError
from store.fieldwork.family import Event, FamilyFile
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from tui import wording
from tui.clerk import Clerk
from tui.commands import BACK, KEYS_HERE, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field.history_words import sentence
from tui.told import RoomRead
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_ENDED: Final = tuple(f"{sign}”" for sign in ".!?")
"""A sentence that ends with what somebody wrote has its stop already."""

_LATER_RELEASE: Final = "Something that only a later release of Doorstep can tell"


class Told(NamedTuple):
    """One entry, in words.

    Attributes:
        who: What they are called; empty where that is not known here.
        said: One sentence.
        is_unsent: Whether base is not known to hold it.
    """

    at_ms: int
    who: str
    said: str
    is_unsent: bool


@dataclass
class HistoryRead(RoomRead):
    """What happened to a family, newest first."""

    family: FamilyId
    told: Sequence[Told] = field(repr=False)


class HistoryScreen(QuickScreen[None]):
    """A family's history. Made once, and shown again for one family after the other.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._family: FamilyId | None = None
        self._told: Sequence[Told] = ()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield from framed("History", self.KEYS, Page())

    def look_at(self, family: FamilyId, about: str | None = None) -> None:  # noqa: ARG002  # as every room
        """Show another family's from now on."""
        self._family, self._told = family, ()
        self._clerk.do(reading(self, family), self.app)

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""
        if not isinstance(message, HistoryRead) or message.family != self._family:
            return False  # of the family before
        self._told = message.told
        if self.is_mounted:
            self._paint()
        return True

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def _paint(self) -> None:
        page = self.query_one(Page)
        page.show(history_page(self._told, self.size.width))
        page.focus()

    def action_back(self) -> None:
        """Go back to the family."""
        self.dismiss()


def reading(room: HistoryScreen, family: FamilyId) -> "Callable[[Store], Message]":
    """Return what the clerk does before a history is shown."""

    def read(store: "Store") -> Message:
        tell_shown(store, family, (ViewPart.HISTORY,))
        file = file_of(store, family)
        if file is None:
            return HistoryRead(room, family, ())
        names = staff_names(store)
        return HistoryRead(room, family, [told_of(each, file, names.get(each.staff, "")) for each in file.history])

    return read


def told_of(event: Event, file: FamilyFile, who: str) -> Told:
    """Return one entry in words."""
    try:
        said = sentence(event.act(), file)
    except (ActBodyError, UnknownActError):
        said = _LATER_RELEASE
    return Told(event.at_ms, who, said, event.is_unsent)


def history_page(told: Sequence[Told], width: int) -> list[PageLine]:
    """Return the lines of a history."""
    lines: list[PageLine] = []
    for each in told:
        unsent = "  [not sent yet]" if each.is_unsent else ""
        head = f"{wording.when(from_ms(each.at_ms))}  {each.who or 'somebody at base'}{unsent}"
        end = "" if each.said.endswith(_ENDED) else "."
        lines += [*paragraph(head, width, Tint.MUTED), *paragraph(f"  {each.said}{end}", width)]
    return lines or [PageLine("Nothing is told of this family.", Tint.MUTED)]
