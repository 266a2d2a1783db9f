"""An app that keeps what it holds: from the terminal's controls, its clipboard, a picture file, and a fault's report.

Owns what becomes of an exception nobody caught: two sentences, kept for whoever gives the terminal back; Textual itself
would print every local variable, a typed passphrase included. Owns closing the ways in which Textual carries what is
shown elsewhere. Refuses to own the sentences (notices), what may be written to a terminal (widgets.guard), and what
may be read from it (pasting).
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from textual import events
from textual.app import App
from textual.filter import LineFilter, NoColor
from textual.worker import WorkerFailed

from tui import notices
from tui.in_turn import KeysInTurn
from tui.looks.console import CONSOLE_SIGNS
from tui.looks.themes import LOOKS
from tui.pasting import read_pastes_as_text
from tui.widgets.guard import GUARD

if TYPE_CHECKING:
    from textual.driver import Driver

T = TypeVar("T")

NO_COLOR: Final = NoColor()
"""Source: no-color.org."""


class GuardedApp(App[T], Generic[T], inherit_bindings=False):
    """An app of Doorstep.

    Attributes:
        keys_in_turn: Its keys.
        fault: What to say of the fault it ended by; empty where it did not.
    """

    def __init__(self) -> None:
        super().__init__()
        read_pastes_as_text()
        for look in LOOKS:
            self.register_theme(look)
        self.theme = LOOKS[0].name
        self._last_filters = (CONSOLE_SIGNS, GUARD) if os.environ.get("TERM") == "linux" else (GUARD,)
        self._disable_tooltips = self._disable_notifications = True  # widgets of every screen, and never anything there
        self.fault: tuple[str, ...] = ()
        self.keys_in_turn = KeysInTurn(self, super().on_event)

    def on_load(self) -> None:
        """Hear what the loop's callbacks fail by: nobody waits for those, and Textual hears its own messages alone."""
        asyncio.get_running_loop().set_exception_handler(self._hear_loop)

    async def on_event(self, event: events.Event) -> None:
        """Let each key that comes in be done before the next one."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.keys_in_turn.take(event)
        else:
            await super().on_event(event)

    def on_resize(self) -> None:
        """Paint every line, also at the size it had: a terminal that was smaller for a moment has lost some."""
        if self.screen_stack:
            self.screen.refresh()

    def get_driver_class(self) -> "type[Driver]":
        """Return the driver with ways of its own, which leaves nothing on a terminal; on Windows, Textual's."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from tui.direct_driver import DirectDriver

        return DirectDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the guard, which every line of every widget passes, after what takes colours away.

        Where NO_COLOR asks for none, Textual itself would write greys: they are colours too.
        """
        return [*([NO_COLOR] if self.no_color else super().get_line_filters()), *self._last_filters]

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was cut inside the app; the terminal, and whatever reads its clipboard, is not told (OSC 52)."""
        self._clipboard = text

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the mouse pointer alone: there is no mouse here, and a console rings the bell that ends the order."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no picture of a family to a disk."""

    def panic(self, *_: object) -> None:
        """End, and print none of what Textual would."""
        self._close_messages_no_wait()

    def _hear_loop(self, loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        fault = told.get("exception")
        if isinstance(fault, Exception) and not loop.is_closed():
            loop.call_soon_threadsafe(self._handle_exception, fault)  # a lost task is swept up by any thread

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not self.fault:  # what comes after the first one follows from it
            self.fault = notices.sentences_of_fault(type(cause), cause.__traceback__)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()
