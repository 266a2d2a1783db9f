"""The line that says that refusals by paper number wait for their family; there is none while nothing waits.

Owns the words. Refuses to own what waits (store).
"""

from textual.reactive import reactive
from textual.widgets import Static

from tui import wording
from tui.commands import SETTLE
from tui.widgets.guard import told


class WaitingLine(Static, can_focus=False):
    """One line above the list, of no height while nothing waits."""

    DEFAULT_CSS = """
    WaitingLine { height: 1; padding: 0 1; color: $text-warning; text-style: bold; display: none; }
    WaitingLine.waits { display: block; }
    """
    count: reactive[int] = reactive(0)

    def watch_count(self, count: int) -> None:
        """Say how many wait."""
        self.set_class(count > 0, "waits")
        if count:
            said = wording.counted(count, "refusal by number waits", "refusals by number wait")
            self.update(told(f"! {said} for a family: point at it, press {SETTLE.shown_key}."))
