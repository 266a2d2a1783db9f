"""What one family says in a list, column by column, for any width. Pure.

Owns which columns there is room for, and their words. Refuses to own painting, and what is shown beside a wording:
nothing of this list ever is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from store.clock import from_ms
from store.fieldwork.lines import Line, Standing
from tui import glance, wording
from tui.widgets.cells import padded
from tui.widgets.guard import shown

GAP: Final = " "
COMFORTABLE: Final = 120
"""From this width on, a reference has room, and marks are words."""

ROOMY: Final = 70
"""Below this width, as beside the panel, the last outcome gives its room to name and street."""

WIDE: Final = 140
"""From this width on, consents are words too."""

LEGEND: Final = (
    ("^", "Something done here is not sent to base yet."),
    ("*", "A note waits to be read before the visit."),
    ("=", "Paused: the supervisor decides."),
    ("#", "Locked: no contact any more."),
    ("PLA", "Take part, linkage, contact again: y yes, n no, - not asked, l left, b both, . nothing yet."),
)
"""What signs and letters of a narrow screen mean; a wide one has words."""

LEGEND_AT_BASE: Final = (*LEGEND, ("<", "Asked back: the laptop that has it was told, or will be."))

_LEAST_NAME: Final = 12
_LEAST_STREET: Final = 8
_GIVE_ROOM: Final = ("PLA", "Postcode", "Next, visits", "With")
"""Columns that are left out where there is no room for a name, the first of them first."""
_WIDEST_NAME: Final = 36
_WIDEST_STREET: Final = 44


@dataclass(frozen=True, slots=True)
class Seen:
    """What a line is read by.

    Attributes:
        today: The day it is in London.
        calls_at_least: How often the agreement wants somebody to go to a family; none where it does not say.
        holders: At base, the laptop that has a family, by its name; None at the door, where this one has them all.
        asked_back: At base, whichever a laptop was asked to give back.
    """

    today: date
    calls_at_least: int | None = None
    holders: Mapping[str, str] | None = field(default=None, repr=False)
    asked_back: Collection[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its width in cells, and what a line says in it."""

    title: str
    width: int
    says: Callable[[Line, Seen], str]


def titles(width: int, *, is_base: bool = False) -> str:
    """Return the titles, in exactly `width` cells."""
    return padded(GAP.join(padded(column.title, column.width) for column in columns(width, is_base=is_base)), width)


def line(of: Line, seen: Seen, width: int) -> str:
    """Return what a family says, in exactly `width` cells, with nothing in it that a terminal obeys."""
    shown_columns = columns(width, is_base=seen.holders is not None)
    return padded(GAP.join([_cell(column.says(of, seen), column.width) for column in shown_columns]), width)


def _cell(text: str, width: int) -> str:
    if text.isascii() and text.isprintable() and len(text) <= width:
        return text.ljust(width)  # nearly all of them, and several times as quick
    return padded(shown(wording.plain(text)), width)


@lru_cache(256)
def columns(width: int, *, is_base: bool = False) -> tuple[Column, ...]:
    """Return the columns for a width in cells; name and street share what the others leave.

    At base one reads who has a family, and where there is no room for all, neither street nor answers to consents. A
    name can be read on any terminal: where it has no room, other columns go.
    """
    is_comfortable, is_wide = width >= COMFORTABLE - 2, width >= WIDE - 2
    fixed = [
        Column("Postcode", 8, lambda of, _: of.postcode),
        *([Column("With", 12, _holder)] if is_base else []),
        Column("Next, visits", 16, _next),
        *([Column("Last", 16 if is_wide else 11, _last)] if width >= ROOMY else []),
        *([] if is_base and not is_wide else [_CONSENTS if is_wide else _CONSENTS_IN_LETTERS]),
        *([Column("Reference", 10, lambda of, _: of.reference)] if is_comfortable else []),
        Column("Marks", 18 if is_wide else 11, _marks_in_words) if is_comfortable else Column("", 3, _marks),
    ]
    for title in _GIVE_ROOM:
        if _left(fixed, width) < _LEAST_NAME:
            fixed = [column for column in fixed if column.title != title]
    left = _left(fixed, width)
    if (is_base and not is_comfortable) or left < _LEAST_NAME + _LEAST_STREET:
        return (Column("Name", min(_WIDEST_NAME, left + len(GAP)), lambda of, _: of.name), *fixed)
    name = min(_WIDEST_NAME, max(_LEAST_NAME, left // 2))
    street = min(_WIDEST_STREET, left - name)
    return (
        Column("Name", name, lambda of, _: of.name),
        Column("Street", street, lambda of, _: of.street),
        *fixed,
    )


def _left(fixed: Sequence[Column], width: int) -> int:
    return max(0, width - sum(column.width + len(GAP) for column in fixed) - len(GAP))


def _next(of: Line, seen: Seen) -> str:
    if of.next_at_ms is not None:
        return glance.meeting(from_ms(of.next_at_ms), seen.today)
    return glance.visits_below(of.visits_count, seen.calls_at_least)


def _holder(of: Line, seen: Seen) -> str:
    return (seen.holders or {}).get(of.family, "")


def _last(of: Line, seen: Seen) -> str:  # noqa: ARG001  # every column is asked alike
    return glance.last_outcome(of.last)


def _consents(of: Line, seen: Seen) -> str:  # noqa: ARG001
    return "".join(said.ljust(5) for said in glance.consents(of.consents)).rstrip()


def _consents_in_letters(of: Line, seen: Seen) -> str:  # noqa: ARG001
    return "".join(said[:1] or "." for said in glance.consents(of.consents))


_CONSENTS: Final = Column("Part Link Again", 15, _consents)
_CONSENTS_IN_LETTERS: Final = Column("PLA", 3, _consents_in_letters)

_SIGNS: Final = {Standing.PAUSED.value: ("=", "paused"), Standing.LOCKED.value: ("#", "locked")}


def _told(of: Line, seen: Seen) -> list[tuple[str, str]]:
    told = [("^", "unsent")] if of.is_unsent else []
    if of.is_note_unread:
        told.append(("*", "note"))
    if of.standing in _SIGNS:
        told.append(_SIGNS[of.standing])
    if of.family in seen.asked_back:
        told.append(("<", "asked back"))
    return told


def _marks(of: Line, seen: Seen) -> str:
    return "".join(sign for sign, _ in _told(of, seen))


def _marks_in_words(of: Line, seen: Seen) -> str:
    return " ".join(word for _, word in _told(of, seen))
