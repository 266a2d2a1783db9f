"""The signed head of the journal: as a code to photograph, and as text.

Owns the page. Refuses to own the head (store) and the drawing (photograph).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from tui.clerk import Clerk
from tui.commands import BACK, KEYS_HERE, Command, bindings
from tui.common.trail.photograph import drawn, short_form
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store


@dataclass
class CheckpointRead(Message):
    """The head, as a signed note."""

    note: str = field(repr=False)


def read_checkpoint(store: "Store") -> CheckpointRead:
    """Return the head as it is now; runs in the clerk's thread."""
    return CheckpointRead(store.checkpoint().decode("utf-8"))


class CheckpointScreen(Screen[None]):
    """Shows the head. A photograph of it, kept elsewhere, shows later that nothing before it was rewritten.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk
        self._note = ""

    def compose(self) -> ComposeResult:
        """Lay out one page."""
        yield from framed("Checkpoint", self.KEYS, Page())

    def on_mount(self) -> None:
        """Ask for the head."""
        self.query_one(Page).focus()
        self._clerk.do(read_checkpoint, self)

    @on(CheckpointRead)
    def _show(self, message: CheckpointRead) -> None:
        self._note = message.note
        self._paint()

    def on_resize(self) -> None:
        """Draw the larger code where there is room for it."""
        self._paint()

    def _paint(self) -> None:
        page = self.query_one(Page)
        if self._note:
            page.show(checkpoint_page(self._note, page.size.height, is_dark=self.app.current_theme.dark))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


def checkpoint_page(note: str, height: int, *, is_dark: bool) -> list[PageLine]:
    """Return the lines of the page: the code whole on the first screen, the text below it.

    Args:
        note: The signed note.
        height: Lines of the page; the signature is in the code where that leaves room for it.
        is_dark: As `drawn`.
    """
    code, says = drawn(note, is_dark=is_dark), "the whole note, with its signature"
    if len(code) > height:
        code, says = drawn(short_form(note), is_dark=is_dark), "origin, size and root; the signature stands in the text"
    lines = [PageLine(each) for each in code]
    told = f"The code holds {says}. Photograph it, and keep it away from this machine: it shows later that nothing"
    lines += [*paragraph(f"{told} before it was rewritten.", indent=""), PageLine(""), PageLine("As text", Tint.HEAD)]
    return [*lines, *(PageLine(each) for each in note.splitlines())]
