"""A page: lines of text one can scroll through, painted where they are in sight.

Owns scrolling and how a heading, a warning and plain text look. Refuses to own what the lines say.
"""

from collections.abc import Sequence
from enum import Enum
from typing import ClassVar, Final, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.widgets.cells import in_whole_words, padded
from tui.widgets.painted import Painted


class Tint(Enum):
    """How a line of a page is meant; each also says so in words or by its place."""

    PLAIN = "page--plain"
    HEAD = "page--head"
    MUTED = "page--muted"
    WARNING = "page--warning"


class PageLine(NamedTuple):
    """One line of a page, no wider than the page."""

    text: str
    tint: Tint = Tint.PLAIN


MORE: Final = " more below "
"""Painted over the end of the last line while there is more."""


class Page(Painted, can_focus=True):
    """Lines of text, scrolled by arrows, vi keys and page keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {tint.value for tint in Tint}
    DEFAULT_CSS = """
    Page { height: 1fr; background: $background; color: $foreground; }
    Page > .page--head { color: $foreground; text-style: bold underline; }
    Page > .page--muted { color: $text-muted; }
    Page > .page--warning { color: $text-warning; text-style: bold; }
    """

    class Moved(Message):
        """Other lines are in sight, or may be."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[PageLine] = ()
        self._top = 0
        self._blank: Strip | None = None

    def show(self, lines: Sequence[PageLine], *, from_top: bool = True) -> None:
        """Show other lines; the same again, where they stand, are not painted anew.

        Args:
            lines: From the first to the last; whoever has them may add to them afterwards.
            from_top: Whether to begin at the first one; otherwise the page stays where it is, as far as it can.
        """
        before, self._lines = self._lines, tuple(lines)
        self._scroll(0 if from_top else self._top)
        if self._lines != before:
            self.refresh()

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self._last_top

    def go_down(self) -> None:
        """Show what stands below, as the page key does."""
        self._scroll(self._top + max(1, self.size.height - 1))

    def take(self, key: events.Key) -> bool:
        """Scroll; return whether the key does."""
        step = self._steps().get(key.key)
        if step is not None:
            self._scroll(self._top + step)
        return step is not None

    def on_key(self, event: events.Key) -> None:
        """Scroll."""
        if self.take(event):
            event.stop()
            event.prevent_default()

    def _steps(self) -> dict[str, int]:
        page = max(1, self.size.height - 1)
        return {
            "down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "space": page, "pageup": -page,
            "home": -len(self._lines), "end": len(self._lines),
        }  # fmt: skip

    def on_resize(self) -> None:
        """Stay within the lines."""
        self._scroll(self._top)
        self.post_message(self.Moved())

    @property
    def _last_top(self) -> int:
        return max(0, len(self._lines) - self.size.height)

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, self._last_top))
        if top != self._top:
            self._top = top
            self.refresh()
            self.post_message(self.Moved())

    def notify_style_update(self) -> None:
        """Forget how an empty line looked."""
        super().notify_style_update()
        self._blank = None

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        place, width = self._top + y, self.size.width
        if place >= len(self._lines):
            return self._nothing(width)
        text, tint = self._lines[place]
        if y == self.size.height - 1 and not self.is_at_end:
            text = padded(in_whole_words(f" {text}", width - len(MORE)), width - len(MORE)) + MORE
            return Strip([Segment(text, self.ink(Tint.MUTED.value))], width)
        return Strip([Segment(padded(f" {text}", width), self.ink(tint.value))], width)

    def _nothing(self, width: int) -> Strip:
        """Return the line below the last one: the same each time, so that Textual works it out once."""
        if self._blank is None or self._blank.cell_length != width:
            self._blank = Strip.blank(width, self.ink(Tint.PLAIN.value))
        return self._blank
