"""Which room grants which wish. Rooms are made once, and entered again and again: that is what makes them quick.

Owns the table, and making them. Refuses to own opening them (app).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from tui.common.quick_screen import QuickScreen
from tui.field import wishes
from tui.field.appointment import AppointmentRoom
from tui.field.attempt import AttemptRoom
from tui.field.confidential import ConfidentialScreen
from tui.field.consent.in_error import InErrorRoom
from tui.field.consent.room import ConsentRoom
from tui.field.consent.withdrawal import WithdrawalRoom
from tui.field.correction import CorrectionRoom
from tui.field.family import FamilyScreen
from tui.field.history import HistoryScreen
from tui.field.lone_visit import LoneVisitRoom
from tui.field.move import MoveRoom
from tui.field.observation import ObservationRoom
from tui.field.paper_wish import PaperWishRoom
from tui.field.people import PeopleRoom
from tui.field.refusal import RefusalRoom
from tui.field.request import RequestRoom
from tui.field.safeguarding import SafeguardingRoom
from tui.field.safety_note import SafetyNoteScreen
from tui.field.trace import TraceRoom
from tui.forms.room import FormRoom

if TYPE_CHECKING:
    from textual.app import App

    from store.ids import FamilyId
    from store.keeping.store import Store
    from tui.clerk import Clerk
    from tui.desk import Desk
    from tui.told import RoomRead

FamilyRoom = FamilyScreen | FormRoom | SafetyNoteScreen | HistoryScreen | ConfidentialScreen | ConsentRoom
"""A screen about one family at a time: made with clerk and desk, told whom to look at."""

FAMILY_ROOMS: Final[dict[type[wishes.FamilyWish], type[FamilyRoom]]] = {
    wishes.OpenFamily: FamilyScreen,
    wishes.ReadSafetyNote: SafetyNoteScreen,
    wishes.RecordAttempt: AttemptRoom,
    wishes.RecordRefusal: RefusalRoom,
    wishes.MakeAppointment: AppointmentRoom,
    wishes.GoInAlone: LoneVisitRoom,
    wishes.ReportConcern: SafeguardingRoom,
    wishes.RecordObservation: ObservationRoom,
    wishes.SettlePaperWish: PaperWishRoom,
    wishes.TakeRequest: RequestRoom,
    wishes.CorrectDetail: CorrectionRoom,
    wishes.SeeConfidential: ConfidentialScreen,
    wishes.SeeHistory: HistoryScreen,
    wishes.TellOfPeople: PeopleRoom,
    wishes.TellMove: MoveRoom,
    wishes.TraceFamily: TraceRoom,
    wishes.TakeConsent: ConsentRoom,
    wishes.WithdrawConsent: WithdrawalRoom,
    wishes.MarkConsentInError: InErrorRoom,
}


@runtime_checkable
class Foreseeing(Protocol):
    """A room that can be worked out before anybody wants to enter it."""

    def reading(self, family: "FamilyId") -> "Callable[[Store], RoomRead]":
        """Return what reads, in the clerk's thread, what it would show of a family; raises a StoreError."""

    def work_out_ahead(self, read: "RoomRead") -> None:
        """Work out what would be seen: nothing of it is, before that is told.

        Whoever calls this has seen to it that nobody is in the room, or on the way to it.
        """


class Rooms:
    """The rooms of one app, each made when it is first wanted, or before.

    Args:
        app: Whose.
        clerk: Holds the store.
        desk: What that store is.
        rooms: Which room grants which wish; those at the door by themselves.
    """

    def __init__(
        self,
        app: "App[Any]",
        clerk: "Clerk",
        desk: "Desk",
        rooms: "Mapping[type[wishes.FamilyWish], type[FamilyRoom]] | None" = None,
    ) -> None:
        self._app = app
        self._rooms = FAMILY_ROOMS if rooms is None else rooms
        self._clerk = clerk
        self._desk = desk
        self._made: dict[type[wishes.FamilyWish], FamilyRoom] = {}

    def granting(self, kind: type[wishes.FamilyWish]) -> FamilyRoom:
        """Return the room that grants a kind of wish."""
        if kind not in self._made:
            self._made[kind] = self._rooms[kind](self._clerk, self._desk)
            self._app.install_screen(self._made[kind], kind.__name__)
        return self._made[kind]

    async def build_ahead(self, kinds: Sequence[type[wishes.FamilyWish]]) -> None:
        """Lay out rooms that nobody is in yet: one, then whatever was typed meanwhile, then the next one."""
        if not kinds or self._app._exit:
            return
        room = self.granting(kinds[0])
        _, mounted = self._app._get_screen(room)  # mounts it as pushing would, and pushes nothing
        await mounted
        if self._app._exit:  # locked or left meanwhile: what is in the room is being taken out again
            return
        if isinstance(room, QuickScreen):
            room.lay_out()
        self._app.call_after_refresh(self.build_ahead, kinds[1:])
