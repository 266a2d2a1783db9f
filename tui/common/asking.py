"""The dialog that asks before something is kept that somebody may not have meant.

Owns asking: Enter says yes, the way back says no, no other key says anything. Refuses to own the words.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import ASKED_BACK, ASKED_YES, Command, bindings
from tui.widgets.frame import Foot
from tui.widgets.guard import told
from tui.widgets.key_line import KeyLine


class AskingDialog(ModalScreen[bool]):
    """Asks one thing; returns whether Enter was pressed.

    Args:
        question: Lines, the first of them the thing itself.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (ASKED_YES, ASKED_BACK)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    DEFAULT_CSS = """
    AskingDialog { align: center middle; }
    AskingDialog > Vertical {
        width: 72; max-width: 100%; height: auto; border: heavy $primary; background: $surface; padding: 1 2;
    }
    AskingDialog > Vertical > .first { text-style: bold; }
    """

    def __init__(self, *question: str) -> None:
        super().__init__()
        self._question: Sequence[str] = question

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        first, *rest = self._question
        with Vertical():
            yield Static(told(first), classes="first")
            for line in rest:
                yield Static(told(line))
        yield Foot(KeyLine(self.KEYS))

    def action_yes(self) -> None:
        """Say yes."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Say no."""
        self.dismiss(False)
