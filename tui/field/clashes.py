"""What an appointment clashes with, in words. Pure.

Owns the words. Refuses to own what clashes (store).
"""

from collections.abc import Iterable
from datetime import date

from store.clock import from_ms
from store.fieldwork.booked import Booking
from tui import glance, wording
from tui.widgets.cells import wrapped
from tui.widgets.page import PageLine, Tint


def clash_lines(booked: Iterable[Booking], today: date, width: int) -> list[PageLine]:
    """Return a warning for each appointment that another one would clash with.

    Args:
        booked: What it clashes with.
        today: The day it is in London.
        width: Of the page, in cells.
    """
    lines: list[PageLine] = []
    for each in booked:
        where = ", ".join(part for part in (each.name, each.street, each.postcode) if part)
        when = glance.meeting(from_ms(each.at_ms), today)
        said = f"CLASHES with {when}, {each.duration_min} min: {where}"
        lines += [PageLine(line, Tint.WARNING) for line in wrapped(wording.plain(said), width - 2, "    ")]
    return lines
