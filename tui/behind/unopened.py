"""An app with no open store behind it: what its keys do on every screen.

Owns help, cover, and the prompt behind both. Refuses to own what is asked there.
"""

from typing import ClassVar

from textual.binding import BindingType

from store.clock import LONDON, MachineClock
from tui.commands import COVER, HELP, LEAVE, LOCK, Command, bindings
from tui.common.cover import CoverScreen
from tui.common.help import HelpScreen
from tui.launching import words
from tui.lockable import LockableApp
from tui.widgets.key_line import keys_of_widget


class UnopenedApp(LockableApp, inherit_bindings=False):
    """Asks something at the prompt, for which nobody has to be in."""

    EVERYWHERE: ClassVar[tuple[Command, ...]] = (HELP, COVER, LOCK, LEAVE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EVERYWHERE)]

    def action_help(self) -> None:
        """Show the keys of this screen."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen((*keys_of_widget(self.focused), *keys_of_widget(self.screen))))

    def action_cover(self) -> None:
        """Cover the screen."""
        self.push_screen(CoverScreen(MachineClock().now().astimezone(LONDON).date(), ""))

    def on_cover_screen_voided(self) -> None:
        """Go back to the prompt: no PIN lifts a cover here."""
        self.exit(words.LOCKED)
