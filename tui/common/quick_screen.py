"""A screen that is shown again and again.

Owns doing nothing twice when it comes back, and painting without a detour. Refuses to own what it shows.
"""

import asyncio
from collections.abc import Container, Iterable
from typing import Final, TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual import events
from textual._compositor import CompositorUpdate
from textual.screen import Screen
from textual.widget import Widget

from tui.common.leaving import Leaving

T = TypeVar("T")

LEFT_WITHIN_S: Final = 0.1
"""A screen that takes longer to come is not waited for: what changed on this one is seen."""


class Written(CompositorUpdate):
    """A frame as it goes to the terminal."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence

    def render_segments(self, console: Console) -> str:  # noqa: ARG002  # it was written for that one
        """Return it."""
        return self._sequence

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield it, for Rich."""
        yield Segment(self._sequence)


class QuickScreen(Leaving, Screen[T]):
    """A screen covered by its widgets from edge to edge.

    Textual works out every style of it anew whenever it is shown again, and paints each of its own lines below those of
    its widgets: a third of what showing it takes. Neither is ever seen, unless the theme has changed meanwhile. And it
    lets messages go round, and its own clock tick, before it paints: what is known to be whole is painted at once.
    """

    BLANK = True
    changed_lines: Container[int] | None = None
    """Which lines of the screen are being painted; None for all of them. Textual asks its widgets for every line."""
    _looked: object = None
    _is_painted = False
    _is_covered = False
    _is_painting = False
    _ahead: Written | None = None
    _leaving: asyncio.TimerHandle | None = None

    def _on_mount(self, event: events.Mount) -> None:  # noqa: ARG002  # Textual calls that of each class
        """Remember what its styles hang on: they were worked out just now."""
        self._looked = self._looks()

    def update_node_styles(self, animate: bool = True) -> None:
        """Work out styles, where anything they hang on has changed."""
        looks = self._looks()
        if self._looked not in (None, looks):
            self._looked = looks
            super().update_node_styles(animate)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Do what Textual does, but paint nothing that is painted already."""
        event.prevent_default()
        Leaving.on_screen_resume(self)
        self.stack_updates += 1
        self._update_auto_focus()
        self.update_node_styles(animate=False)
        is_painted = self._is_painted and self._size == self.app.size
        self._is_covered = False
        if not is_painted and not self.paint():
            self.refresh()
        self._is_painted = False

    def _on_screen_suspend(self) -> None:
        """Remember that something else stands on the terminal now."""
        self._is_covered = True
        self._stay()

    def leave_soon(self) -> None:
        """Paint nothing for a moment, since another screen is on its way: what is said no longer goes with this one."""
        self._stay()
        self._leaving = asyncio.get_running_loop().call_later(LEFT_WITHIN_S, self._paint_after_all)

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    def _paint_after_all(self) -> None:
        self._leaving = None
        if self.is_current:
            self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        """Paint nothing below a screen that covers it: Textual would have that one painted a second time."""
        if self.is_current and self.app.screen is not self and isinstance(self.app.screen, QuickScreen):
            self._dirty_widgets.clear()
            self._compositor._dirty_regions.clear()
        elif self._leaving is None:
            if self._is_painting:
                self._compositor._dirty_regions.add(self.size.region)
            self.changed_lines = self._changed_lines()
            super()._compositor_refresh()
            self.changed_lines = None

    def _changed_lines(self) -> Container[int] | None:
        """Return which lines of the screen are painted next; None for all of them."""
        regions, whole = self._compositor._dirty_regions, self._compositor.size.region
        return None if whole in regions else {y for region in regions for y in region.line_range}

    # -- at once ---------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Give every widget its place before the screen is wanted, so that showing it has but to paint."""
        if self.is_mounted and self.app.size:
            self._place(self._widgets())

    def paint(self) -> bool:
        """Paint the whole screen now: it has just been put on top.

        Returns:
            Whether it is painted; it is not while there is nothing to paint on, or it is still being mounted.
        """
        if not (self.is_mounted and self.app.screen is self and self.app.size) or self.app._batch_count:
            return False
        self._stay()
        self.update_node_styles(animate=False)
        widgets = self._widgets()
        ahead, self._ahead = self._ahead, None
        if ahead is not None and not self._is_changed(widgets):
            self.app._display(self, ahead)
        else:
            self._is_painting = True
            if not self._place(widgets):
                self._compositor_refresh()
            self._is_painting = False
            self._forget_changes(widgets)
        self._is_painted, self._is_covered = True, False
        return True

    def paint_ahead(self) -> None:
        """Work out the frame that `paint` will want, unless something changes before: nothing of it is seen yet."""
        self._ahead = None
        if not (self.is_mounted and self.app.size) or self.is_current:
            return
        self.update_node_styles(animate=False)
        widgets = self._widgets()
        self._place(widgets)
        self._forget_changes(widgets)
        whole = self._compositor.render_update(full=True, screen_stack=[])
        if isinstance(whole, CompositorUpdate):
            self._ahead = Written(whole.render_segments(self.app.console))

    def _is_changed(self, widgets: Iterable[Widget]) -> bool:
        """Return whether anything looks otherwise than when it was last painted, here or ahead."""
        return (
            self._size != self.app.size
            or self._layout_required
            or bool(self._dirty_widgets or self._compositor._dirty_regions)
            or any(each._repaint_required or each._layout_required for each in widgets)
        )

    def paint_changes(self) -> None:
        """Paint now what has changed; where anything moves with it, Textual does it all."""
        self._stay()
        if self._is_covered and self.is_current:
            self.paint()  # what covered it has just gone
            return
        if not self.is_current or self._layout_required or self._size != self.app.size:
            return
        changed = {each for each in self._widgets() if each._repaint_required}
        if any(each._layout_required for each in changed):
            return
        self._compositor.update_widgets(changed | self._dirty_widgets)
        self._compositor_refresh()
        self._forget_changes(changed)

    def _place(self, widgets: Iterable[Widget]) -> bool:
        """Lay out what is not laid out; return whether anything was, which is painted then if it can be seen."""
        moving = [each for each in widgets if each._layout_required]
        for each in moving:
            each._layout_required = False
            for outer in each.ancestors:
                if isinstance(outer, Widget):
                    outer._clear_arrangement_cache()
        if not moving and not self._layout_required and self._size == self.app.size:
            return False
        self._layout_required = False
        self._refresh_layout(self.app.size)
        return True

    def _forget_changes(self, widgets: Iterable[Widget]) -> None:
        for each in widgets:
            each._repaint_required = False
        self._dirty_widgets.clear()

    def _widgets(self) -> list[Widget]:
        return [self, *self.walk_children(Widget)]

    def _looks(self) -> object:
        return self.app.theme, frozenset(self.app.classes), self.app.app_focus
