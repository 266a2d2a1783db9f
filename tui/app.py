"""The app: wiring between screens, clerk and terminal.

Owns which screen is on, what every screen hears, and the keys that work everywhere. Refuses to own rules, tables, and
what any one screen shows.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from tui import notices
from tui.clerk import Clerk
from tui.commands import APP_COMMANDS, Command, bindings
from tui.common.help import HelpScreen
from tui.desk import Desk
from tui.field.contacts import ContactsScreen
from tui.told import ActsKept, ClerkStopped, StoreFailed
from tui.widgets.said_line import Tone
from tui.widgets.top_line import Standing

LEFT: Final = 0
"""How the app ends when somebody leaves."""

LOCKED: Final = 75
"""How it ends when it locks: the launcher asks for the passphrase again. Source: sysexits, EX_TEMPFAIL."""


class DoorstepApp(App[int], inherit_bindings=False):
    """Doorstep, after somebody came in.

    Args:
        clerk: Holds the open store.
        desk: What that store is.
        lines: The families, as the list shows them.
    """

    TITLE = "Doorstep"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_COMMANDS)]

    def __init__(self, clerk: Clerk, desk: Desk, lines: Sequence[Any]) -> None:
        super().__init__()
        self.clerk = clerk
        self.desk = desk
        self._lines = lines

    def on_mount(self) -> None:
        """Show the list."""
        self.clerk.tell(self)
        self.push_screen(ContactsScreen(self._lines))

    def standing(self) -> Standing:
        """Return what the header of every screen tells."""
        return Standing(self.desk.device_name, self.desk.is_practice, self.desk.volume)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield what the palette finds: the commands of the screen and those that work everywhere, and nothing else."""
        for command in (*keys_of(screen), *APP_COMMANDS):
            yield SystemCommand(
                f"{command.label} ({command.shown_key})", command.help, partial(self._run, command, screen)
            )

    # -- keys that work everywhere ---------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show the keys of this screen."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(keys_of(self.screen)))

    def action_palette(self) -> None:
        """Look for a command by its words."""
        self.action_command_palette()

    def action_lock(self) -> None:
        """Lock."""
        self.exit(LOCKED)

    def action_leave(self) -> None:
        """Lock and leave."""
        self.exit(LEFT)

    async def _run(self, command: Command, screen: Screen[Any]) -> None:
        await self.run_action(command.binding().action, screen)

    # -- what is heard ---------------------------------------------------------------------------------------------

    @on(ActsKept)
    def _say_kept(self, message: ActsKept) -> None:
        notices.show(self.screen, Tone.KEPT, message.said)

    @on(StoreFailed)
    def _say_refused(self, message: StoreFailed) -> None:
        notices.show_refusal(self.screen, message.refusal)

    @on(ClerkStopped)
    def _stop(self, message: ClerkStopped) -> None:
        raise message.fault


def keys_of(screen: Screen[Any]) -> Sequence[Command]:
    """Return the commands of a screen; those that work everywhere are not among them."""
    return getattr(screen, "KEYS", ())
