"""Why a question is not put: one key says it.

Owns asking. Refuses to own what becomes of it.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from store.keeping.acts.terms.consents import NotAskedReason
from tui.commands import KEYS_HERE, STEP_BACK, Command, bindings
from tui.field.consent.consent_words import REASONS
from tui.forms.choices import Choices
from tui.forms.fields import Option
from tui.widgets.frame import framed


class WhyNotScreen(Screen[NotAskedReason | None]):
    """Asks for the reason; returns it, or None where somebody went back."""

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def compose(self) -> ComposeResult:
        """Lay the reasons out."""
        yield from framed("Not asked", self.KEYS, Static(" Why is it not asked?"), Choices())

    def on_mount(self) -> None:
        """Offer them, none of them pointed at."""
        choices = self.query_one(Choices)
        choices.offer([Option(reason, text) for reason, text in REASONS.items()], (), is_many=False)
        choices.focus()

    @on(Choices.Chosen)
    def _take(self, message: Choices.Chosen) -> None:
        if message.value:
            self.dismiss(NotAskedReason(message.value))

    def action_step_back(self) -> None:
        """Go back; it is still asked."""
        self.dismiss(None)
