"""What a day and an appointment say in the diary, column by column, for any width. Pure.

Owns the columns and their words; a clash, what is overdue and a locked family are said in words. Refuses to own
painting, and what clashes (store). Times are London's, as people keep them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from store.clock import LONDON, from_ms
from store.fieldwork.agenda import Day, Slot
from store.fieldwork.booked import Booking
from store.fieldwork.lines import Standing
from store.keeping.acts.terms.attempts import AttemptMode
from tui import wording
from tui.widgets.cells import padded
from tui.widgets.guard import shown

_TIME: Final = 11
_LASTS: Final = 7
_POSTCODE: Final = 8
_MARKS: Final = 24
_WIDEST_NAME: Final = 36
_WIDEST_STREET: Final = 44


def titles(width: int) -> str:
    """Return the titles, in exactly `width` cells."""
    return _columns(("Time", "Lasts", "Name", "Street", "Postcode", ""), width)


def heading(day: Day[Booking], today: date, width: int) -> str:
    """Return what stands above a day, in exactly `width` cells: `Tue 3 Nov 2015, tomorrow: 2 appointments`."""
    near = {today: ", today", today + timedelta(days=1): ", tomorrow", today - timedelta(days=1): ", yesterday"}
    count = wording.counted(len(day.slots), "appointment")
    return padded(f"{wording.day(day.on)}{near.get(day.on, '')}: {count}", width)


def slot(of: Slot[Booking], width: int) -> str:
    """Return what an appointment says, in exactly `width` cells, with nothing in it that a terminal obeys."""
    booked = of.booked
    begins = from_ms(booked.at_ms).astimezone(LONDON)
    ends = from_ms(booked.at_ms + booked.duration_min * 60_000).astimezone(LONDON)
    said = (
        f"{begins:%H:%M}-{ends:%H:%M}",
        f"{booked.duration_min} min",
        booked.name,
        booked.street,
        booked.postcode,
        ", ".join(_marks(of)),
    )
    return _columns([shown(wording.plain(each)) for each in said], width)


def _marks(of: Slot[Booking]) -> list[str]:
    """Return what is to be known of an appointment, the most pressing first."""
    booked = of.booked
    return [
        *(["LOCKED"] if booked.standing == Standing.LOCKED else []),
        *(["paused"] if booked.standing == Standing.PAUSED else []),
        *(["done"] if booked.standing == Standing.DONE else []),
        *(["OVERDUE"] if of.is_overdue else []),
        *([f"CLASH {_time(of.clashes[0])}"] if of.clashes else []),
        *([wording.OF_ANOTHER_LAPTOP] if booked.is_told_on else []),
        *([] if booked.is_firm else ["not firm"]),
        *([wording.words(AttemptMode(booked.mode))] if booked.mode not in ("", AttemptMode.VISIT) else []),
    ]


def _time(booked: Booking) -> str:
    return f"{from_ms(booked.at_ms).astimezone(LONDON):%H:%M}"


def _columns(texts: Sequence[str], width: int) -> str:
    left = max(0, width - _TIME - _LASTS - _POSTCODE - _MARKS - 5)
    name = min(_WIDEST_NAME, left // 2)
    street = min(_WIDEST_STREET, left - name)
    widths = (_TIME, _LASTS, name, street, _POSTCODE, _MARKS)
    return padded(" ".join(padded(text, cells) for text, cells in zip(texts, widths, strict=True)), width)
