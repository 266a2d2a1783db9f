"""A screen that is shown again and again.

Owns doing nothing twice when it comes back, and painting without a detour. Refuses to own what it shows.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple, Protocol, TypeVar, runtime_checkable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual import events
from textual._compositor import CompositorUpdate
from textual.screen import Screen
from textual.widget import Widget

from tui.common.leaving import Leaving
from tui.widgets.painted import Painted

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


@runtime_checkable
class Holding(Protocol):
    """An app that can hold a frame."""

    def hold_frame(self, frame: Written) -> Callable[[], bool] | None:
        """Hold it, for another thread to show."""


class Change(NamedTuple):
    """Some lines as they will read, worked out before they may be seen.

    Attributes:
        what: What brings them about.
        lines: Which lines of the screen.
        frame: How they go to the terminal.
        frames_count: How many frames the screen had painted.
    """

    what: object
    lines: Collection[int]
    frame: Written
    frames_count: int


class QuickScreen(Leaving, Screen[T]):
    """A screen covered by its widgets from edge to edge.

    Textual works out every style of it anew whenever it is shown again, and paints each of its own lines below those of
    its widgets: a third of what showing it takes. Neither is ever seen, unless the theme has changed meanwhile. And it
    lets messages go round, and its own clock tick, before it paints: what is known to be whole is painted at once. And
    it cuts each line wherever a widget might begin, and asks every widget for all of its lines: ours go from edge to
    edge, and are written as they are.
    """

    BLANK = True
    _looked: object = None
    _is_painted = False
    _is_covered = False
    _is_painting = False
    _ahead: Written | None = None
    _is_ahead_seen = False
    _change: Change | None = None
    _shown_lines: Collection[int] = ()
    _frames_count = 0
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
        """Paint what changed; nothing below a screen that covers it, which Textual would paint a second time."""
        if self.is_current and self.app.screen is not self and isinstance(self.app.screen, QuickScreen):
            self._dirty_widgets.clear()
            self._compositor._dirty_regions.clear()
        elif self._leaving is None and not self._is_painting:
            self._frames_count += 1
            changed = self._written(self._changed_lines()) if self.app.screen is self else None
            if changed is None:
                super()._compositor_refresh()
            else:
                self._dirty_widgets.clear()
                self._compositor._dirty_regions.clear()
                self.app._display(self, changed)

    def _changed_lines(self) -> Collection[int]:
        return {y for region in self._compositor._dirty_regions for y in region.line_range}

    def _written(self, lines: Collection[int]) -> Written | None:
        """Return some lines of the screen as they go to the terminal.

        None where there is nothing to paint, or anything but lines of our own from edge to edge: Textual paints that.
        """
        width, console, found = self._compositor.size.width, self.app.console, dict[int, str]()
        for widget, (region, clip) in self._compositor.visible_widgets.items():
            here = [y for y in region.intersection(clip).line_range if y in lines]
            if not here or (widget.children and not isinstance(widget, Painted)):
                continue
            if not isinstance(widget, Painted) or region.column_span != (0, width) or not found.keys().isdisjoint(here):
                return None
            found.update((y, f"\x1b[{y + 1}H{widget.written(y - region.y).render(console)}") for y in here)
        return Written("".join(found.values())) if found and len(found) == len(lines) else None

    # -- at once ---------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Give every widget its place before the screen is wanted, and paint it unseen: a first time takes longest."""
        self.paint_ahead()
        self._ahead = None

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
        is_seen, self._is_ahead_seen = self._is_ahead_seen, False
        if self._ahead is None or self._is_changed(widgets):
            self._work_out(widgets)
            is_seen = False
        ahead, self._ahead = self._ahead, None
        self._frames_count += 1
        if not is_seen:
            self.app._display(self, ahead)
        self._is_painted, self._is_covered = True, False
        return True

    def show_ahead(self) -> None:
        """Show the frame that was worked out ahead, if it still holds; whoever calls this puts the screen on top next.

        `paint` then paints it no second time, unless something changed with that.
        """
        if self._ahead is None or self.is_current or not self.is_mounted or self.app._batch_count:
            return
        self.update_node_styles(animate=False)
        if not self._is_changed(self._widgets()):
            self._is_ahead_seen = True
            self.app._display(self, self._ahead)

    def paint_ahead(self) -> None:
        """Work out the frame that `paint` will want, unless something changes before: nothing of it is seen yet.

        One that was worked out before, and still holds, is not worked out again.
        """
        if not (self.is_mounted and self.app.size) or self.is_current:
            self._ahead = None
            return
        self.update_node_styles(animate=False)
        widgets = self._widgets()
        if self._ahead is None or self._is_changed(widgets):
            self._work_out(widgets)
            self._is_ahead_seen = False

    def _work_out(self, widgets: Iterable[Widget]) -> None:
        self._is_painting = True  # laying out a screen that can be seen paints it: all of it is painted next
        self._place(widgets)
        self._is_painting = False
        self._forget_changes(widgets)
        self._ahead = self._written(range(self._compositor.size.height))
        if self._ahead is None:
            whole = self._compositor.render_update(full=True, screen_stack=[])
            if isinstance(whole, CompositorUpdate):
                self._ahead = Written(whole.render_segments(self.app.console))
        self._compositor._dirty_regions.clear()

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
        shown, self._shown_lines = self._shown_lines, ()
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
        if shown and self._changed_lines() == shown:
            self._compositor._dirty_regions.clear()
        else:
            self._compositor_refresh()
        self._forget_changes(changed)

    def change_ahead(self, what: object, change: Callable[[], object], undo: Callable[[], object]) -> None:
        """Work out the lines that something will change, while it may not be seen yet.

        Args:
            what: Brings it about; `show_change` asks for it.
            change: Makes the widgets say so.
            undo: Takes that back at once; where anything moved, or was waiting to be painted, no lines are kept.
        """
        self._change = None
        widgets = self._widgets()
        if self.app.screen is not self or self._is_changed(widgets):
            return
        change()
        changed = {each for each in widgets if each._repaint_required}
        is_moving = any(each._layout_required for each in widgets)
        self._compositor.update_widgets(changed)
        lines = self._changed_lines()
        frame = None if is_moving else self._written(lines)
        undo()
        if frame is not None:
            self._change = Change(what, lines, frame, self._frames_count)
            self._forget_changes(widgets)
            self._compositor._dirty_regions.clear()

    def hold_change(self, what: object) -> Callable[[], bool] | None:
        """Let another thread show the lines that were worked out for this, as `Outlet.hold`.

        Returns:
            What shows them; None where there are none that still hold, or the terminal has no such way out.
        """
        change = self._change_by(what)
        return None if change is None or not isinstance(self.app, Holding) else self.app.hold_frame(change.frame)

    def show_change(self, what: object, *, is_seen: bool = False) -> None:
        """Show the lines that were worked out for this, if nothing was painted since; whoever calls this changes next.

        `paint_changes` then paints those lines no second time.

        Args:
            what: As `change_ahead`.
            is_seen: Whether they were shown already, by what `hold_change` returned.
        """
        change, self._change = self._change_by(what), None
        if change is not None:
            self._stay()
            if not is_seen:
                self.app._display(self, change.frame)
            self._shown_lines = change.lines

    def _change_by(self, what: object) -> Change | None:
        """Return the lines that were worked out for this, if nothing was painted since, or is to be painted."""
        known = self._change
        if known is None or known.what is not what or self.app.screen is not self or self.app._batch_count:
            return None
        is_so = known.frames_count == self._frames_count and not self._is_changed(self._widgets())
        return known if is_so else None

    def _place(self, widgets: Iterable[Widget]) -> None:
        """Lay out what is not laid out.

        The sizes that come of it are no reason to lay out again, as Textual would: nothing here hangs on its own size.
        """
        moving = [each for each in widgets if each._layout_required]
        for each in moving:
            each._layout_required = False
            for outer in each.ancestors:
                if isinstance(outer, Widget):
                    outer._clear_arrangement_cache()
        if moving or self._layout_required or self._size != self.app.size:
            self._layout_required = False
            self._refresh_layout(self.app.size)
            for each in widgets:
                each._layout_required = False

    def _forget_changes(self, widgets: Iterable[Widget]) -> None:
        for each in widgets:
            each._repaint_required = False
        self._dirty_widgets.clear()

    def _widgets(self) -> list[Widget]:
        return [self, *self.walk_children(Widget)]

    def _looks(self) -> object:
        return self.app.theme, frozenset(self.app.classes), self.app.app_focus
