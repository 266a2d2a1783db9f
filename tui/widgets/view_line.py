"""The line of views above the list: which there are, how many families are in each, and which one is on.

Owns painting them in one line. Refuses to own what is in a view (store).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Final

from rich.segment import Segment
from textual.strip import Strip

from store.fieldwork.searching import View
from tui.widgets.painted import Painted

AT_THE_DOOR: Final[Mapping[StrEnum, str]] = {
    View.TODAY: "Today",
    View.TO_DO: "To do",
    View.APPOINTMENTS: "Appointments",
    View.DONE: "Done",
    View.ALL: "All",
}


class ViewLine(Painted, can_focus=False):
    """Views with their keys and counts; the one that is on stands in brackets.

    Args:
        titles: What each view is called, in the order of its key.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"view-line--on"}
    DEFAULT_CSS = """
    ViewLine { height: 1; background: $surface; color: $foreground; }
    ViewLine > .view-line--on { color: $foreground; text-style: bold; }
    """

    def __init__(self, titles: Mapping[StrEnum, str] = AT_THE_DOOR) -> None:
        super().__init__()
        self._titles = titles
        self._counts: Mapping[Any, int] = {}
        self._view: StrEnum | None = None

    def show(self, counts: Mapping[Any, int], view: StrEnum) -> None:
        """Show other counts, or that another view is on."""
        if (counts, view) != (self._counts, self._view):
            self._counts, self._view = counts, view
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's own signature
        """Return the line."""
        width, plain = self.size.width, self.ink()
        on = self.ink("view-line--on")
        segments = [Segment(" ", plain)]
        for key, (view, title) in enumerate(self._titles.items(), start=1):
            said = f"{key} {title} {self._counts.get(view, 0):,}"
            is_on = view is self._view
            segments.append(Segment(f"[{said}]" if is_on else f" {said} ", on if is_on else plain))
        return Strip(segments).adjust_cell_length(width, plain)
