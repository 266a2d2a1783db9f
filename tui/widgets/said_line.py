"""The lines that say what came of the last key: kept, refused, asked again.

Owns painting one sentence or two above the footer, each in as many lines as it takes. Refuses to own the sentences.
"""

from enum import StrEnum
from typing import ClassVar, Final

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.cells import wrapped
from tui.widgets.painted import Painted
from tui.wording import plain


class Tone(StrEnum):
    """How a sentence is meant; each has a sign, so that colour says nothing alone."""

    KEPT = "kept"
    ASKED = "asked"
    REFUSED = "refused"


SIGNS = {Tone.KEPT: "✓", Tone.ASKED: "?", Tone.REFUSED: "!"}

LINES_AT_MOST: Final = 6
"""On a narrow screen something of the screen itself is worth more than the end of a sentence."""

OTHERS: Final = 3
"""Lines that stay for the header, the keys, and one of what the screen is for."""

_INDENT: Final = "  "


class SaidLine(Painted, can_focus=False):
    """One line; empty until something is said. A refusal says what happened, and below it what to do.

    Its tones are inks and no classes: a class would let Textual work out every style of it anew at each thing said.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"said-line--{tone}" for tone in Tone}
    DEFAULT_CSS = """
    SaidLine { height: auto; min-height: 1; color: $foreground; }
    SaidLine > .said-line--kept { color: $foreground; }
    SaidLine > .said-line--refused { color: $text-error; }
    SaidLine > .said-line--asked { color: $text-warning; text-style: bold; }
    """
    said: reactive[tuple[str, ...]] = reactive(())
    tone = Tone.KEPT

    def say(self, tone: Tone, *sentences: str) -> None:
        """Show sentences, the second on a line below."""
        self.tone = tone
        self.said = (f"{SIGNS[tone]} {plain(sentences[0])}", *(f"{_INDENT}{plain(each)}" for each in sentences[1:]))

    def say_again(self, tone: Tone, said: tuple[str, ...]) -> None:
        """Say what was said before: `tone` and `said` as they stood."""
        self.tone, self.said = tone, said

    def clear(self) -> None:
        """Say nothing any more."""
        self.said = ()

    def forget(self) -> None:
        """Say nothing any more, unless it is a refusal: that one stays until something else is to be said."""
        if self.tone is not Tone.REFUSED:
            self.clear()

    def settle(self) -> None:
        """Say a refusal no longer: what it was about was answered."""
        if self.tone is Tone.REFUSED:
            self.clear()

    def watch_said(self) -> None:
        """Take the room that is needed, and move nothing where that is the room there is."""
        if self.is_attached and len(self._lines(self.size.width, self.app.size.height)) != self.size.height:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's own
        """Return how many lines it takes."""
        return len(self._lines(width, viewport.height))

    def render_line(self, y: int) -> Strip:
        """Return one of its lines."""
        lines, style = self._lines(self.size.width, self.size.height + OTHERS), self.ink(f"said-line--{self.tone}")
        text = lines[y] if y < len(lines) else ""
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(self.size.width, style)

    def _lines(self, width: int, of_screen: int) -> list[str]:
        lines = [line for each in self.said for line in wrapped(each, max(1, width - 2), _INDENT)]
        return lines[: max(1, min(LINES_AT_MOST, of_screen - OTHERS))] or [""]
