"""Tickets that are out, and whose laptop has not joined yet, among the laptops of base. Pure.

Owns the lines. Refuses to own which tickets are out (store), writing one and taking its answer (enrolling).
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from tui import wording
from tui.base.board_page import laptop_name
from tui.base.list_screen import Row
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.ticket import TicketOut

TICKET_NOTICE: Final = (
    "Not joined yet: t takes its answer in; a, under the same name, writes another, and the one that is out ends."
)
"""What can be done about a ticket that is out: two lines at 80 columns."""


def ticket_rows(tickets: "Iterable[TicketOut]") -> list[Row]:
    """Return tickets that are out, a line each; whom one is for is cut first."""
    return [Row(each, partial(_said, each)) for each in tickets]


def _said(ticket: "TicketOut", _width: int) -> str:
    until = wording.when(ticket.until)
    return f"{laptop_name(ticket.name)} ticket out until {until}, for {wording.plain(ticket.staff_name)}"


def ticket_lines(ticket: "TicketOut", width: int) -> Iterator[PageLine]:
    """Yield all that is known of a laptop that has not joined yet."""
    yield from paragraph(wording.plain(ticket.name), width, Tint.HEAD)
    until = wording.when(ticket.until)
    yield from paragraph(f"Its ticket is out: whoever has it can use it once, until {until}.", width, Tint.WARNING)
    yield from paragraph(f"It is for {wording.plain(ticket.staff_name)}, who is to carry it.", width)
    yield from paragraph(TICKET_NOTICE, width)
