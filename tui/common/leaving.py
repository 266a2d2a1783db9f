"""Leaving a screen that may be covered: by the cover, by help, by another screen.

Owns waiting until it is on top again. Refuses to own when a screen is to go.
"""

from typing import Any

from textual.screen import Screen


class Leaving(Screen[Any]):
    """A screen that may hear that it is done while something covers it."""

    _is_left = False
    _answer: Any = None

    def leave(self, answer: Any = None) -> None:
        """Go now, or as soon as what covers it has gone: to dismiss it would take away whatever is on top."""
        if self not in self.app.screen_stack:
            return
        is_on_top = self.app.screen is self  # `is_current` says yes of the one right below the top too
        self._is_left, self._answer = not is_on_top, answer
        if is_on_top:
            self.dismiss(answer)

    def on_screen_resume(self) -> None:
        """Go, where that was wished while something covered it."""
        if self._is_left:
            self.leave(self._answer)
