"""The tour on a terminal: chapters, sentences, commands as they were typed, and screens as they were seen.

Owns how it looks and how fast it goes: Enter goes on at once, q ends it.
"""

import select
import shlex
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from tests.tour.telling import Telling
from tests.tui.at_terminal import AtTerminal

SECONDS_A_LINE = 0.35
INDENT = (0, 0, 0, 2)
SHORTEST_S, LONGEST_S = 1.5, 8.0
LINES_SHOWN = 12
"""Of what a command printed; the rest is counted."""


class LeftError(Exception):
    """Whoever watches has seen enough."""


class Printing(Telling):
    """Prints what happens.

    Args:
        is_fast: Whether nobody is waited for.
    """

    def __init__(self, *, is_fast: bool) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._is_fast = is_fast

    def chapter(self, title: str) -> None:
        self._console.print()
        self._console.rule(Text(title, style="bold"), align="left")
        self._wait(2)

    def say(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, style="green"))
        self._wait(text.count("\n") + 3)

    def command(self, words: Sequence[str], printed: str) -> None:
        lines = printed.splitlines()
        self._console.print(Text(f"$ doorstep {shlex.join(words)}", style="bold cyan"))
        for line in lines[:LINES_SHOWN]:
            self._console.print(Padding(Text(line), INDENT, expand=False))
        if len(lines) > LINES_SHOWN:
            self._console.print(Text(f"  ... and {len(lines) - LINES_SHOWN} lines more", style="dim"))
        self._wait(min(len(lines), LINES_SHOWN))

    def synced(self, stores: Sequence[str]) -> None:
        self._console.print(Text(f"  (sync: {', then '.join(stores)})", style="dim"))

    def look(self, seat: AtTerminal) -> None:
        width = seat.screen.columns
        self._console.print(Text(f"  ┌{'─' * width}┐", style="dim"))
        for row in range(seat.screen.lines):
            line = Text("  │", style="dim", end="")
            for column in range(width):
                cell = seat.screen.buffer[row][column]
                style = Style(color=_colour(cell.fg), bgcolor=_colour(cell.bg), bold=cell.bold, reverse=cell.reverse)
                line.append(cell.data, style)
            self._console.print(line.append("│"), soft_wrap=True)
        self._console.print(Text(f"  └{'─' * width}┘", style="dim"))
        self._wait(seat.screen.lines)

    def _wait(self, lines: int) -> None:
        """Leave time to read; only where somebody is there."""
        if self._is_fast or not sys.stdin.isatty():
            return
        within_s = min(max(SHORTEST_S, lines * SECONDS_A_LINE), LONGEST_S)
        if select.select([sys.stdin], [], [], within_s)[0] and sys.stdin.readline().strip().casefold() == "q":
            raise LeftError


def _colour(name: str) -> str | None:
    """Return a colour of the emulator as Rich calls it."""
    if name == "default":
        return None
    return f"#{name}" if len(name) == 6 and all(each in "0123456789abcdef" for each in name) else _BY_NAME.get(name)


_BY_NAME = {"brown": "yellow"} | {name: name for name in ("black", "red", "green", "blue", "magenta", "cyan", "white")}
"""The emulator's names of the eight colours."""
