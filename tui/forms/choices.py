"""Options with a key each: press the key, or point and press Enter.

Where all of them fit below each other, one that is too long goes on over further lines: what tells two people apart may
stand at its end.

Owns pointing, keys and painting, in columns where there are many. Refuses to own what is offered and what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui import wording
from tui.commands import ANSWER_COMMANDS, Command
from tui.forms.fields import KEYS, Option
from tui.widgets.cells import padded, wrapped
from tui.widgets.page import MORE
from tui.widgets.painted import Painted

_ON, _OFF = "[x]", "[ ]"
_COLUMN_MIN: Final = 30
_BEFORE: Final = 6
"""Cells that stand before an option: the sign, its key, and blanks."""

_NOWHERE: Final = -1


class Choices(Painted, can_focus=True):
    """The options of one field."""

    KEYS: ClassVar[Sequence[Command]] = ANSWER_COMMANDS
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--pointed"}
    DEFAULT_CSS = """
    Choices { height: 1fr; background: $background; color: $foreground; }
    Choices > .choices--pointed { color: $block-cursor-foreground; background: $block-cursor-background; }
    """

    @dataclass
    class Chosen(Message):
        """One option was chosen, where one is asked for; empty where Enter passed it by."""

        value: str

    @dataclass
    class Ended(Message):
        """Several were chosen, or none: it goes on."""

        values: tuple[str, ...]

    @dataclass
    class Changed(Message):
        """One of several was taken or left."""

        values: tuple[str, ...]

    def __init__(self) -> None:
        super().__init__()
        self._options: Sequence[Option] = ()
        self._on: tuple[str, ...] = ()
        self._is_many = False
        self._place = _NOWHERE
        self._laid: tuple[tuple[object, ...], list[tuple[int, str]] | None] | None = None

    def offer(self, options: Sequence[Option], on: tuple[str, ...], *, is_many: bool) -> None:
        """Offer other options; the same again are not painted anew.

        Args:
            options: In the order of their keys.
            on: The values that stand now; the first of them is pointed at. Where none stands and one is asked for,
                nothing is pointed at: Enter alone never answers.
            is_many: Whether several can be chosen.
        """
        before = list(self._options), self._on, self._is_many, self._place
        self._options, self._on, self._is_many, self._laid = options, on, is_many, None
        values = [each.value for each in options]
        self._place = values.index(on[0]) if on and on[0] in values else 0 if is_many else _NOWHERE
        if before != (list(options), on, is_many, self._place):
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Point or choose."""
        rows = self._rows_count
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "right": rows, "left": -rows}
        if event.key in steps:
            self._step(steps[event.key])
        elif event.key in ("enter", "space") and self._place != _NOWHERE and self._options:
            self._enter(is_space=event.key == "space")
        elif event.key == "enter":
            self.post_message(self.Ended(()) if self._is_many else self.Chosen(""))
        elif len(event.key) == 1 and event.key in KEYS[: len(self._options)]:
            self._point(KEYS.index(event.key))
            self._press()
        else:
            return
        event.stop()
        event.prevent_default()

    def _enter(self, *, is_space: bool) -> None:
        if self._is_many and not is_space:
            self.post_message(self.Ended(self._on))
        else:
            self._press()

    def _press(self) -> None:
        value = self._options[self._place].value
        if not self._is_many:
            self._on = (value,)
            self.post_message(self.Chosen(value))
            return
        kept = {*self._on} ^ {value}
        self._on = tuple(each.value for each in self._options if each.value in kept)
        self.refresh()
        self.post_message(self.Changed(self._on))

    def _step(self, by: int) -> None:
        if self._place == _NOWHERE:
            self._point(0 if by > 0 else len(self._options) - 1)
        else:
            self._point(self._place + by)

    def _point(self, place: int) -> None:
        if 0 <= place < len(self._options) and place != self._place:
            self._place = place
            self.refresh()

    # -- painting --------------------------------------------------------------------------------------------------

    @property
    def _columns_count(self) -> int:
        height, count = max(1, self.size.height), len(self._options)
        fitting = max(1, self.size.width // _COLUMN_MIN)
        return min(fitting, max(1, -(-count // height)))

    @property
    def _rows_count(self) -> int:
        return max(1, -(-len(self._options) // self._columns_count))

    def render_line(self, y: int) -> Strip:
        """Return one line of options."""
        width, rows, plain = self.size.width, self._rows_count, self.ink()
        if (lines := self._below_each_other) is not None:
            if y >= len(lines):
                return Strip.blank(width, plain)
            place, text = lines[y]
            return Strip([Segment(padded(text, width), self._style(place))], width)
        row = y + self._top
        if row >= rows or not self._options:
            return Strip.blank(width, plain)
        column = width // self._columns_count
        segments = []
        for place in range(row, len(self._options), rows):
            segments.append(Segment(padded(self._said(place), column), self._style(place)))
        strip = Strip(segments).adjust_cell_length(width, plain)
        if y == self.size.height - 1 and row < rows - 1 and width > len(MORE):
            return Strip([*strip.crop(0, width - len(MORE)), Segment(MORE, plain)], width)
        return strip

    @property
    def _below_each_other(self) -> list[tuple[int, str]] | None:
        """Every line, and which option's it is, where one is too long for a line and there is room for all of all."""
        stands = self.size, self._place, self._on
        if self._laid is None or self._laid[0] != stands:
            self._laid = stands, self._lay()
        return self._laid[1]

    def _lay(self) -> list[tuple[int, str]] | None:
        width, height = self.size
        if len(self._options) > height or width < _COLUMN_MIN:
            return None
        said = [self._said(place) for place in range(len(self._options))]
        if all(cell_len(each) <= width for each in said):
            return None
        lines = [(place, line) for place, each in enumerate(said) for line in wrapped(each, width, " " * _BEFORE)]
        return lines if len(lines) <= height else None

    def _style(self, place: int) -> Style:
        return self.ink("choices--pointed") if place == self._place else self.ink()

    @property
    def _top(self) -> int:
        """The row of options in the first line: where there is no room for all, the one that is pointed at is seen."""
        rows, height = self._rows_count, max(1, self.size.height)
        return max(0, min(self._place % rows - height // 2, rows - height)) if self._place != _NOWHERE else 0

    def _said(self, place: int) -> str:
        option, is_pointed = self._options[place], place == self._place
        key = KEYS[place] if place < len(KEYS) else " "
        box = f"{_ON if option.value in self._on else _OFF} " if self._is_many else ""
        stands = " ✓" if not self._is_many and option.value in self._on else ""
        return f" {'>' if is_pointed else ' '} {key}  {box}{wording.plain(option.text)}{stands}"
