"""The dialog for a stop code: base reads one out by phone, it is typed, and its family is locked.

Owns asking, and saying which family it was by its reference alone. Refuses to own reading the code and its lock
(store).
"""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.exchange.stop_code import enter
from store.fieldwork.looking import line_of
from tui import notices
from tui.clerk import Clerk
from tui.commands import STEP_BACK, Command, bindings
from tui.common.leaving import Leaving
from tui.told import ActsKept, StoreFailed
from tui.widgets.frame import Typed, framed

if TYPE_CHECKING:
    from store.keeping.store import Store

LETTERS_AT_MOST = 40


class StopCodeDialog(Leaving, ModalScreen[None]):
    """Asks for a code, and stays until one locked a family or somebody goes back.

    Args:
        clerk: Holds the store.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._clerk = clerk

    def compose(self) -> ComposeResult:
        """Lay out one field."""
        yield from framed(
            "Stop code",
            self.KEYS,
            Typed(
                Static(
                    "Type the code as base reads it out, eight letters and digits, then Enter. Blanks, dashes and"
                    " capitals do not matter. Its family is locked at once; only base can open it again."
                ),
                Static("Code"),
                Input(max_length=LETTERS_AT_MOST, compact=True),
            ),
        )

    @on(Input.Submitted)
    def _enter(self, message: Input.Submitted) -> None:
        message.stop()
        self._clerk.do(lambda store: locked_by(store, message.value), self)

    @on(ActsKept)
    def _locked(self) -> None:
        self.leave()

    @on(StoreFailed)
    def _refused(self, message: StoreFailed) -> None:
        message.stop()
        notices.show_refusal(self.app, message.refusal)

    def action_step_back(self) -> None:
        """Go back; nothing is locked."""
        self.dismiss()


def locked_by(store: "Store", code: str) -> ActsKept:
    """Lock the family that a code is for; runs in the clerk's thread.

    Raises:
        StoreError: As `stop_code.enter`; nothing was locked.
    """
    family = enter(store, code)
    line = line_of(store, family)
    which = line.reference if line is not None and line.reference else "a family with no reference yet"
    return ActsKept(f"Locked: {which}. Do not visit, do not ring.", family, (), line)
