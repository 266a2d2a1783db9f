"""What our own widgets are: lines painted from edge to edge, with no border and no padding.

Owns handing the lines to Textual by the shortest way. Refuses to own what they say.
"""

from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Final

from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

_NOT_PAINTED: Final = Strip([], 0)


class Painted(Widget):
    """A widget that is nothing but what its `render_line` returns; each line has exactly its width, and all its style.

    Textual's own way adds borders, paddings and titles, and takes twice as long for each line, also without any.
    """

    _background: Color | None = None
    _inks: Mapping[str, Style] = MappingProxyType({})

    @property
    def size(self) -> Size:
        """What the last layout gave it; Textual would look that up, and take away borders, at every line."""
        return self.outer_size

    def notify_style_update(self) -> None:
        """Forget what it stands on, and in which ink."""
        super().notify_style_update()
        self._background = None
        self._inks = {}

    def ink(self, component: str = "") -> Style:
        """Return what a line is written in, or a component of it; worked out once, not once for each line."""
        ink = self._inks.get(component)
        if ink is None:
            ink = self.get_component_rich_style(component) if component else self.rich_style
            self._inks = {**self._inks, component: ink}
        return ink

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the screen, as they may be written."""
        if self._background is None:
            self._background = self.background_colors[1]
        screen, filters = self.screen, self.get_line_filters()
        changed: Container[int] | None = getattr(screen, "changed_lines", None)
        top = 0 if changed is None else screen._compositor.visible_widgets[self][0].y
        strips = []
        for y in crop.line_range:
            if changed is not None and top + y not in changed:
                strips.append(_NOT_PAINTED)  # Textual passes it by
                continue
            strip = self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, self._background)
            strips.append(strip)
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]
