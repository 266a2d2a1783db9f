"""The app: wiring between screens, clerk and terminal.

Owns which screen is on, what every screen hears, and the keys that work everywhere. Refuses to own rules, tables, and
what any one screen shows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from store.clock import LONDON
from store.errors import SafetyNoteMissingError, StoreError
from store.fieldwork.looking import lines_of
from store.ids import FamilyId
from store.keeping.acts.terms.store import LockCause
from tui import duty_words, notices
from tui.clerk import Clerk
from tui.commands import APP_COMMANDS, LEAVE, LOCK, Command, bindings
from tui.common.clocks import ClocksScreen, SoonestKnown
from tui.common.cover import NO_PIN_YET, CoverScreen
from tui.common.cover_pin import CoverPinChosen
from tui.common.help import HelpScreen
from tui.common.sync import Synced, SyncScreen
from tui.desk import COVER_PIN, LOOK_NOTE, Desk
from tui.field.agenda import AgendaScreen
from tui.field.contacts import ContactsScreen
from tui.field.paper_wish import PaperWaiting, paper_waiting
from tui.field.rooms import Room, Rooms
from tui.field.safety_note import SafetyNoteLeft, SafetyNoteScreen
from tui.field.wishes import (
    FamilyWish,
    OpenClocks,
    OpenDiary,
    ReadSafetyNote,
    RecordRefusal,
    ReportConcern,
    SeeDevices,
    SeeTrail,
    SendAndReceive,
    SettlePaperWish,
    TakeBack,
    TakeRequest,
    WithdrawConsent,
)
from tui.header import Header, HeaderFact
from tui.kept_last import KeptLast
from tui.looks.themes import after
from tui.out import OutKnown
from tui.sheltered import ShelteredApp
from tui.told import (
    ActsKept,
    ClerkStopped,
    LinesRead,
    NobodySignedIn,
    RoomRead,
    SignedInKept,
    StoreFailed,
)
from tui.unsent import UnsentCounted
from tui.widgets.key_line import keys_of_widget
from tui.widgets.said_line import Tone
from tui.widgets.top_line import Standing

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.message import Message

    from store.keeping.store import Store

Settling = Callable[["Store"], "Message"]

_BEFORE_NOTE: Final = (ReadSafetyNote, RecordRefusal, SettlePaperWish, ReportConcern, TakeRequest, WithdrawConsent)
"""What no unread safety note stands before."""


class DoorstepApp(ShelteredApp, inherit_bindings=False):
    """Doorstep, after somebody came in.

    Args:
        clerk: Holds the open store.
        desk: What that store is.
        lines: The families, as the list shows them.
        settling: What the clerk does once the list is seen.
        ahead: Wishes whose rooms are built after that, before they are wanted: the first time is as quick as any.

    Attributes:
        refusal: Why nobody is signed in after all; None where somebody is.
    """

    TITLE = "Doorstep"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_COMMANDS)]

    def __init__(
        self,
        clerk: Clerk,
        desk: Desk,
        lines: Sequence[Any],
        settling: "Settling | None" = None,
        ahead: Sequence[type[FamilyWish]] = (),
    ) -> None:
        super().__init__(clerk, desk)
        self.cover_pin = desk.cover_pin
        if desk.look in self.available_themes:
            self.theme = desk.look
        self.refusal: StoreError | None = None
        self._lines = lines
        self._settling = settling
        self._ahead = ahead
        self._kept_last = KeptLast(clerk, desk)
        self._rooms = Rooms(self, clerk, desk)
        self._after_note: FamilyWish | None = None
        self._entering: tuple[Room, Screen[Any]] | None = None
        self.standing = Standing(desk.device_name, desk.is_practice, desk.volume)
        self._header = Header(self, clerk, desk)

    def on_mount(self) -> None:
        """Show the list."""
        self.clerk.tell(self)
        self.contacts = ContactsScreen(self.clerk, self.desk, self._lines)
        self._diary = AgendaScreen(self.clerk, self.desk)
        self.install_screen(self._diary, "diary")
        self._board = ClocksScreen(self.clerk, self.desk)
        self.install_screen(self._board, "clocks")
        self.push_screen(self.contacts)

    def on_ready(self) -> None:
        """Let the journal tell who came in, now that the list is seen."""
        if self._settling is not None:
            self.clerk.do(self._settling, self)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield what the palette finds: the commands of the screen and those that work everywhere, and nothing else."""
        for command in (*keys_of(screen), *APP_COMMANDS):
            yield SystemCommand(
                f"{command.label} ({command.shown_key})", command.help, partial(self._run, command, screen)
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing come over the cover."""
        if self.screen_stack and isinstance(self.screen, CoverScreen):
            return action in {LOCK.id, LEAVE.id}
        return super().check_action(action, parameters)

    # -- keys that work everywhere ---------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show the keys of this screen."""
        if not isinstance(self.screen, HelpScreen):
            of_widgets: Sequence[Command] = getattr(self.screen, "ALSO", ())
            legend: Sequence[str] = getattr(self.screen, "LEGEND", ())
            here = (*keys_of_widget(self.focused), *keys_of(self.screen), *of_widgets)
            self.push_screen(HelpScreen(here, legend))

    def action_palette(self) -> None:
        """Look for a command by its words."""
        self.action_command_palette()

    def action_look(self) -> None:
        """Show everything in the next look, and come up in it from now on."""
        look = after(self.theme).name
        self.theme = look

        def noted(store: "Store") -> ActsKept:
            store.notebook.write_note(LOOK_NOTE, look)
            return ActsKept(f"This is the {look} look.", None, ())

        self.clerk.do(noted, self)

    def action_cover(self) -> None:
        """Cover the screen."""
        self.keys_in_turn.let_go(forgets=True)
        today = self.desk.clock.now().astimezone(LONDON).date()
        self.push_screen(CoverScreen(today, self.cover_pin))

    @on(CoverScreen.Voided)
    def _lock_uncovered(self) -> None:
        self.lock(LockCause.IDLE)

    async def _run(self, command: Command, screen: Screen[Any]) -> None:
        await self.run_action(command.binding().action, screen)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: "DOMNode | None" = None,
        namespaces: "Mapping[str, DOMNode] | None" = None,
    ) -> bool:
        """Do what a key does; what the last one kept need not be said any longer."""
        notices.forget(self)
        return await super().run_action(action, default_namespace, namespaces)

    # -- what is heard ---------------------------------------------------------------------------------------------

    @on(ActsKept)
    def _say_kept(self, message: ActsKept) -> None:
        self.keys_in_turn.let_go()
        notices.show(self, Tone.KEPT, message.said)
        self._kept_last.know(message)
        if message.family is not None:
            self.contacts.changed(message.family, message.line)
        for line in message.others:
            self.contacts.changed(FamilyId(line.family), line)
        if message.acts or message.family is not None:  # a look or a PIN is no act
            self.call_after_refresh(self._look_round)  # what is kept is seen first

    def _look_round(self) -> None:
        self._header.look_round()
        self.clerk.do(paper_waiting, self)

    @on(UnsentCounted)
    @on(OutKnown)
    @on(SoonestKnown)
    def _tell_in_header(self, message: HeaderFact) -> None:
        self._header.know(message)

    @on(TakeBack)
    def _take_back(self, message: TakeBack) -> None:
        try:
            self._kept_last.take_back(message.family, self)
        except StoreError as refusal:
            notices.show_refusal(self, refusal)
        else:
            self.keys_in_turn.hold()

    @on(SendAndReceive)
    def _exchange(self) -> None:
        self.push_screen(SyncScreen(self.clerk))

    @on(SeeTrail)
    def _open_trail(self) -> None:
        from tui.common.trail.trail_screen import TrailScreen  # seldom wanted, and nothing waits for it

        self.push_screen(TrailScreen(self.clerk))

    @on(SeeDevices)
    def _open_devices(self) -> None:
        from tui.common.trail.devices_screen import DevicesScreen  # likewise

        self.push_screen(DevicesScreen(self.clerk))

    @on(Synced)
    def _read_again(self) -> None:
        self.clerk.do(lambda store: LinesRead(lines_of(store)), self)
        self._look_round()

    @on(LinesRead)
    def _show_lines(self, message: LinesRead) -> None:
        self.contacts.read(message.lines)

    @on(PaperWaiting)
    def _tell_waiting(self, message: PaperWaiting) -> None:
        self.contacts.wait_for_families(message.count)

    @on(FamilyWish)
    def _enter(self, message: FamilyWish) -> None:
        """Open a room; an unread safety note comes first, alone, but not before what protects somebody."""
        self._after_note = None
        is_waiting = not isinstance(message, _BEFORE_NOTE)
        if is_waiting and self.contacts.is_note_unread(message.family):
            self._after_note = message
            message = ReadSafetyNote(message.family)
        self._open(message)

    @on(SafetyNoteLeft)
    def _go_on_after_note(self, message: SafetyNoteLeft) -> None:
        wish, self._after_note = self._after_note, None
        if wish is not None and wish.family == message.family:
            self._open(wish)
        elif not message.was_there:
            self.keys_in_turn.let_go(forgets=True)
            notices.show_refusal(self, SafetyNoteMissingError())

    def _open(self, message: FamilyWish) -> None:
        room = self._rooms.granting(type(message))
        self._entering = None if room in self.screen_stack else (room, self.screen)
        if self._entering is not None:
            self.keys_in_turn.hold()
        room.look_at(message.family, message.about)

    @on(OpenDiary)
    def _open_diary(self) -> None:
        self._entering = (self._diary, self.screen)
        self.keys_in_turn.hold()
        self._diary.look()

    @on(OpenClocks)
    def _open_clocks(self) -> None:
        self._entering = (self._board, self.screen)
        self.keys_in_turn.hold()
        self._board.look()

    @on(RoomRead)
    def _show_room(self, message: RoomRead) -> None:
        """Open a room once there is something to see in it, unless somebody has gone elsewhere meanwhile."""
        room = message.room
        if isinstance(room, Room) and room.show(message) and self._entering == (room, self.screen):
            self._entering = None
            notices.forget(self)
            self.push_screen(room)
            self.keys_in_turn.let_go(forgets=isinstance(room, SafetyNoteScreen))  # nobody has read what is not seen

    @on(CoverPinChosen)
    def _set_cover_pin(self, message: CoverPinChosen) -> None:
        self.cover_pin = message.kept

        def noted(store: "Store") -> ActsKept:
            store.notebook.write_note(COVER_PIN, message.kept)
            return ActsKept("The PIN for the cover is set.", None, ())

        self.clerk.do(noted, self)

    @on(StoreFailed)
    def _say_refused(self, message: StoreFailed) -> None:
        self.keys_in_turn.let_go(forgets=True)
        notices.show_refusal(self, message.refusal)

    @on(SignedInKept)
    def _go_on(self, message: SignedInKept) -> None:
        self._look_round()
        self.call_after_refresh(self._rooms.build_ahead, self._ahead)
        if self.desk.trained_until is not None:
            notices.show(self, Tone.ASKED, duty_words.training_ends(self.desk.trained_until))
        if message.refusal is not None:
            notices.show_refusal(self, message.refusal)
        elif not self.cover_pin:
            notices.suggest(self, NO_PIN_YET)

    @on(NobodySignedIn)
    def _lock_again(self, message: NobodySignedIn) -> None:
        self.refusal = message.refusal
        self.lock(LockCause.CLOSED)

    @on(ClerkStopped)
    def _stop(self, message: ClerkStopped) -> None:
        raise message.fault


def keys_of(screen: Screen[Any]) -> Sequence[Command]:
    """Return the commands of a screen; those that work everywhere are not among them."""
    return getattr(screen, "KEYS", ())
