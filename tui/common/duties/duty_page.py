"""The page of one incident or request: what is known of it, and the keys that bring it further.

Owns showing it, and asking for a deed. Refuses to own what it says and the deeds (incident_screen, request_screen).
"""

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from store.custody.clocks import running_for
from tui.clerk import Clerk
from tui.commands import Command
from tui.common.duties import deed
from tui.common.found import found
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

T = TypeVar("T")


@dataclass
class DutyRead(Message):
    """One, as it stands now.

    Attributes:
        known: What it is, as the store knows it.
        text: The same as text, a line each.
    """

    known: object = field(repr=False)
    text: str = field(repr=False)


class DutyPage(Screen[None], Generic[T]):
    """One incident, or one request.

    Args:
        clerk: Holds the store.
        which: Its id.
    """

    TITLE_SHOWN: ClassVar[str]
    KEYS: ClassVar[tuple[Command, ...]]

    def __init__(self, clerk: Clerk, which: str) -> None:
        super().__init__()
        self.clerk = clerk
        self.which = which
        self.known: T | None = None
        self._text = ""

    @abstractmethod
    def look_up(self, store: "Store") -> tuple[T, str]:
        """Return what is known now, and the same as text; runs in the clerk's thread."""

    def compose(self) -> ComposeResult:
        """Lay out one page."""
        yield from framed(self.TITLE_SHOWN, self.KEYS, Page())

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(Page).focus()

    def on_screen_resume(self) -> None:
        """Read how it stands now."""
        self.clerk.do(lambda store: DutyRead(*self.look_up(store)), self)

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    @on(DutyRead)
    def _show(self, message: DutyRead) -> None:
        self.known, self._text = message.known, message.text  # type: ignore[assignment]  # what `look_up` returned
        self._paint()

    def _paint(self) -> None:
        lines: list[PageLine] = []
        for n, line in enumerate(self._text.splitlines()):
            indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
            is_head = n == 0 or (line.endswith(":") and not line.startswith(" "))
            lines += paragraph(line, self.size.width, Tint.HEAD if is_head else Tint.PLAIN, indent)
        self.query_one(Page).show(lines, from_top=False)

    @work
    async def do(self, what: deed.Deed) -> None:
        """Ask for a deed and do it; the page tells of it afterwards."""
        await self.ask(what)

    async def ask(self, what: deed.Deed) -> None:
        """Do the same, in a worker that runs already."""
        await deed.ask(self.app, self.clerk, what)

    async def clocks_running(self) -> int | None:
        """Return how many clocks still run for it, read as `found` reads: None where that is not to be asked about."""
        running = await found(self, self.clerk, lambda store: running_for(store, self.which))
        return None if running is None else len(running)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
