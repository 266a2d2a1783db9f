"""The diary: every appointment that still stands, by day.

Owns asking for them, and where keys lead from one. Refuses to own the order, clashes and what is overdue (store).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from store.agreement.london import london_day
from store.fieldwork.agenda import Day, agenda
from store.fieldwork.booked import Booking, booked_of
from store.ids import FamilyId
from tui.clerk import Clerk
from tui.commands import AGENDA_COMMANDS, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field import wishes
from tui.told import RoomRead
from tui.widgets.agenda_list import AgendaList, BookingChosen
from tui.widgets.frame import framed

if TYPE_CHECKING:
    from store.keeping.store import Store


@dataclass
class DiaryRead(RoomRead):
    """Appointments, as they stand now."""

    days: tuple[Day[Booking], ...] = field(repr=False)


class AgendaScreen(QuickScreen[None]):
    """The diary. Made once, and shown again.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = AGENDA_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._days: tuple[Day[Booking], ...] = ()
        self._is_seen = False

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield from framed("Diary", self.KEYS, AgendaList())

    # -- what is in sight ------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read what stands now; it can be seen once it is read."""
        self._is_seen = False
        self._ask()

    def _ask(self) -> None:
        def read(store: "Store") -> DiaryRead:
            return DiaryRead(self, agenda(booked_of(store), store.now()))

        self._clerk.do(read, self.app)

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""
        if not isinstance(message, DiaryRead):
            return False
        self._days = message.days
        if self.is_mounted:
            self._show()
        return True

    def on_mount(self) -> None:
        """Show what was read before it could be seen."""
        self._show()
        self.query_one(AgendaList).focus()

    def _show(self) -> None:
        now = self._desk.clock.now()
        self.query_one(AgendaList).read(self._days, now, london_day(now))

    def on_screen_resume(self) -> None:
        """Show what was kept meanwhile."""
        if self._is_seen:
            self._ask()
        self._is_seen = True

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(BookingChosen)
    def _open(self, message: BookingChosen) -> None:
        self.post_message(wishes.OpenFamily(message.family))

    def action_open(self) -> None:
        """See the family of the appointment that is pointed at."""
        self.query_one(AgendaList).choose()

    def action_change(self) -> None:
        """Say what became of the appointment that is pointed at."""
        booking = self.query_one(AgendaList).booking
        if booking is not None:
            self.post_message(wishes.MakeAppointment(FamilyId(booking.family), booking.appointment))

    def action_back(self) -> None:
        """Go back to where one came from."""
        self.dismiss()
