"""The line that says what came of the last key: kept, refused, asked again.

Owns painting one sentence or two above the footer. Refuses to own the sentences.
"""

from enum import StrEnum

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.painted import Painted
from tui.wording import plain


class Tone(StrEnum):
    """How a sentence is meant; each has a sign, so that colour says nothing alone."""

    KEPT = "kept"
    ASKED = "asked"
    REFUSED = "refused"


SIGNS = {Tone.KEPT: "✓", Tone.ASKED: "?", Tone.REFUSED: "!"}


class SaidLine(Painted, can_focus=False):
    """One line; empty until something is said. A refusal takes two: what happened, and what to do."""

    DEFAULT_CSS = """
    SaidLine { height: 1; color: $foreground; }
    SaidLine.refused { height: 2; color: $text-error; }
    SaidLine.asked { color: $text-warning; text-style: bold; }
    """
    said: reactive[tuple[str, ...]] = reactive(())

    def say(self, tone: Tone, *sentences: str) -> None:
        """Show sentences, the second on a line below."""
        for each in Tone:
            self.set_class(each is tone, each.value)
        self.said = (f"{SIGNS[tone]} {plain(sentences[0])}", *(f"  {plain(each)}" for each in sentences[1:]))

    def clear(self) -> None:
        """Say nothing any more."""
        self.said = ()

    def render_line(self, y: int) -> Strip:
        """Return one of its lines."""
        text = self.said[y] if y < len(self.said) else ""
        style = self.ink()
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(self.size.width, style)
