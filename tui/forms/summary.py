"""What was answered so far: one line a field, the one that is asked now marked by a sign.

Owns painting it, scrolled so that the field asked now is in sight. Refuses to own the form.
"""

from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip

from tui import wording
from tui.forms.form import Form
from tui.widgets.cells import padded
from tui.widgets.painted import Painted

_LABEL: Final = 22
_MARK, _DONE, _OPEN = ">", "✓", " "


class Summary(Painted, can_focus=False):
    """The fields of a form that apply, with their answers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"summary--now"}
    DEFAULT_CSS = """
    Summary { height: auto; max-height: 50%; background: $background; color: $foreground; }
    Summary > .summary--now { color: $foreground; background: $boost; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str]] = []
        self._now: int | None = None

    def show(self, form: Form) -> None:
        """Show how a form stands now; where that reads as before, nothing is painted anew."""
        before, fields, now = (self._lines, self._now), form.steps(), form.field
        self._lines = [(each.label, wording.plain(form.said(each))) for each in fields]
        self._now = None if now is None else fields.index(now)
        if (self._lines, self._now) != before:
            self.refresh(layout=len(self._lines) != len(before[0]))

    def get_content_height(self, *_: object) -> int:
        """Return how many lines it would take."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """Return one field."""
        width, place = self.size.width, y + self._first
        if place >= len(self._lines):
            return Strip.blank(width, self.ink())
        label, said = self._lines[place]
        is_now = place == self._now
        sign = _MARK if is_now else _DONE if said else _OPEN
        style = self.ink("summary--now") if is_now else self.ink()
        text = padded(f" {sign} {padded(label, _LABEL)} {said}", width)
        return Strip([Segment(text, style)], width)

    @property
    def _first(self) -> int:
        """The field in the first line."""
        height, count = self.size.height, len(self._lines)
        place = count if self._now is None else self._now
        return 0 if count <= height else max(0, min(place - height // 2, count - height))
