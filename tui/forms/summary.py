"""What was answered so far: one line a field, the one that is asked now marked by a sign.

What was chosen goes on over further lines where one is too short: whom it names is read whole. What stands whole below,
because it is asked now or was typed, is cut.

Owns painting it, scrolled so that the field asked now is in sight. Refuses to own the form.
"""

from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip

from tui import wording
from tui.forms.fields import Kind
from tui.forms.form import Form
from tui.widgets.cells import padded, wrapped
from tui.widgets.painted import Painted

_LABEL: Final = 22
_MARK, _DONE, _OPEN = ">", "✓", " "
_BEFORE: Final = _LABEL + 4
"""Cells that stand before an answer: the sign, the label, and blanks."""

_NARROW: Final = 20
"""Where an answer has less room than this, a line each is as much as can be shown of a form."""


class Summary(Painted, can_focus=False):
    """The fields of a form that apply, with their answers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"summary--now"}
    DEFAULT_CSS = """
    Summary { height: auto; max-height: 50%; background: $background; color: $foreground; }
    Summary > .summary--now { color: $foreground; background: $boost; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: list[tuple[str, str, bool]] = []
        self._now: int | None = None
        self._laid: tuple[int, list[tuple[int, str]]] | None = None

    def show(self, form: Form) -> None:
        """Show how a form stands now; where that reads as before, nothing is painted anew."""
        before, fields, now = (self._said, self._now), form.steps(), form.field
        self._said = [(each.label, wording.plain(form.said(each)), each.kind is not Kind.LINE) for each in fields]
        self._now = None if now is None else fields.index(now)
        if (self._said, self._now) != before:
            width, lines_count = self.size.width, len(self._laid[1]) if self._laid else 0
            self._laid = None
            self.refresh(layout=not width or len(self._lines(width)) != lines_count)

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return how many lines it would take."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[tuple[int, str]]:
        """Return what stands in each line behind the sign, and which field's it is."""
        if self._laid is None or self._laid[0] != width:
            lines = []
            for place, (label, said, is_chosen) in enumerate(self._said):
                room = width - _BEFORE
                first, *more = wrapped(said, room) if is_chosen and place != self._now and room >= _NARROW else [said]
                lines.append((place, f"{padded(label, _LABEL)} {first}"))
                lines += [(place, f"{'':{_LABEL}} {each}") for each in more]
            self._laid = width, lines
        return self._laid[1]

    def render_line(self, y: int) -> Strip:
        """Return one field, or what of it goes on."""
        width = self.size.width
        lines, at = self._lines(width), y + self._first
        if at >= len(lines):
            return Strip.blank(width, self.ink())
        place, text = lines[at]
        is_now, is_first = place == self._now, not at or lines[at - 1][0] != place
        sign = _OPEN if not is_first else _MARK if is_now else _DONE if self._said[place][1] else _OPEN
        style = self.ink("summary--now") if is_now else self.ink()
        return Strip([Segment(padded(f" {sign} {text}", width), style)], width)

    @property
    def _first(self) -> int:
        """The first line that is in sight."""
        lines, height = self._lines(self.size.width), self.size.height
        count = len(lines)
        at = next((n for n, (place, _) in enumerate(lines) if place == self._now), count)
        return 0 if count <= height else max(0, min(at - height // 2, count - height))
