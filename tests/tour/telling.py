"""Who hears what the tour does: nobody, while a test plays it.

Owns what there is to hear. Refuses to own how it is printed (printing).
"""

from collections.abc import Sequence

from tests.tui.at_terminal import AtTerminal


class Telling:
    """Hears everything and says nothing."""

    def chapter(self, title: str) -> None:
        """A part of it begins."""

    def say(self, text: str) -> None:
        """What is done next, in plain sentences."""

    def command(self, words: Sequence[str], printed: str) -> None:
        """A command was run, and printed something."""

    def synced(self, stores: Sequence[str]) -> None:
        """Some stores exchanged what they had, one after the other."""

    def look(self, seat: AtTerminal) -> None:
        """Something worth seeing is on somebody's screen."""
