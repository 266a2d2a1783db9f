"""Choosing a passphrase: twice, with the reason where one is too easy to guess; then what it is for is made.

Owns asking, and staying where something is refused: what was typed survives. Refuses to own the rules (store) and what
is made.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from store.errors import PassphrasesDifferError, StoreError
from store.keeping.passphrases import LONGER_CHARACTERS, Passphrase, read_passphrase
from tui import notices
from tui.commands import STEP_BACK, Command, bindings
from tui.widgets.frame import Typed, framed
from tui.widgets.page import PageLine
from tui.widgets.said_line import Tone

_WITH_KEYRING: Final = "With the keyring, it has to be hard to guess."
_ALONE: Final = f"Without a keyring, it has to be very hard to guess, and at least {LONGER_CHARACTERS} characters long."

Make = Callable[[Passphrase], Sequence[PageLine]]
"""Makes what it is for, in a thread of its own; returns what to say then, and raises a StoreError where it cannot."""


class NewPassphraseScreen(Screen[Sequence[PageLine] | None]):
    """Asks for a new passphrase; returns what was made, or None for a step back.

    Args:
        make: Makes it.
        has_keyring: Whether a keyring protects the store too: without one, the passphrase has to be longer.
        busy: What is said while it is made.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (STEP_BACK,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, make: Make, *, has_keyring: bool, busy: str) -> None:
        super().__init__()
        self._make = make
        self._advice = _WITH_KEYRING if has_keyring else _ALONE
        self._busy = busy
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """Lay out two fields."""
        yield from framed(
            "Passphrase",
            self.KEYS,
            Typed(
                Static(self._advice, markup=False),
                Static("Take four or more words that have nothing to do with each other, and a number between."),
                Static("It cannot be looked up anywhere: only others at base can help whoever forgets it."),
                Static("New passphrase"),
                Input(password=True, id="first", compact=True, max_length=1024),
                Static("The same again, then Enter", classes="again"),
                Input(password=True, id="again", classes="again", compact=True, max_length=1024),
            ),
        )

    def on_mount(self) -> None:
        """Ask for the first before the second is there: what is typed fast goes where it is seen to go."""
        self.query(".again").set(display=False)
        self.query_one("#first", Input).focus()

    @on(Input.Submitted, "#first")
    def _ask_again(self) -> None:
        self.query(".again").set(display=True)
        self.query_one("#again", Input).focus()

    @on(Input.Submitted, "#again")
    def _take(self) -> None:
        if not self._is_busy:
            self._is_busy = True
            notices.show(self.app, Tone.ASKED, self._busy)
            self._found()

    @work
    async def _found(self) -> None:
        try:
            typed = self._typed()
            made = await asyncio.to_thread(self._make, typed)
        except StoreError as refusal:
            self._is_busy = False
            notices.show_refusal(self.app, refusal)
            self.query_one("#first", Input).focus()  # both are as they were typed
            return
        self.dismiss(made)

    def _typed(self) -> Passphrase:
        first, again = (each.value for each in self.query(Input))
        if first != again:
            raise PassphrasesDifferError
        return read_passphrase(first.encode("utf-8", "surrogateescape"))

    def action_step_back(self) -> None:
        """Go back to the questions; what is being made is made to its end."""
        if not self._is_busy:
            self.dismiss(None)
