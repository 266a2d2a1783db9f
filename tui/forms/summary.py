"""What was answered so far: one line a field, the one that is asked now marked by a sign.

Owns painting it, scrolled so that the field asked now is in sight. Refuses to own the form.
"""

from typing import ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip

from tui import wording
from tui.forms.fields import Field
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
        self._fields: list[Field] = []
        self._said: list[str] = []
        self._now: Field | None = None

    def show(self, form: Form) -> None:
        """Show how a form stands now."""
        before = len(self._fields)
        self._fields, self._now = form.steps(), form.field
        self._said = [wording.plain(form.said(field)) for field in self._fields]
        self.refresh(layout=len(self._fields) != before)

    def get_content_height(self, *_: object) -> int:
        """Return how many lines it would take."""
        return len(self._fields)

    def render_line(self, y: int) -> Strip:
        """Return one field."""
        width, place = self.size.width, y + self._first
        if place >= len(self._fields):
            return Strip.blank(width, self.ink())
        field, said = self._fields[place], self._said[place]
        is_now = field == self._now
        sign = _MARK if is_now else _DONE if said else _OPEN
        style = self.ink("summary--now") if is_now else self.ink()
        text = padded(f" {sign} {padded(field.label, _LABEL)} {said}", width)
        return Strip([Segment(text, style)], width)

    @property
    def _first(self) -> int:
        """The field in the first line."""
        height, now = self.size.height, self._now
        if len(self._fields) <= height:
            return 0
        place = self._fields.index(now) if now in self._fields else len(self._fields)
        return max(0, min(place - height // 2, len(self._fields) - height))
