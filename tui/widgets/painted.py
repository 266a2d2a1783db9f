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

    A line is made once, until the widget is told to paint it anew, takes on another look, or another size.
    Textual's own way adds borders, paddings and titles, and takes twice as long for each line, also without any.
    """

    _background: Color | None = None
    _inks: Mapping[str, Style] = MappingProxyType({})
    _written: dict[int, Strip] | None = None

    @property
    def size(self) -> Size:
        """What the last layout gave it; Textual would look that up, and take away borders, at every line."""
        return self.outer_size

    def notify_style_update(self) -> None:
        """Forget what it stands on, and in which ink."""
        super().notify_style_update()
        self._background = None
        self._inks = {}
        self._written = None

    def _set_dirty(self, *regions: Region) -> None:
        """Forget the lines that are to be painted anew; any other reads as it was last written."""
        super()._set_dirty(*regions)
        if not regions:
            self._written = None
        elif self._written is not None:
            for region in regions:
                for y in region.line_range:
                    self._written.pop(y, None)

    def ink(self, component: str = "") -> Style:
        """Return what a line is written in, or a component of it; worked out once, not once for each line."""
        ink = self._inks.get(component)
        if ink is None:
            ink = self.get_component_rich_style(component) if component else self.rich_style
            self._inks = {**self._inks, component: ink}
        return ink

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines as they may be written, for Textual."""
        strips = [self.written(y) for y in crop.line_range]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def written(self, y: int) -> Strip:
        """Return a line as it may be written: it is made once, until it is to be painted anew."""
        if self._written is None:
            self._written = {}
        strip = self._written.get(y)
        if strip is None:
            if self._background is None:
                self._background = self.background_colors[1]
            strip = self.render_line(y)
            for line_filter in self.get_line_filters():
                strip = strip.apply_filter(line_filter, self._background)
            self._written[y] = strip
        return strip
