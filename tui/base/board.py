"""The board, the supervisor's home: what runs out, how each laptop stands, how far the work got.

Owns asking for it, and which keys lead on. Refuses to own reading (reading), the words (board_page), and every rule.
"""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import get_current_worker

from store.errors import StoreError
from store.fieldwork.how_far import HowFar
from tui.base.board_page import board_page
from tui.base.reading import BoardCounted, BoardRead, count_board, read_board
from tui.base.wishes import (
    SeeAudit,
    SeeBackChecks,
    SeeBackups,
    SeeDeliveries,
    SeeDestruction,
    SeeFamilies,
    SeeInbox,
    SeeLaptops,
    SeeLinkage,
    SeeOutputs,
    SeePaper,
    SeeRegisters,
    SeeStaff,
    SeeWaveTwo,
)
from tui.clerk import Clerk
from tui.commands import BOARD_COMMANDS, Command, bindings
from tui.common import own_passphrase
from tui.common.cover_pin import CoverPinChosen, CoverPinDialog
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field import wishes
from tui.told import StoreFailed
from tui.widgets.frame import framed
from tui.widgets.page import Page


class BoardScreen(QuickScreen[None]):
    """The board. What stands in a few rows is there at once; what has to be counted comes when it is.

    Args:
        clerk: Holds the store.
        desk: Whose.
        first: What it shows first.
    """

    KEYS: ClassVar[tuple[Command, ...]] = BOARD_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk, first: BoardRead) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._read = first
        self._counted: HowFar | None = None
        self._generation = 0
        self._is_shown = False

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed("Base", self.KEYS, Page())

    def on_mount(self) -> None:
        """Show what was read before anything was seen."""
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._paint(from_top=True)

    # -- what is in sight ------------------------------------------------------------------------------------------

    def on_screen_resume(self) -> None:
        """Read it again where one comes back to it; the first time only what is counted is missing."""
        if self._is_shown:
            self.look()
        else:
            self._is_shown = True
            self.call_after_refresh(self._count)

    def look(self) -> None:
        """Read everything again."""
        self._clerk.do(lambda store: read_board(store, self._desk), self)

    @on(BoardRead)
    def _show_read(self, message: BoardRead) -> None:
        self._read = message
        self._paint()
        self._count()

    def _count(self) -> None:
        self._generation += 1
        self._reading(self._generation)

    @work(thread=True, exclusive=True, group="reading")
    def _reading(self, generation: int) -> None:
        asked = get_current_worker()
        try:
            told: BoardCounted | StoreFailed = count_board(self._clerk.store, self._desk, generation)
        except StoreError as refusal:
            told = StoreFailed(refusal)
        if not asked.is_cancelled:
            self.post_message(told)

    @on(BoardCounted)
    def _show_counted(self, message: BoardCounted) -> None:
        if message.generation == self._generation:  # one that comes late tells nothing any more
            self._counted = message.counted
            self._paint()

    def _paint(self, *, from_top: bool = False) -> None:
        self.query_one(Page).show(board_page(self._read, self._counted, self.size.width), from_top=from_top)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_families(self) -> None:
        """See every family."""
        self.post_message(SeeFamilies())

    def action_find(self) -> None:
        """See every family, and type to find one."""
        self.post_message(SeeFamilies(is_finding=True))

    def action_exchange(self) -> None:
        """Send and receive."""
        self.post_message(wishes.SendAndReceive())

    def action_deliveries(self) -> None:
        """See what councils sent."""
        self.post_message(SeeDeliveries())

    def action_inbox(self) -> None:
        """See what waits for a decision."""
        self.post_message(SeeInbox())

    def action_paper(self) -> None:
        """See numbered sheets."""
        self.post_message(SeePaper())

    def action_staff(self) -> None:
        """See who works here."""
        self.post_message(SeeStaff())

    def action_back_checks(self) -> None:
        """See what somebody else checks."""
        self.post_message(SeeBackChecks())

    def action_wave_two(self) -> None:
        """See how far each council's second wave is."""
        self.post_message(SeeWaveTwo())

    def action_destruction(self) -> None:
        """See what was destroyed, and what may be declared."""
        self.post_message(SeeDestruction())

    def action_linkage(self) -> None:
        """See what was sent for linkage."""
        self.post_message(SeeLinkage())

    def action_outputs(self) -> None:
        """See what was let out."""
        self.post_message(SeeOutputs())

    def action_registers(self) -> None:
        """See who may be sent what."""
        self.post_message(SeeRegisters())

    def action_backups(self) -> None:
        """See every backup of base."""
        self.post_message(SeeBackups())

    def action_audit(self) -> None:
        """See what an auditor looks at."""
        self.post_message(SeeAudit())

    def action_laptops(self) -> None:
        """See every laptop."""
        self.post_message(SeeLaptops())

    def action_clocks(self) -> None:
        """See every clock that runs."""
        self.post_message(wishes.OpenClocks())

    def action_trail(self) -> None:
        """See what happened here."""
        self.post_message(wishes.SeeTrail())

    def action_devices(self) -> None:
        """See which devices hold what."""
        self.post_message(wishes.SeeDevices())

    @work
    async def action_cover_pin(self) -> None:
        """Ask for a PIN for the cover, and keep it."""
        kept = await self.app.push_screen_wait(CoverPinDialog())
        if kept is not None:
            self.post_message(CoverPinChosen(kept))

    @work
    async def action_own_passphrase(self) -> None:
        """Change the passphrase of whoever is signed in."""
        await own_passphrase.change(self, self._clerk)
