"""Sending and receiving: where the mailbox is, what will be done, how far it is, what came of it.

Owns asking where, and showing. Refuses to own the exchange (store) and its words (exchanged). It runs in the clerk's
thread: whatever is recorded meanwhile is kept right after it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from store.errors import StoreError, StoreFrozenError
from tui import exchanged, wording
from tui.by_keys import hint_of
from tui.clerk import Clerk
from tui.commands import SYNC_COMMANDS, Command, bindings
from tui.told import StoreFailed
from tui.widgets.cells import wrapped
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint

if TYPE_CHECKING:
    from store.exchange.mailbox import Mailbox
    from store.exchange.mailboxes import KnownMailbox
    from store.keeping.store import Store

_LABEL = 14


@dataclass
class MailboxKnown(Message):
    """Where the mailbox is, as it was named last; empty if none was."""

    address: str


@dataclass
class SyncTold(Message):
    """Something to add to the page."""

    told: tuple[exchanged.Told, ...]
    is_passing: bool = False


class Synced(Message):
    """A sync ended well: families may have come, and others may be gone."""


class SyncScreen(Screen[None]):
    """Sends and receives through a mailbox.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = SYNC_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    DEFAULT_CSS = """
    SyncScreen > Input.-textual-compact { padding: 0 1; }
    SyncScreen > .asked { height: 1; padding: 0 1; }
    """

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk
        self._lines: list[PageLine] = []
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """Lay out one field and a page."""
        yield from framed(
            "Send and receive",
            self.KEYS,
            Static("Mailbox: a folder, a stick, or sftp://account@server/folder. Enter starts.", classes="asked"),
            Input(placeholder="/media/stick", compact=True),
            Page(),
        )

    def on_mount(self) -> None:
        """Ask where it was last."""
        self._clerk.do(_known, self)

    @on(MailboxKnown)
    def _show_known(self, message: MailboxKnown) -> None:
        field = self.query_one(Input)
        if not field.value:
            field.value = message.address

    @on(Input.Submitted)
    def action_exchange(self) -> None:
        """Send and receive, once more too."""
        mailbox = self.query_one(Input).value.strip()
        if self._is_busy or not mailbox:
            return
        self._is_busy = True
        self._lines.clear()
        self._clerk.do(syncing(mailbox, self.post_message), self)

    @on(SyncTold)
    def _add(self, message: SyncTold) -> None:
        width = self.size.width - _LABEL - 3
        lines = [
            PageLine(f"{label if n == 0 else '':{_LABEL}}{text}")
            for label, sentence in message.told
            for n, text in enumerate(wrapped(wording.plain(sentence), width))
        ]
        if not message.is_passing:
            self._lines += lines
            lines = []
        self.query_one(Page).show([*self._lines, *lines], from_top=False)

    @on(Synced)
    def _end(self) -> None:
        self._is_busy = False
        self._lines.append(PageLine("Done.", Tint.HEAD))
        self.query_one(Page).show(self._lines, from_top=False)

    @on(StoreFailed)
    def _broke_off(self) -> None:
        self._is_busy = False

    def action_back(self) -> None:
        """Go back; what runs goes on."""
        self.dismiss()


def _known(store: "Store") -> MailboxKnown:
    from store.exchange.mailboxes import known_mailbox  # loads every act: here, in the clerk's thread

    return MailboxKnown(known_mailbox(store).address if store.fact("mailbox") else "")


def syncing(address: str, post: Callable[[Message], object]) -> "Callable[[Store], Message]":
    """Return what the clerk does to sync with a mailbox.

    Args:
        address: As it was typed.
        post: Hears how far it is.
    """

    def synced(store: "Store") -> Message:
        from store.exchange.mailboxes import name_mailbox

        if store.frozen is not None:
            raise StoreFrozenError(store.frozen.words)
        mailbox, known = name_mailbox(store, address)
        with mailbox:
            _sync(store, mailbox, known, post)
        return Synced()

    return synced


def _sync(store: "Store", mailbox: "Mailbox", known: "KnownMailbox", post: Callable[[Message], object]) -> None:
    from store.exchange.sync import plan, sync

    is_base = store.sidecar.role == "base"
    far = ("", 0, 0)

    def say(told: Iterable[exchanged.Told], *, is_passing: bool = False) -> None:
        post(SyncTold(tuple(told), is_passing))

    def progress(doing: str, done: int, every: int) -> None:
        nonlocal far
        far = (doing, done, every)
        say([(doing.capitalize(), f"{done:,} of {every:,}")], is_passing=True)

    say(exchanged.plan_words(plan(store, mailbox), known, is_base=is_base))
    try:
        outcome = sync(store, mailbox, known, progress)
    except StoreError:
        say([("Broke off", exchanged.broken_off_words(*far))])
        raise
    say(exchanged.outcome_words(outcome, is_base=is_base, hint_of=hint_of))
