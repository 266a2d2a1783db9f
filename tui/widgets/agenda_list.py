"""The diary: a heading for each day, below it one line an appointment.

Owns which lines there are, and pointing at appointments only. Refuses to own the words of a line (agenda_lines).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from textual.message import Message

from store.clock import from_ms
from store.fieldwork.agenda import Day, Slot
from store.fieldwork.booked import Booking
from store.ids import FamilyId
from tui.widgets import agenda_lines
from tui.widgets.painted_list import Look, PaintedList

NOTHING = ("No appointment stands.", "Press F3, point at a family, and make one with p.")


@dataclass
class BookingChosen(Message):
    """Somebody wants to see this appointment's family."""

    family: FamilyId


class AgendaList(PaintedList):
    """Appointments by day. Headings are passed over: only appointments are pointed at."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Day[Booking] | Slot[Booking]] = []
        self._today = date.min

    @property
    def booking(self) -> Booking | None:
        """The appointment that is pointed at."""
        line = None if self.row is None else self._lines[self.row]
        return line.booked if isinstance(line, Slot) else None

    def read(self, days: Sequence[Day[Booking]], now: datetime, today: date) -> None:
        """Show other days; the appointment that was pointed at is pointed at again, otherwise the next one.

        Args:
            days: The earliest first.
            now: Aware; the next one is the first that is not over then.
            today: The day it is in London.
        """
        before = self.booking
        self._today = today
        self._lines = []
        for day in days:
            self._lines += [day, *day.slots]
        self.forget()
        self.show(range(len(self._lines)), self._begin_at(before, now))

    def _begin_at(self, before: Booking | None, now: datetime) -> int | None:
        slots = [(row, line) for row, line in enumerate(self._lines) if isinstance(line, Slot)]
        again = [row for row, line in slots if before is not None and line.booked.appointment == before.appointment]
        ahead = [row for row, line in slots if not line.is_overdue and from_ms(line.booked.at_ms) >= now]
        return next(iter([*again, *ahead, *(row for row, _ in slots)]), None)

    # -- pointing --------------------------------------------------------------------------------------------------

    def point(self, place: int) -> None:
        """Point at an appointment; where a heading stands there, at the next one on the way."""
        here = self.row or 0
        place = max(0, min(place, len(self._lines) - 1))
        step = 1 if place > here else -1
        for way in (step, -step):
            at = place
            while 0 <= at < len(self._lines) and not isinstance(self._lines[at], Slot):
                at += way
            if 0 <= at < len(self._lines):
                super().point(at)
                return

    def _into_sight(self) -> bool:
        """Scroll as every list does, and to the heading where the first line of a day would stand without it."""
        moved = super()._into_sight()
        is_cut = 0 < self._top == self._place and not isinstance(self._lines[self._place - 1], Slot)
        self._top -= is_cut
        return moved or is_cut

    def choose(self) -> None:
        """Tell whose appointment was chosen."""
        if (booking := self.booking) is not None:
            self.post_message(BookingChosen(FamilyId(booking.family)))

    # -- painting --------------------------------------------------------------------------------------------------

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        return "  " + agenda_lines.titles(width - 2)

    def line(self, row: int, width: int) -> str:
        """Return what a line says."""
        line = self._lines[row]
        if isinstance(line, Slot):
            return agenda_lines.slot(line, width)
        return agenda_lines.heading(line, self._today, width)

    def look(self, row: int) -> Look:
        """Return how a line is painted: a day stands out."""
        line = self._lines[row]
        return Look.PLAIN if isinstance(line, Slot) else Look.HEAD

    def nothing(self) -> Sequence[str]:
        """Return what stands there while there is no appointment."""
        return NOTHING
