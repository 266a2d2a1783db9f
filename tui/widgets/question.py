"""What is asked: one sentence below a blank line, in as many lines as it takes.

Owns painting it, and moving nothing where the next one takes as many. Refuses to own what is asked.
"""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from tui import wording
from tui.widgets.cells import padded, wrapped
from tui.widgets.painted import Painted


class Question(Painted, can_focus=False):
    """A question, set apart from what stands above it."""

    DEFAULT_CSS: ClassVar[str] = """
    Question { height: auto; background: $background; color: $foreground; text-style: bold; }
    """
    _asked = ""

    def put(self, asked: str) -> None:
        """Ask something else; the same again is not painted anew."""
        before, self._asked = self._asked, wording.plain(asked)
        is_moving = len(self._lines(self.size.width)) != self.size.height
        if is_moving or self._asked != before:
            self.refresh(layout=is_moving)

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return how many lines it takes."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Return one of its lines."""
        lines, width = self._lines(self.size.width), self.size.width
        text = f" {lines[y]}" if y < len(lines) and lines[y] else ""
        return Strip([Segment(padded(text, width), self.ink())], width)

    def _lines(self, width: int) -> list[str]:
        return ["", *wrapped(self._asked, max(1, width - 2))]
