"""The Linux console, whose own font has the 256 signs of an old IBM: what stands there for the few others.

Owns those pairs. Refuses to own any letter of a name: one the font lacks is the console's to show.
"""

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS: Final = str.maketrans("…✓•━┃┏┓┗┛▊▎▔▁", ".√*─│┌┐└┘││──")
"""Each pair takes one cell. Source: code page 437."""


class ConsoleSigns(LineFilter):
    """Writes signs that the console has."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's own
        """Return the line in signs of the console; the very same list where it has them all."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [Segment(text.translate(_SIGNS), style, control) for text, style, control in segments]


CONSOLE_SIGNS: Final = ConsoleSigns()
