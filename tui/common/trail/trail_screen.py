"""The trail: what happened here, newest first, page by page.

Owns asking for pages, narrowing, jumping, and where keys lead. Refuses to own the words (trail_words) and the journal.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store.custody.trail_pages import Narrowed
from store.errors import StoreError
from tui.clerk import Clerk
from tui.commands import LIST_COMMANDS, TRAIL_COMMANDS, Command, bindings
from tui.common.duties.duties_screen import INCIDENTS, REQUESTS, DutiesScreen
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.common.trail import family_custody, narrowing
from tui.common.trail.checkpoint_screen import CheckpointScreen
from tui.common.trail.devices_screen import DevicesScreen
from tui.common.trail.reading import TrailReader, Window, whole
from tui.common.trail.trail_list import (
    EntryChosen,
    NewerWanted,
    NewestWanted,
    OlderWanted,
    OldestWanted,
    TrailList,
)
from tui.common.trail.verify_screen import VerifyScreen
from tui.forms.fields import Answers, one
from tui.forms.form import Form
from tui.told import StoreFailed
from tui.widgets.frame import framed
from tui.widgets.guard import told
from tui.widgets.page import PageLine

if TYPE_CHECKING:
    from store.keeping.store import Store

Ask = Callable[[TrailReader], Window]


@dataclass
class TrailRead(Message):
    """A window on the trail was read.

    Attributes:
        reader: Whose; another one was made since, where it is not the screen's.
        grows: `older`, `newer`, or empty where it is another window.
    """

    reader: TrailReader
    window: Window = field(repr=False)
    grows: str


@dataclass
class TrailFound(Message):
    """A trail that is looked through beside the clerk."""

    reader: TrailReader


class TrailScreen(Screen[None]):
    """The trail of this store.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = TRAIL_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    DEFAULT_CSS = """
    TrailScreen > .narrowed { height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk
        self._narrowed, self._heading = Narrowed(), ""
        self._reader: TrailReader | None = None

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield from framed("Trail", self.KEYS, Static(classes="narrowed"), TrailList())

    def on_mount(self) -> None:
        """Read the newest page."""
        self.query_one(TrailList).focus()
        self._begin()

    # -- pages -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._reader, narrowed = None, self._narrowed

        def read(store: "Store") -> Message:
            reader = TrailReader(store, narrowed)
            return TrailFound(reader) if reader.is_scanning else TrailRead(reader, reader.newest(), "")

        self._clerk.do(read, self)

    @on(TrailFound)
    def _scan_newest(self, message: TrailFound) -> None:
        if self._reader is None:
            self._reader = message.reader
            self.query_one(".narrowed", Static).update(told(f"Looking for: {self._heading}."), layout=False)
            self._ask(TrailReader.newest)

    def _ask(self, ask: Ask, grows: str = "") -> None:
        reader = self._reader
        if reader is None:
            return
        if reader.is_scanning:
            self._scan(reader, ask, grows)
        else:
            self._clerk.do(lambda _: TrailRead(reader, ask(reader), grows), self)

    @work(thread=True, exclusive=True)
    def _scan(self, reader: TrailReader, ask: Ask, grows: str) -> None:
        """Look through the journal beside the clerk, so that nothing that is to be kept waits for it."""
        try:
            with self._clerk.store.reader() as connection:
                found = ask(reader.over(connection))
        except StoreError as refusal:
            self.post_message(StoreFailed(refusal))
            return
        self.post_message(TrailRead(reader, found, grows))

    @on(TrailRead)
    def _show(self, message: TrailRead) -> None:
        if self._reader is None:
            self._reader = message.reader
        if message.reader is not self._reader:
            return  # of a trail that is narrowed otherwise now
        heading = f"Only: {self._heading}. F4 shows all." if self._heading else "Everything, newest first."
        self.query_one(".narrowed", Static).update(told(heading), layout=False)
        window, lines = message.window, self.query_one(TrailList)
        match message.grows:
            case "older":
                lines.add_older(window.lines, has_older=window.has_older)
            case "newer":
                lines.add_newer(window.lines, has_newer=window.has_newer)
            case _:
                lines.begin(
                    window.lines,
                    has_older=window.has_older,
                    has_newer=window.has_newer,
                    points_at=window.points_at,
                )

    @on(OlderWanted)
    def _older(self) -> None:
        last = self.query_one(TrailList).lines[-1].place
        self._ask(lambda reader: reader.older(last), "older")

    @on(NewerWanted)
    def _newer(self) -> None:
        first = self.query_one(TrailList).lines[0].place
        self._ask(lambda reader: reader.newer(first), "newer")

    @on(OldestWanted)
    def _oldest(self) -> None:
        self._ask(TrailReader.oldest)

    @on(NewestWanted)
    def _newest(self) -> None:
        self._ask(TrailReader.newest)

    # -- keys --------------------------------------------------------------------------------------------------------

    @on(EntryChosen)
    def _open_entry(self, message: EntryChosen) -> None:
        self._see(partial(whole, line=message.line, width=self.size.width))

    @work
    async def _see(self, read: "Callable[[Store], list[PageLine]]") -> None:
        lines = await found(self, self._clerk, read)
        if lines is not None:
            await self.app.push_screen_wait(PageScreen("Entry", lines))

    def action_open(self) -> None:
        """See the entry that is pointed at."""
        self.query_one(TrailList).choose()

    @work
    async def action_narrow(self) -> None:
        """Narrow the trail."""
        asked: list[tuple[Narrowed, str]] = []

        async def keep(answers: Answers) -> None:
            ask = partial(narrowing.narrowed_by, answers=answers)
            asked.append((await asyncio.wrap_future(self._clerk.ask(ask)), narrowing.said(answers)))

        form = Form(narrowing.fields())
        means = [PageLine("Only what is like this is shown.")]
        if await self.app.push_screen_wait(FormScreen("Narrow the trail", form, lambda _: means, keep)):
            self._narrowed, self._heading = asked[-1]
            self._begin()

    def action_widen(self) -> None:
        """See all of it."""
        self._narrowed, self._heading = Narrowed(), ""
        self._begin()

    @work
    async def action_jump(self) -> None:
        """Jump to a day."""
        form = Form(narrowing.jump_fields())
        means = [PageLine("The list points at the last thing that happened by the end of that day.")]
        if await self.app.push_screen_wait(FormScreen("Jump to a day", form, lambda _: means)):
            at_ms = narrowing.end_of_day_ms(one(form.answers(), "day") or "")
            self._ask(lambda reader: reader.until(at_ms))

    def action_devices(self) -> None:
        """See the devices."""
        self.app.push_screen(DevicesScreen(self._clerk))

    @work
    async def action_family(self) -> None:
        """See where a family is, and who has seen it."""
        await family_custody.ask(self.app, self._clerk)

    def action_incidents(self) -> None:
        """See every incident, pointing at the one that the entry is about."""
        line = self.query_one(TrailList).pointed
        self.app.push_screen(DutiesScreen(self._clerk, INCIDENTS, line.incident if line else None))

    def action_requests(self) -> None:
        """See every request, likewise."""
        line = self.query_one(TrailList).pointed
        self.app.push_screen(DutiesScreen(self._clerk, REQUESTS, line.request if line else None))

    def action_checkpoint(self) -> None:
        """See the signed head."""
        self.app.push_screen(CheckpointScreen(self._clerk))

    def action_verify(self) -> None:
        """Check that everything holds."""
        self.app.push_screen(VerifyScreen(self._clerk))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
