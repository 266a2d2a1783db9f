"""Checking that everything kept here holds, while one watches.

Owns showing how far it is and what came of it. Refuses to own the checks (store).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from tui.clerk import Clerk
from tui.commands import BACK, Command, bindings
from tui.common.trail.reading import clocks_alone
from tui.told import StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store


@dataclass
class VerifyTold(Message):
    """How far it is."""

    done: int
    every: int


@dataclass
class Verified(Message):
    """Everything holds; what that is, in sentences."""

    said: tuple[str, ...] = field(repr=False)


class VerifyScreen(Screen[None]):
    """Checks the store as soon as it is shown.

    Args:
        clerk: Holds the store; nothing else is kept while it checks.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk

    def compose(self) -> ComposeResult:
        """Lay out one page."""
        yield from framed("Verify", self.KEYS, Page())

    def on_mount(self) -> None:
        """Begin."""
        page = self.query_one(Page)
        page.focus()
        page.show([PageLine("Every entry is being checked.")])
        self._clerk.do(verifying(self.post_message), self)

    @on(VerifyTold)
    def _tell(self, message: VerifyTold) -> None:
        self.query_one(Page).show([PageLine(f"{message.done:,} of {message.every:,} entries checked.")])

    @on(Verified)
    def _end(self, message: Verified) -> None:
        lines = [line for said in message.said for line in (*paragraph(said, indent=""), PageLine(""))]
        self.query_one(Page).show([PageLine("Everything holds.", Tint.HEAD), PageLine(""), *lines])

    @on(StoreFailed)
    def _fail(self, message: StoreFailed) -> None:
        """Say on the page what does not hold; the app says it below too."""
        lines = [
            *paragraph(message.refusal.message, tint=Tint.WARNING, indent=""),
            *paragraph(message.refusal.hint, indent=""),
        ]
        self.query_one(Page).show(lines)

    def action_back(self) -> None:
        """Go back; what is being checked goes on."""
        self.dismiss()


def verifying(post: Callable[[Message], object]) -> "Callable[[Store], Message]":
    """Return what the clerk does to check everything.

    Args:
        post: Hears how far it is.
    """

    def verified(store: "Store") -> Message:
        from store.keeping.inspection import inspect
        from tui.printed.verify import line

        def progress(done: int, every: int) -> None:
            post(VerifyTold(done, every))

        proved = inspect(store, progress=progress)
        return Verified((line(proved), clocks_alone(store)))

    return verified
