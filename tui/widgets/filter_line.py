"""The line one types into to find a family.

Owns typing, and telling what was typed in the same frame in which it is seen. Refuses to own what is found. It is no
Input: one types at its end, so that a letter costs no layout, no message and no look-up of thirty bindings.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from tui import wording
from tui.commands import CLEAR_TYPED, FILTER, FILTER_COMMANDS, TO_LIST, Command
from tui.widgets.cells import ending, fitted
from tui.widgets.guard import shown
from tui.widgets.painted import Painted

LETTERS_AT_MOST: Final = 200
"""What is typed to find a family is short; a page that was pasted by mistake is not searched for."""

PROMPT: Final = f" {FILTER.shown_key} "
_LEAVING: Final = frozenset(TO_LIST.key.split(","))
_CLEARING: Final = frozenset(CLEAR_TYPED.key.split(","))
_CARET: Final = Style(reverse=True)


class FilterLine(Painted, can_focus=True):
    """One line; Down and Enter leave it for the list, and what was typed stays.

    Args:
        typed: Called with everything that stands in the line, at once: what is found is painted together with the
            letter that found it. Returns what is said at the end of the line, such as how many were found.
    """

    KEYS: ClassVar[Sequence[Command]] = FILTER_COMMANDS
    DEFAULT_CSS = """
    FilterLine { height: 1; background: $surface; color: $foreground; }
    """

    class Left(Message):
        """Somebody is done typing and wants to be in the list."""

    def __init__(self, typed: Callable[[str], str]) -> None:
        super().__init__()
        self._typed = typed
        self._text = ""
        self._said = ""

    @property
    def text(self) -> str:
        """Everything that stands in the line."""
        return self._text

    def write(self, text: str) -> None:
        """Put other text into the line, and tell it."""
        text = text[:LETTERS_AT_MOST]
        if text != self._text:
            self._text = text
            self.again()

    def again(self) -> None:
        """Tell what stands here once more, because what it is searched in has changed."""
        self._said = self._typed(self._text)
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002  # Textual's own signature
        """Return whether a key is typed here, so that no footer offers it for something else."""
        return character is not None and character.isprintable()

    def take(self, key: events.Key) -> bool:
        """Type or take away; return whether the key does."""
        if key.is_printable and key.character is not None:
            self.write(self._text + key.character)
        elif key.key == "backspace":
            self.write(self._text[:-1])
        else:
            return False
        return True

    def on_key(self, event: events.Key) -> None:
        """Type, take away, clear, or leave."""
        if self.take(event):
            pass
        elif event.key == "ctrl+w":
            self.write(self._text.rstrip().rpartition(" ")[0])
        elif event.key in _CLEARING:
            self.write("")
        elif event.key in _LEAVING:
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Type the first line of what was pasted."""
        event.stop()
        self.write(self._text + "".join(event.text[:LETTERS_AT_MOST].splitlines()[:1]))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's own signature
        """Return the line: a sign, what was typed, and at the end what came of it."""
        width, plain = self.size.width, self.ink()
        said = fitted(self._said, width // 2)
        room = max(0, width - len(PROMPT) - len(said) - 3)
        text = ending(shown(wording.plain(self._text)), room)
        left = Strip([Segment(PROMPT + text, plain), Segment(" ", plain + _CARET if self.has_focus else plain)])
        if self.has_focus:
            self.app.cursor_position = self.content_region.offset + Offset(left.cell_length - 1, 0)
        return Strip([*left, Segment(f"{said} ".rjust(width - left.cell_length), plain)]).adjust_cell_length(
            width, plain
        )
