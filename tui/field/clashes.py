"""What an appointment clashes with, in words. Pure.

Owns the words. Refuses to own what clashes (store).
"""

from collections.abc import Iterable
from datetime import date

from store.clock import from_ms
from store.fieldwork.booked import Booking
from tui import glance, wording
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph


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
        whose = f", {wording.OF_ANOTHER_LAPTOP}" if each.is_told_on else ""
        lines += paragraph(f"CLASHES with {when}, {each.duration_min} min{whose}: {where}", width, Tint.WARNING)
    return lines
