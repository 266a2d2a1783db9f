"""What stands round every screen: the header, the line that says what happened, the footer.

Owns their order. Refuses to own the middle.
"""

from collections.abc import Iterator, Sequence

from textual.containers import Vertical
from textual.widget import Widget

from tui.commands import Command
from tui.widgets.key_line import KeyLine
from tui.widgets.said_line import SaidLine
from tui.widgets.top_line import TopLine


class Foot(Vertical):
    """What stands at the foot of a screen, and covers it."""

    BLANK = True

    DEFAULT_CSS = """
    Foot { dock: bottom; height: auto; }
    """


class Typed(Vertical):
    """Sentences and the fields that they ask to be filled, as far from the edge as every page."""

    DEFAULT_CSS = """
    Typed { padding: 0 1; }
    """


def framed(title: str, commands: Sequence[Command], *middle: Widget) -> Iterator[Widget]:
    """Yield a screen's widgets.

    Args:
        title: Of the screen; names nobody.
        commands: Of the screen, for the footer.
        middle: What the screen is for.
    """
    yield TopLine(title)
    yield from middle
    yield Foot(SaidLine(), KeyLine(commands))
