"""The app at the door: wiring between its screens, clerk and terminal.

Owns which room is open and what the list hears. Refuses to own what every desk has (seated), rules, tables, and what
any one screen shows.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on, work

from store.coming_in import look_at_training
from store.errors import SafetyNoteMissingError, StoreError
from store.fieldwork.carrier import left_on
from store.fieldwork.looking import lines_of
from store.ids import FamilyId
from store.keeping.acts.terms.store import LockCause
from tui import notices
from tui.clerk import Clerk
from tui.common.sync import Synced
from tui.desk import Desk
from tui.field.agenda import AgendaScreen
from tui.field.contacts import ContactsScreen
from tui.field.paper_wish import PaperWaiting, paper_waiting
from tui.field.rooms import Foreseeing, Rooms
from tui.field.safety_note import SafetyNoteLeft
from tui.field.wishes import (
    FamilyWish,
    LookAhead,
    OpenDiary,
    ReadSafetyNote,
    RecordRefusal,
    ReportConcern,
    SettlePaperWish,
    TakeBack,
    TakeRequest,
    WithdrawConsent,
)
from tui.kept_last import KeptLast
from tui.seated import SeatedApp, Settling
from tui.told import ActsKept, ActsReady, HomeFilled, LinesRead, RoomAhead, SignedInKept

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.fieldwork.lines import Line
    from store.keeping.store import Store
    from tui.told import RoomRead

_BEFORE_NOTE: Final = (ReadSafetyNote, RecordRefusal, SettlePaperWish, ReportConcern, TakeRequest, WithdrawConsent)
"""What no unread safety note stands before."""


def _lines_anew(store: "Store") -> LinesRead:
    """Return what may be shown by now: base may have told of training, of its end, or that somebody left."""
    look_at_training(store)
    return LinesRead(lines_of(store), left_on(store), store.is_untrained)


class DoorstepApp(SeatedApp):
    """Doorstep at the door, after somebody came in.

    Args:
        clerk: Holds the open store.
        desk: What that store is; no more than `desk_before` knows, where `lines` are read once somebody came in.
        lines: The families, as the list shows them, or will once they are read: the screen is laid out meanwhile.
        settling: As `SeatedApp`.
        ahead: Wishes whose rooms are built after that, before they are wanted: the first time is as quick as any.
    """

    FILLS_AT_ONCE = False

    def __init__(
        self,
        clerk: Clerk,
        desk: Desk,
        lines: "Sequence[Line] | Future[list[Line]]",
        settling: "Settling | None" = None,
        ahead: Sequence[type[FamilyWish]] = (),
    ) -> None:
        super().__init__(clerk, desk, settling)
        self._lines = lines
        self._ahead = ahead
        self._kept_last = KeptLast(clerk, desk)
        self._rooms = Rooms(self, clerk, desk)
        self._after_note: FamilyWish | None = None

    def home(self) -> "Screen[None]":
        """Return the list."""
        self.contacts = ContactsScreen(self.clerk, self.desk, self._read)
        self._diary = AgendaScreen(self.clerk, self.desk)
        self.install_screen(self._diary, "diary")
        return self.contacts

    async def _read(self) -> "Sequence[Line] | None":
        """Return the families once they are read; None where the list is laid out meanwhile, for nobody sees it."""
        lines, self._lines = self._lines, ()
        if not isinstance(lines, Future):
            return lines
        if self.is_unseen:
            self._fill_later(lines)
            return None
        return await self._awaited(lines)

    @work
    async def _fill_later(self, lines: "Future[list[Line]]") -> None:
        read = await self._awaited(lines)
        if read is not None:
            self.contacts.read(read)
            if not self.contacts.paint():
                self.contacts.refresh()
            self.post_message(HomeFilled())

    async def _awaited(self, lines: "Future[list[Line]]") -> "Sequence[Line] | None":
        """Return them once they are read: who sits here is known then, and there is something to be seen."""
        reading = asyncio.wrap_future(lines)
        await asyncio.wait((reading,))
        self.unread = reading.exception()
        if self.unread is not None:
            self.lock(LockCause.CLOSED)
            return None
        before = self.theme
        self.sit_down()
        if self.theme != before:
            self.refresh_css(animate=False)  # at once: nothing is seen in another look
        self.be_seen()
        return reading.result()

    # -- what is heard ---------------------------------------------------------------------------------------------

    @on(ActsReady)
    def _make_kept_ready(self, message: ActsReady) -> None:
        self.contacts.make_ready(message.kept)

    @on(ActsKept)
    def _show_kept(self, message: ActsKept) -> None:
        self.contacts.show_change(message, is_seen=message.is_seen)
        self._kept_last.know(message)
        if message.family is not None:
            self.contacts.changed(message.family, message.line)
        for line in message.others:
            self.contacts.changed(FamilyId(line.family), line)

    def look_round(self) -> None:
        """Let the header tell how things stand now, and the list which refusals wait for their family."""
        super().look_round()
        self.clerk.do(paper_waiting, self)

    @on(TakeBack)
    def _take_back(self, message: TakeBack) -> None:
        try:
            self._kept_last.take_back(message.family, self)
        except StoreError as refusal:
            notices.show_refusal(self, refusal)
        else:
            self.keys_in_turn.hold()

    @on(Synced)
    def _read_again(self) -> None:
        self.clerk.do(_lines_anew, self)

    @on(LinesRead)
    def _show_lines(self, message: LinesRead) -> None:
        self.desk.left_on, self.desk.is_untrained = message.left_on, message.is_untrained
        self.contacts.read(message.lines)

    @on(HomeFilled)
    def _settle_once_seen(self) -> None:
        self.contacts.call_after_refresh(self.settle)

    @on(PaperWaiting)
    def _tell_waiting(self, message: PaperWaiting) -> None:
        self.contacts.wait_for_families(message.count)

    # -- rooms -----------------------------------------------------------------------------------------------------

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
        if not message.was_there and self.awaited is None:
            return  # somebody went elsewhere meanwhile
        if wish is not None and wish.family == message.family:
            self._open(wish)
        elif not message.was_there:
            self.keys_in_turn.let_go(forgets=True)
            notices.show_refusal(self, SafetyNoteMissingError())

    def _open(self, message: FamilyWish) -> None:
        room = self._rooms.granting(type(message))
        self.await_room(room)
        room.look_at(message.family, message.about)

    @on(LookAhead)
    def _look_ahead(self, message: LookAhead) -> None:
        """Read what the rooms that were built ahead would show; a family that is gone is missed when one is opened."""
        for room in map(self._rooms.granting, self._ahead):
            if isinstance(room, Foreseeing):
                self.clerk.ask(partial(self._tell_ahead, room.reading(message.family)))

    def _tell_ahead(self, read: "Callable[[Store], RoomRead]", store: "Store") -> None:
        self.post_message(RoomAhead(read(store)))

    @on(RoomAhead)
    def _work_out_ahead(self, message: RoomAhead) -> None:
        # nobody is in a room, or on the way to one; while the app ends there is no screen at all
        is_free = self.screen_stack[-1:] == [self.contacts] and self.awaited is None
        if is_free and isinstance(message.read.room, Foreseeing):
            message.read.room.work_out_ahead(message.read)

    @on(OpenDiary)
    def _open_diary(self) -> None:
        self.await_room(self._diary)
        self._diary.look()

    @on(SignedInKept)
    def _build_ahead(self) -> None:
        self.call_after_refresh(self._rooms.build_ahead, self._ahead)
