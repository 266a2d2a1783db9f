"""An app that keeps what it holds: from the terminal's controls, its clipboard, a picture file, and a fault's report.

Owns what becomes of an exception nobody caught: two sentences, kept for whoever gives the terminal back; Textual itself
would print every local variable, a typed passphrase included. Owns closing the ways in which Textual carries what is
shown elsewhere. Refuses to own the sentences (notices), and what may be written to a terminal (widgets.guard).
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.app import App
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from tui import notices
from tui.widgets.guard import GUARD

T = TypeVar("T")


class GuardedApp(App[T], Generic[T], inherit_bindings=False):
    """An app of Doorstep.

    Attributes:
        fault: What to say of the fault it ended by; empty where it did not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault: tuple[str, ...] = ()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's own, and the guard after them: every line of every widget passes it."""
        return [*super().get_line_filters(), GUARD]

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was cut inside the app; the terminal, and whatever reads its clipboard, is not told (OSC 52)."""
        self._clipboard = text

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no picture of a family to a disk."""

    def panic(self, *_: object) -> None:
        """End, and print none of what Textual would."""
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not self.fault:  # what comes after the first one follows from it
            self.fault = notices.sentences_of_fault(type(cause), cause.__traceback__)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()
