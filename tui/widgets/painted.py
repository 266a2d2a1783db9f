"""What our own widgets are: lines painted from edge to edge, with no border and no padding.

Owns handing the lines to Textual by the shortest way. Refuses to own what they say.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


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
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self._background) for strip in strips]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]
