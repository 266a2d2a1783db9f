"""The cover: a neutral screen over any other, in one frame; a short PIN lifts it.

Owns what it shows, which is a calendar, and the digits that are typed; how it is lifted stands there only once somebody
presses a key. Refuses to own the check (store), and locking (app): three wrong PINs, ten minutes, or no PIN at all end
in the lock, after which the passphrase is asked for.
"""

import calendar
from datetime import date
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from store.keeping.cover_pin import DIGITS, VOID_AFTER, WRONG_AT_MOST, lifts
from tui import wording
from tui.commands import Command

NO_PIN: Final = "Enter, then the passphrase."
NO_PIN_YET: Final = "No PIN lifts the cover (F9) yet: o sets one; until then the passphrase does."


class CoverScreen(Screen[None]):
    """A month, and nothing of Doorstep.

    Args:
        month: Any day of it.
        pin: What is kept of the PIN; empty where none was set: then any Enter locks.
    """

    KEYS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    CoverScreen > #how { dock: bottom; height: 1; }
    """

    class Voided(Message):
        """Nobody can lift it any more: the store is to be locked."""

    def __init__(self, month: date, pin: str) -> None:
        super().__init__()
        self._month = month
        self._pin = pin
        self._typed = ""
        self._wrong_count = 0

    def compose(self) -> ComposeResult:
        """Show the month."""
        yield Static(id="how")
        yield Static(calendar.TextCalendar().formatmonth(self._month.year, self._month.month, w=4, l=1), markup=False)

    def on_mount(self) -> None:
        """Wait no longer than a PIN may lift it."""
        self.set_timer(VOID_AFTER.total_seconds(), lambda: self.post_message(self.Voided()))

    def on_key(self, event: events.Key) -> None:
        """Take digits, and nothing else; Enter, or the digit after the longest PIN, tries them."""
        event.stop()
        if event.key == "enter":
            self._try()
            return
        if event.character is not None and event.character.isdecimal() and len(self._typed) < DIGITS.stop - 1:
            self._typed += event.character
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
        self._say(f"{len(self._typed) * '*'} Enter" if self._pin else NO_PIN)

    def _try(self) -> None:
        typed, self._typed = self._typed, ""
        if self._pin and lifts(typed, self._pin):
            self.dismiss()
            return
        self._wrong_count += 1
        left = WRONG_AT_MOST - self._wrong_count
        if not self._pin or not left:
            self.post_message(self.Voided())
        else:
            self._say(f"That is not it. {wording.counted(left, 'try', 'tries')} left, then the passphrase.")

    def _say(self, how: str) -> None:
        self.query_one("#how", Static).update(how)
