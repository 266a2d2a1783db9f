"""What stands on a terminal after every frame that an app under test hands to it.

Owns drawing the frames. Refuses to own what should stand there (the tests).
"""

import threading
from collections.abc import Callable
from typing import Any

import pyte
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

from tui.lockable import LockableApp


class Terminal:
    """A terminal of an app's size, blank until the app paints.

    Attributes:
        screen: What stands there.
        frames_count: How many frames were drawn.
        drawn: Set by each of them.
        stood: The words that stood there below the header, after each of them that changed any.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.screen = _blank(app)
        self.frames_count = 0
        self.drawn = threading.Event()
        self.stood: list[list[str]] = []
        self._held: object = None
        display = app._display

        def drawn(screen: Any, renderable: Any) -> None:
            if isinstance(renderable, CompositorUpdate) and not app._batch_count:
                self._draw(renderable)
            display(screen, renderable)

        app._display = drawn  # type: ignore[method-assign]

    def holds(self, app: LockableApp) -> None:
        """Hold frames from now on, as an outlet does."""

        def held(frame: CompositorUpdate) -> Callable[[], bool]:
            self._held = frame
            return lambda: self._held is frame and self._draw(frame)

        app.hold_frame = held  # type: ignore[method-assign]

    def _draw(self, frame: CompositorUpdate) -> bool:
        self._held = None
        pyte.Stream(self.screen).feed(frame.render_segments(self._app.console))
        below = self.screen.display[1:]
        if self.stood[-1:] != [below]:
            self.stood.append(below)
        self.frames_count += 1
        self.drawn.set()
        return True

    def cells(self) -> list[list[Any]]:
        """Return every cell, with its colours, line by line."""
        return _cells(self.screen)

    def cells_as_textual_paints(self) -> list[list[Any]]:
        """Return what would stand there if Textual painted every line of the screen now, from nothing it remembers."""
        return self.cells_as_painted(self._app.screen)

    def cells_as_painted(self, shown: Screen[Any]) -> list[list[Any]]:
        """Return the same of any one screen that is laid out."""
        screen = _blank(self._app)
        for widget in shown.walk_children():
            widget.notify_style_update()
        whole = shown._compositor.render_update(full=True, screen_stack=self._app._background_screens)
        assert isinstance(whole, CompositorUpdate)
        pyte.Stream(screen).feed(whole.render_segments(self._app.console))
        return _cells(screen)


def _blank(app: App[Any]) -> Any:
    return pyte.Screen(app.size.width, app.size.height)


def _cells(screen: Any) -> list[list[Any]]:
    return [[screen.buffer[row][column] for column in range(screen.columns)] for row in range(screen.lines)]
