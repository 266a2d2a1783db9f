"""A screen that is shown again and again.

Owns doing nothing twice when it comes back. Refuses to own what it shows.
"""

from typing import TypeVar

from textual.screen import Screen

from tui.common.leaving import Leaving

T = TypeVar("T")


class QuickScreen(Leaving, Screen[T]):
    """A screen covered by its widgets from edge to edge.

    Textual works out every style of it anew whenever it is shown again, and paints each of its own lines below those of
    its widgets: a third of what showing it takes. Neither is ever seen, unless the theme has changed meanwhile.
    """

    BLANK = True
    _looked: object = None

    def on_mount(self) -> None:
        """Remember what its styles hang on: they were worked out just now."""
        self._looked = self._looks()

    def update_node_styles(self, animate: bool = True) -> None:
        """Work out styles, where anything they hang on has changed."""
        looks = self._looks()
        if looks != self._looked:
            self._looked = looks
            super().update_node_styles(animate)

    def _looks(self) -> object:
        return self.app.theme, frozenset(self.app.classes), self.app.app_focus
