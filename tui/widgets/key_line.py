"""The footer: one line of keys and what they do, as many as fit, most important first.

Owns choosing and painting them: those of whatever has the focus, then those of the screen, and none that would be typed
there. Refuses to own the keys (commands).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.commands import APP_COMMANDS, Command
from tui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual.app import App

GAPS: Final = (2, 1)
"""Cells between two keys: the narrower one where it lets in another."""


class KeyLine(Painted, can_focus=False):
    """The keys of a screen, then those that work everywhere.

    Args:
        commands: Of the screen, most important first.
    """

    COMPONENT_CLASSES = {"key-line--key"}  # noqa: RUF012  # Textual's own way
    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; color: $foreground; }
    KeyLine > .key-line--key { color: $foreground; text-style: bold reverse; }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._of_screen = [each for each in (*commands, *APP_COMMANDS) if each.in_footer]
        self._commands: Sequence[Command] = self._of_screen
        self._painted: Strip | None = None

    def on_mount(self) -> None:
        """Show those that work in this app, and others whenever something else has the focus."""
        nowhere = set(APP_COMMANDS) - set(keys_of_app(self.app))
        self._of_screen = [each for each in self._of_screen if each not in nowhere]
        self.watch(self.screen, "focused", self._work_for)

    def _work_for(self, focused: Widget | None) -> None:
        commands = [*keys_of_widget(focused), *(each for each in self._of_screen if not _is_typed(each, focused))]
        if commands != self._commands:
            self._commands, self._painted = commands, None
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget the line."""
        super().notify_style_update()
        self._painted = None

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # Textual's own signature
        """Return the line; it says the same whenever its screen is shown again."""
        width = self.size.width
        if self._painted is None or self._painted.cell_length != width:
            self._painted = self._paint(width)
        return self._painted

    def _paint(self, width: int) -> Strip:
        plain, key_style = self.ink(), self.ink("key-line--key")
        chosen, gap = fitting(self._commands, width - 1)
        segments = [Segment(" ", plain)]
        for command in chosen:
            segments += [Segment(command.shown_key, key_style), Segment(f" {command.label}{' ' * gap}", plain)]
        return Strip(segments).adjust_cell_length(width, plain)


def keys_of_app(app: "App[Any]") -> Sequence[Command]:
    """Return what works on every screen of an app; a little one, before anybody came in, has fewer."""
    return getattr(app, "EVERYWHERE", APP_COMMANDS)


def keys_of_widget(focused: Widget | None) -> Sequence[Command]:
    """Return what a widget does by itself while it has the focus."""
    return getattr(focused, "KEYS", ())


def _is_typed(command: Command, focused: Widget | None) -> bool:
    """Say whether a key would be typed into whatever has the focus."""
    letter = command.shown_key
    return focused is not None and len(letter) == 1 and focused.check_consume_key(command.key, letter)


def fitting(commands: Sequence[Command], width: int) -> tuple[Sequence[Command], int]:
    """Return as many commands as a line has room for, and the gap between them.

    Args:
        commands: Most important first, those that work everywhere last; these stay longest.
        width: In cells.
    """
    wide, narrow = (_fitting(commands, width, gap) for gap in GAPS)
    return (wide, GAPS[0]) if len(wide) == len(narrow) else (narrow, GAPS[1])


def _fitting(commands: Sequence[Command], width: int, gap: int) -> Sequence[Command]:
    everywhere = [each for each in commands if each.is_everywhere]
    left = width + gap - sum(_cells(each) + gap for each in everywhere)
    chosen = []
    for command in commands[: len(commands) - len(everywhere)]:
        left -= _cells(command) + gap
        if left < 0:
            break
        chosen.append(command)
    return [*chosen, *everywhere]


def _cells(command: Command) -> int:
    return len(command.shown_key) + 1 + len(command.label)
