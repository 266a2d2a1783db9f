"""An app that somebody sits at, at the door or at base: what works the same at both.

Owns the keys that work everywhere, the screens that both have, opening a room once it was read, and saying what came of
a wish. Refuses to own the home screen and what leads on from it: each desk has its own (app, base.app).
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from store.errors import StoreError
from store.keeping import cover_pin
from store.keeping.acts.terms.store import LockCause
from tui import duty_words, notices
from tui.clerk import Clerk
from tui.commands import APP_COMMANDS, LEAVE, LOCK, Command, bindings
from tui.common.clocks import ClocksScreen, SoonestKnown
from tui.common.cover import NO_PIN_YET, CoverScreen
from tui.common.cover_pin import CoverPinChosen
from tui.common.help import HelpScreen
from tui.common.quick_screen import QuickScreen
from tui.common.sync import Synced, SyncScreen
from tui.desk import LOOK_NOTE, Desk
from tui.field.wishes import OpenClocks, SeeDevices, SeeTrail, SendAndReceive
from tui.header import Header, HeaderFact
from tui.looks.themes import after
from tui.out import OutKnown
from tui.sheltered import ShelteredApp
from tui.told import (
    ActsKept,
    ClerkStopped,
    NobodySignedIn,
    RoomRead,
    RoomReady,
    SignedInKept,
    StoreFailed,
    TermRecorded,
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


@runtime_checkable
class Showing(Protocol):
    """A screen that is opened once what it shows was read."""

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""


class SeatedApp(ShelteredApp, inherit_bindings=False):
    """Doorstep, after somebody came in.

    Args:
        clerk: Holds the open store.
        desk: What that store is.
        settling: What the clerk does once the home screen is seen.

    Attributes:
        refusal: Why nobody is signed in after all; None where somebody is.
        unread: Why the home screen could not be filled, which ends the app; None where it was.
    """

    FILLS_AT_ONCE: ClassVar[bool] = True
    """Whether its home screen is made with what it shows."""
    TITLE = "Doorstep"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_COMMANDS)]

    def __init__(self, clerk: Clerk, desk: Desk, settling: "Settling | None" = None) -> None:
        super().__init__(clerk, desk)
        self.refusal: StoreError | None = None
        self.unread: BaseException | None = None
        self._settling = settling
        self._uncovered = asyncio.Event()
        self._uncovered.set()
        self._made_ready: RoomRead | None = None
        self._entering: tuple[Screen[Any], object] | None = None
        self.sit_down()

    def sit_down(self) -> None:
        """Go by what the desk says, which may say more than it did when this was made."""
        desk = self.desk
        self.cover_pin = desk.cover_pin
        if desk.look in self.available_themes:
            self.theme = desk.look
        self.standing = Standing(desk.device_name, desk.is_practice, desk.volume)
        self._header = Header(self, self.clerk, desk)

    def home(self) -> Screen[None]:
        """Return the screen that everything begins with."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the home screen."""
        self.clerk.tell(self)
        self._clocks = ClocksScreen(self.clerk, self.desk)
        self.install_screen(self._clocks, "clocks")
        self.push_screen(self.home())

    def on_ready(self) -> None:
        """Let the journal tell who came in, unless the home screen is filled later."""
        if self.FILLS_AT_ONCE:
            self.settle()

    def settle(self) -> None:
        """Let the journal tell who came in, now that the home screen is seen: much is loaded for that."""
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
        self._uncovered.clear()
        self.push_screen(CoverScreen(self.desk.today(), self.cover_pin), lambda _: self._uncovered.set())

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        """Show a screen once nothing covers what it belongs to, and return what it says."""
        await self._uncovered.wait()
        return await super().push_screen_wait(screen, mode=mode)

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
        if self.awaited is None:  # otherwise they wait for a room, and not for this
            self.keys_in_turn.let_go()
        notices.show(self, Tone.KEPT, message.said)
        if isinstance(self.screen, QuickScreen):
            self.screen.paint_changes()
        if message.acts or message.family is not None:  # a look or a PIN is no act
            self.call_after_refresh(self.look_round)  # what is kept is seen first

    def look_round(self) -> None:
        """Let the header tell how things stand now."""
        self._header.look_round()

    @on(UnsentCounted)
    @on(OutKnown)
    @on(SoonestKnown)
    def _tell_in_header(self, message: HeaderFact) -> None:
        self._header.know(message)

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
    @on(TermRecorded)
    def _look_round_after_what_binds_all(self) -> None:
        self.look_round()

    @on(OpenClocks)
    def _open_clocks(self) -> None:
        self.await_room(self._clocks)
        self._clocks.look()

    # -- rooms that are opened once they are read ------------------------------------------------------------------

    def await_room(self, room: Screen[Any]) -> None:
        """Open a room once there is something to see in it, unless somebody goes elsewhere meanwhile; keys wait."""
        self._entering = None
        if room not in self.screen_stack:
            self.keys_in_turn.hold()
            self._entering = room, self._way()
            if isinstance(self.screen, QuickScreen):
                self.screen.leave_soon()

    @property
    def awaited(self) -> Screen[Any] | None:
        """The room that is on its way; None once somebody went elsewhere, be it for a moment, or waits no longer."""
        room, way = self._entering or (None, None)
        return room if way == self._way() else None

    def _way(self) -> object:
        return self.screen_stack[-1:], self.keys_in_turn.held_at

    @on(RoomReady)
    def _make_ready(self, message: RoomReady) -> None:
        room = message.read.room
        self._made_ready = message.read if isinstance(room, Showing) and room.show(message.read) else None
        if self._made_ready is not None and isinstance(room, QuickScreen):
            room.paint_ahead()

    @on(RoomRead)
    def _show_room(self, message: RoomRead) -> None:
        room, ready, self._made_ready = message.room, self._made_ready, None
        is_to_be_seen = message is ready or (isinstance(room, Showing) and room.show(message))
        if is_to_be_seen and self.awaited is room:
            self._entering = None
            if isinstance(room, QuickScreen):
                room.show_ahead()  # putting it on top takes a while, and nobody sees that
            notices.forget(self)
            self.push_screen(room)
            if isinstance(room, QuickScreen):
                room.paint()
            self.keys_in_turn.let_go(forgets=getattr(room, "FORGETS_KEYS", False))

    @on(CoverPinChosen)
    def _set_cover_pin(self, message: CoverPinChosen) -> None:
        self.cover_pin = message.kept

        def noted(store: "Store") -> ActsKept:
            store.notebook.write_note(cover_pin.NOTE, message.kept)
            return ActsKept("The PIN for the cover is set.", None, ())

        self.clerk.do(noted, self)

    @on(StoreFailed)
    def _say_refused(self, message: StoreFailed) -> None:
        self.keys_in_turn.let_go(forgets=True)
        notices.show_refusal(self, message.refusal)

    @on(SignedInKept)
    def _go_on(self, message: SignedInKept) -> None:
        self.look_round()
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
