"""The line to a screen of our own, where no launcher is at the other end.

Owns carrying answers to the clerk's thread, and what it says back. Refuses to own the screen (unlocking).
"""

from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

from store.errors import StoreError
from store.keeping.passphrases import Passphrase
from tui import notices
from tui.launching import words

Answer = Callable[[], Passphrase]
"""What was typed, or raises what was wanted instead."""


class Shows(Protocol):
    """A screen at the other end."""

    @property
    def is_running(self) -> bool:
        """Whether it is shown."""

    def hear(self, word: str, told: tuple[str, ...]) -> None:
        """Show what the entrance says; from any thread."""


class ScreenLine:
    """What `tui.behind.line.Line` is, with a screen at its other end."""

    hearing = -1

    def __init__(self) -> None:
        self.answers: SimpleQueue[Answer] = SimpleQueue()
        self.app: Shows | None = None

    def say(self, word: str, *told: str) -> None:
        """Show one thing: on the screen, or where that has gone on standard error."""
        if self.app is not None and self.app.is_running:
            self.app.hear(word, told)
        elif word in (words.REFUSED, words.FAULT):
            for sentence in told:
                notices.say(sentence)

    def refuse(self, word: str, refusal: StoreError) -> None:
        """Show what happened and what to do."""
        self.say(word, refusal.message, refusal.hint)

    def passphrase(self) -> Passphrase:
        """Wait for a passphrase; raises as `Line.passphrase`."""
        return self.answers.get()()

    def wait(self) -> None:
        """Return at once: the terminal is ours already."""
