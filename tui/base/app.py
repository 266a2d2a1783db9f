"""The app at base: wiring between its screens, clerk and terminal.

Owns which screen a wish opens. Refuses to own what every desk has (seated), rules, tables, and what any one screen
shows.
"""

from typing import TYPE_CHECKING, Final

from textual import on

from store.errors import SafetyNoteMissingError
from tui import notices
from tui.base.board import BoardScreen
from tui.base.families import FamiliesScreen
from tui.base.family import FamilyFileScreen, NoteScreen
from tui.base.laptops import LaptopsScreen
from tui.base.lifting import LiftingRoom
from tui.base.office_outcome import OfficeOutcomeRoom
from tui.base.office_refusal import OfficeRefusalRoom
from tui.base.reading import BoardRead
from tui.base.visit_over import VisitOverRoom
from tui.base.wishes import (
    EndCase,
    EndVisit,
    LiftWish,
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
from tui.desk import Desk
from tui.field import wishes
from tui.field.confidential import ConfidentialScreen
from tui.field.consent.withdrawal import WithdrawalRoom
from tui.field.history import HistoryScreen
from tui.field.paper_wish import PaperWishRoom
from tui.field.request import RequestRoom
from tui.field.rooms import FamilyRoom, Rooms
from tui.field.safety_note import SafetyNoteLeft
from tui.seated import SeatedApp, Settling
from tui.told import ActsKept

if TYPE_CHECKING:
    from textual.screen import Screen

_ROOMS: Final[dict[type[wishes.FamilyWish], type[FamilyRoom]]] = {
    wishes.OpenFamily: FamilyFileScreen,
    wishes.SeeHistory: HistoryScreen,
    wishes.SeeConfidential: ConfidentialScreen,
    wishes.ReadSafetyNote: NoteScreen,
    wishes.RecordRefusal: OfficeRefusalRoom,
    wishes.TakeRequest: RequestRoom,
    wishes.SettlePaperWish: PaperWishRoom,
    wishes.WithdrawConsent: WithdrawalRoom,
    LiftWish: LiftingRoom,
    EndCase: OfficeOutcomeRoom,
    EndVisit: VisitOverRoom,
}


class BaseApp(SeatedApp):
    """Doorstep at base, after somebody came in.

    Args:
        clerk: Holds the open store.
        desk: What that store is.
        board: What the board shows first.
        settling: As `SeatedApp`.
    """

    def __init__(self, clerk: Clerk, desk: Desk, board: BoardRead, settling: "Settling | None" = None) -> None:
        super().__init__(clerk, desk, settling)
        self._first = board
        self._rooms = Rooms(self, clerk, desk, _ROOMS)

    def home(self) -> "Screen[None]":
        """Return the board; an auditor sees nothing but what is to be read."""
        if self.desk.is_auditor:
            from tui.base.audit import AuditorScreen  # nobody else needs it at once

            return AuditorScreen(self.clerk)
        self._board = BoardScreen(self.clerk, self.desk, self._first)
        self._families = FamiliesScreen(self.clerk, self.desk)
        self.install_screen(self._families, "families")
        return self._board

    @on(ActsKept)
    def _read_board_again(self, message: ActsKept) -> None:
        if message.acts and not self.desk.is_auditor:
            self._board.look()

    @on(SeeFamilies)
    def _open_families(self, message: SeeFamilies) -> None:
        if self._families not in self.screen_stack:
            self._families.begin(is_finding=message.is_finding, is_paused=message.is_paused)
            self.push_screen(self._families)

    @on(SeeLaptops)
    def _open_laptops(self) -> None:
        self.push_screen(LaptopsScreen(self.clerk))

    @on(SeeDeliveries)
    def _open_deliveries(self) -> None:
        from tui.base.intake import IntakeScreen  # loads what takes deliveries in: nothing else needs it

        self.push_screen(IntakeScreen(self.clerk))

    @on(SeeInbox)
    def _open_inbox(self) -> None:
        from tui.base.inbox import InboxScreen  # likewise

        self.push_screen(InboxScreen(self.clerk))

    @on(SeeWaveTwo)
    def _open_wave_two(self) -> None:
        from tui.base.wave_two import WaveTwoScreen  # likewise

        self.push_screen(WaveTwoScreen(self.clerk))

    @on(SeeLinkage)
    def _open_linkage(self) -> None:
        from tui.base.linkage import LinkageScreen  # likewise

        self.push_screen(LinkageScreen(self.clerk))

    @on(SeeOutputs)
    def _open_outputs(self) -> None:
        from tui.base.outputs import OutputsScreen  # likewise

        self.push_screen(OutputsScreen(self.clerk))

    @on(SeeRegisters)
    def _open_registers(self) -> None:
        from tui.base.registers import RegistersScreen  # likewise

        self.push_screen(RegistersScreen(self.clerk))

    @on(SeePaper)
    def _open_paper(self) -> None:
        from tui.base.sheets import SheetsScreen  # likewise

        self.push_screen(SheetsScreen(self.clerk))

    @on(SeeStaff)
    def _open_staff(self) -> None:
        from tui.base.staff import StaffScreen  # likewise

        self.push_screen(StaffScreen(self.clerk))

    @on(SeeBackChecks)
    def _open_back_checks(self) -> None:
        from tui.base.back_checks import BackChecksScreen  # likewise

        self.push_screen(BackChecksScreen(self.clerk))

    @on(SeeBackups)
    def _open_backups(self) -> None:
        from tui.base.backups import BackupsScreen  # likewise

        self.push_screen(BackupsScreen(self.clerk))

    @on(SeeDestruction)
    def _open_destruction(self) -> None:
        from tui.base.destruction import DestructionScreen  # likewise

        self.push_screen(DestructionScreen(self.clerk))

    @on(SeeAudit)
    def _open_audit(self) -> None:
        from tui.base.audit import AuditScreen  # likewise

        self.push_screen(AuditScreen(self.clerk))

    @on(wishes.FamilyWish)
    def _enter(self, message: wishes.FamilyWish) -> None:
        room = self._rooms.granting(type(message))
        self.await_room(room)
        room.look_at(message.family, message.about)

    @on(SafetyNoteLeft)
    def _say_there_is_none(self, message: SafetyNoteLeft) -> None:
        if not message.was_there:
            self.keys_in_turn.let_go(forgets=True)
            notices.show_refusal(self, SafetyNoteMissingError())
