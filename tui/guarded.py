"""An app that ends by a fault of its own without showing what it held.

Owns what becomes of an exception nobody caught: two sentences, kept for whoever gives the terminal back. Refuses to own
the sentences (notices). Textual itself would print every local variable, a typed passphrase included.
"""

from typing import Generic, TypeVar

from textual.app import App
from textual.worker import WorkerFailed

from tui import notices

T = TypeVar("T")


class GuardedApp(App[T], Generic[T], inherit_bindings=False):
    """An app of Doorstep.

    Attributes:
        fault: What to say of the fault it ended by; empty where it did not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault: tuple[str, ...] = ()

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
