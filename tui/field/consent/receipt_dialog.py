"""The dialog for a receipt code: it is typed off a leaflet, and finds whose consents it belongs to, if they are here.

Owns asking. Refuses to own reading the code and the search (store), and the withdrawal.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.errors import ReceiptCodeUnknownError
from store.ids import FamilyId
from tui import notices
from tui.clerk import Clerk
from tui.commands import STEP_BACK, Command, bindings
from tui.told import StoreFailed
from tui.widgets.frame import Typed, framed

if TYPE_CHECKING:
    from store.keeping.store import Store

LETTERS_AT_MOST = 40


@dataclass
class ReceiptFound(Message):
    """A receipt code was looked for.

    Attributes:
        family: Theirs; None where it finds nobody here.
        code: As it is kept.
    """

    family: FamilyId | None
    code: str


class ReceiptDialog(ModalScreen[ReceiptFound | None]):
    """Asks for a code, and stays until one can be, or somebody goes back.

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
            "Receipt code",
            self.KEYS,
            Typed(
                Static(
                    "Type the code on the leaflet, ten letters and digits, then Enter. Blanks, dashes and capitals do"
                    " not matter. It is asked next what is taken back."
                ),
                Static("Code"),
                Input(max_length=LETTERS_AT_MOST, compact=True),
            ),
        )

    @on(Input.Submitted)
    def _find(self, message: Input.Submitted) -> None:
        message.stop()
        self._clerk.do(lambda store: found_by(store, message.value), self)

    @on(ReceiptFound)
    def _found(self, message: ReceiptFound) -> None:
        self.dismiss(message)

    @on(StoreFailed)
    def _refused(self, message: StoreFailed) -> None:
        message.stop()
        notices.show_refusal(self.app, message.refusal)

    def action_step_back(self) -> None:
        """Go back; nothing is taken back."""
        self.dismiss(None)


def found_by(store: "Store", code: str) -> ReceiptFound:
    """Return whom a receipt code finds, nobody where no family is shown; runs in the clerk's thread.

    Raises:
        ReceiptCodeFormError: It is no code.
    """
    from store.fieldwork.carrier import shows_families
    from store.fieldwork.consents.finding import find
    from store.fieldwork.consents.receipt_code import read_code

    if not shows_families(store):
        return ReceiptFound(None, read_code(code))
    try:
        found = find(store, code)
    except ReceiptCodeUnknownError:
        return ReceiptFound(None, read_code(code))
    return ReceiptFound(found.family, found.receipt_code)
