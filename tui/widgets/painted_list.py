"""A list that holds nothing: it paints the lines in sight from row numbers, so a hundred thousand cost what ten do.

Owns the cursor, scrolling, and painting as little as changed. Refuses to own what a row says: a list of something is a
class of its own.
"""

import contextlib
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from tui.commands import LIST_COMMANDS, OPEN
from tui.widgets.cells import padded
from tui.widgets.painted import Painted

MARK: Final = "> "
"""Before the line that is pointed at: it must be seen without colour, and on a console that knows only ASCII."""

_HEAD_LINES: Final = 1
_PAINTED_AT_MOST: Final = 1000
"""How many painted lines are kept: what is typed and taken back, or scrolled over, is not painted again."""

_WISHES: Final = {key: command.id for command in (*LIST_COMMANDS, OPEN) for key in command.key.split(",")}


class Look(Enum):
    """How a line is painted."""

    PLAIN = "painted-list--plain"
    MUTED = "painted-list--muted"
    POINTED = "painted-list--pointed"
    HEAD = "painted-list--head"


class PaintedList(Painted, can_focus=True):
    """Lines one can point at, below a line of titles.

    A line is written with one style: what moving the pointer sends to the terminal stays small enough for a slow one.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {look.value for look in Look}
    DEFAULT_CSS = """
    PaintedList { width: 1fr; height: 1fr; background: $background; color: $foreground; }
    PaintedList > .painted-list--head { color: $foreground; text-style: bold underline; }
    PaintedList > .painted-list--muted { color: $text-muted; }
    PaintedList > .painted-list--pointed { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    """  # noqa: E501  # a rule of CSS

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[int] = ()
        self._place = 0
        self._top = 0
        self._painted: dict[tuple[int, bool], Strip] = {}
        self._painted_width = 0

    # -- what a list of something says ------------------------------------------------------------------------------

    def titles(self, width: int) -> str:  # noqa: ARG002  # what a list without titles says
        """Return the line of titles, in exactly `width` cells."""
        return ""

    def line(self, row: int, width: int) -> str:
        """Return what a row says, in exactly `width` cells."""
        raise NotImplementedError

    def look(self, row: int) -> Look:  # noqa: ARG002  # what a list without looks says
        """Return how a row is painted while nobody points at it."""
        return Look.PLAIN

    def nothing(self) -> Sequence[str]:
        """Return the lines that stand there while there are no rows."""
        return ()

    def choose(self) -> None:
        """Do what Enter does on the row that is pointed at."""

    def pointed_elsewhere(self) -> None:
        """Do what is to be done once another row is pointed at."""

    # -- rows -------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[int]:
        """The row numbers, in the order of the lines."""
        return self._rows

    @property
    def row(self) -> int | None:
        """The row that is pointed at; None where there is none."""
        return self._rows[self._place] if self._rows else None

    def show(self, rows: Sequence[int], pointed: int | None = None, *, stays: bool = False) -> None:
        """Show other rows.

        Args:
            rows: In the order of the lines.
            pointed: The row to point at, if it is among them; otherwise the first one.
            stays: Whether its neighbour is pointed at instead, where it has left: a key that is held down is not to
                land on a stranger at the top.
        """
        self._rows = rows
        self._place = max(0, min(self._place, len(rows) - 1)) if stays else 0
        if pointed is not None:
            with contextlib.suppress(ValueError):
                self._place = rows.index(pointed)
        self._top = 0
        self._into_sight()
        self.refresh()
        self.pointed_elsewhere()

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Call each row by another number; one that has none is gone, and the next one is pointed at instead."""
        place = sum(row in numbers for row in self._rows[: self._place])
        self._rows = [numbers[row] for row in self._rows if row in numbers]
        self._place = max(0, min(place, len(self._rows) - 1))
        self._into_sight()

    def repaint(self, row: int) -> None:
        """Paint one row anew, because what it says has changed."""
        for is_pointed in (False, True):
            self._painted.pop((row, is_pointed), None)
        seen = self._rows[self._top : self._top + self._lines_count]
        if row in seen:
            self.refresh(self._strip_region(self._top + seen.index(row)))

    # -- moving -----------------------------------------------------------------------------------------------------

    def point(self, place: int) -> None:
        """Point at a line, counted from the first one; beyond either end is the end."""
        place = max(0, min(place, len(self._rows) - 1))
        before, self._place = self._place, place
        if place == before:
            return
        if self._into_sight():
            self.refresh()
        else:
            self.refresh(self._strip_region(before), self._strip_region(place))
        self.pointed_elsewhere()

    def take(self, key: events.Key) -> bool:
        """Move, or choose; return whether the key does.

        Here and not by bindings, which Textual would look up through every screen and widget for each key.
        """
        wish = _WISHES.get(key.key)
        match wish:
            case None:
                return False
            case "list_down":
                self.point(self._place + 1)
            case "list_up":
                self.point(self._place - 1)
            case "list_page_down":
                self.point(self._place + self._lines_count)
            case "list_page_up":
                self.point(self._place - self._lines_count)
            case "list_first":
                self.point(0)
            case "list_last":
                self.point(len(self._rows))
            case _:  # open
                self.choose()
        return True

    def on_key(self, event: events.Key) -> None:
        """Move, or choose."""
        if self.take(event):
            event.stop()
            event.prevent_default()

    def on_resize(self) -> None:
        """Keep the pointer in sight."""
        self._into_sight()
        self.refresh()

    @property
    def _lines_count(self) -> int:
        return max(1, self.size.height - _HEAD_LINES)

    def _into_sight(self) -> bool:
        """Scroll so that the pointer is in sight; return whether that moved anything.

        It lands in the middle: the next keys have half a screen before all lines are painted again.
        """
        lines_count, top = self._lines_count, self._top
        if not top <= self._place < top + lines_count:
            top = self._place - lines_count // 2
        top = max(0, min(top, len(self._rows) - lines_count))
        moved, self._top = top != self._top, top
        return moved

    def _strip_region(self, place: int) -> Region:
        return Region(0, place - self._top + _HEAD_LINES, self.size.width, 1)

    # -- painting ---------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the lines: they were painted in another look."""
        super().notify_style_update()
        self.forget()

    def forget(self) -> None:
        """Forget what was painted, because rows say something else now."""
        self._painted.clear()

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        width = self.size.width
        if width != self._painted_width:
            self._painted.clear()
            self._painted_width = width
        if y < _HEAD_LINES:
            return Strip([Segment(self.titles(width), self.ink(Look.HEAD.value))], width)
        place = self._top + y - _HEAD_LINES
        if place >= len(self._rows):
            return self._blank(y - _HEAD_LINES, width)
        row, is_pointed = self._rows[place], place == self._place
        strip = self._painted.get((row, is_pointed))
        if strip is None:
            if len(self._painted) >= _PAINTED_AT_MOST:
                self._painted.clear()
            look = Look.POINTED if is_pointed else self.look(row)
            sign = MARK if is_pointed else " " * len(MARK)
            text = padded(sign + self.line(row, max(0, width - len(MARK))), width)
            strip = self._painted[row, is_pointed] = Strip([Segment(text, self.ink(look.value))], width)
        return strip

    def _blank(self, y: int, width: int) -> Strip:
        said = () if self._rows else self.nothing()
        text = f"  {said[y - 1]}" if 0 < y <= len(said) else ""
        return Strip([Segment(padded(text, width), self.ink(Look.PLAIN.value))], width)
