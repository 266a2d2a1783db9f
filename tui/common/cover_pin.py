"""The dialog that asks for a new PIN for the cover, twice.

Owns asking. Refuses to own what may be a PIN (store).
"""

from dataclasses import dataclass, field
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.errors import CoverPinsDifferError, StoreError
from store.keeping.cover_pin import kept_pin
from tui import notices
from tui.commands import BACK, Command, bindings
from tui.widgets.frame import Typed, framed


@dataclass
class CoverPinChosen(Message):
    """Somebody chose a PIN; this is what is kept of it."""

    kept: str = field(repr=False)


class CoverPinDialog(ModalScreen[str | None]):
    """Asks for a PIN; returns what is kept of it, or None.

    Args:
        without: What follows where none is chosen; Enter on an empty line does that too, where it is said.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, without: str = "") -> None:
        super().__init__()
        self._without = without

    def compose(self) -> ComposeResult:
        """Lay out two fields."""
        yield from framed(
            "PIN for the cover",
            self.KEYS,
            Typed(
                Static(
                    "Four to eight digits. They lift the cover (F9) for ten minutes; after that, or three wrong tries,"
                    " the passphrase is asked for. The PIN protects the screen, not the data."
                ),
                *([Static(self._without)] if self._without else []),
                Static("New PIN"),
                Input(password=True, id="first", compact=True),
                Static("The same again"),
                Input(password=True, id="again", compact=True),
            ),
        )

    @on(Input.Submitted, "#first")
    def _ask_again(self, message: Input.Submitted) -> None:
        if self._without and not message.value:
            self.dismiss(None)
            return
        self.query_one("#again", Input).focus()

    @on(Input.Submitted, "#again")
    def _take(self) -> None:
        first, again = (each.value for each in self.query(Input))
        try:
            if first != again:
                raise CoverPinsDifferError
            kept = kept_pin(first)
        except StoreError as refusal:
            notices.show_refusal(self.app, refusal)
            for each in self.query(Input):
                each.clear()
            self.query_one("#first", Input).focus()
            return
        self.dismiss(kept)

    def action_back(self) -> None:
        """Leave the PIN as it was."""
        self.dismiss(None)
