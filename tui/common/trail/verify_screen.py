"""Checking that everything kept here holds, while one watches.

Owns showing how far it is and what came of it. Refuses to own the checks (store).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from store.errors import StoreError
from tui.by_keys import hint_of
from tui.clerk import Clerk
from tui.commands import BACK, KEYS_HERE, Command, bindings
from tui.common.trail.reading import clocks_alone
from tui.told import StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from textual.worker import Worker


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
    """Checks the store as soon as it is shown, beside the clerk: what is to be kept meanwhile waits for nothing.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
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
        page.show([PageLine("Every entry is being checked. One can go back; it ends then.")])
        self._check()

    @work(thread=True, exclusive=True)
    def _check(self) -> None:
        told: Message
        worker = get_current_worker()
        try:
            told = verified(self._clerk, self.post_message, worker)
        except StoreError as refusal:
            told = StoreFailed(refusal)
        except _LeftError:
            return
        except RuntimeError:
            if not worker.is_cancelled:
                raise
            return  # it was locked meanwhile, and the clerk is gone
        self.post_message(told)

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
            *paragraph(hint_of(message.refusal), indent=""),
        ]
        self.query_one(Page).show(lines)

    def action_back(self) -> None:
        """Go back; what is being checked ends."""
        self.dismiss()


class _LeftError(Exception):
    """Nobody looks any more."""


def verified(clerk: Clerk, post: Callable[[Message], object], worker: "Worker[None]") -> Verified:
    """Check everything in the thread of a reader; the clerk is asked for moments only.

    Args:
        clerk: Holds the store.
        post: Hears how far it is.
        worker: Is cancelled once nobody looks.

    Raises:
        StoreError: Something does not hold.
    """
    from store.keeping import inspection
    from tui.verify_words import line

    def progress(done: int, every: int) -> None:
        if worker.is_cancelled:
            raise _LeftError
        post(VerifyTold(done, every))

    clerk.ask(lambda store: store.settle()).result()
    if not inspection.are_pages_whole(clerk.store):
        clerk.ask(inspection.hold_pages).result()
    with clerk.store.reader() as connection:
        proved = inspection.hold_entries(clerk.store, connection, progress)
    clerk.ask(inspection.hold_beside).result()
    return Verified((line(proved), clerk.ask(clocks_alone).result()))
