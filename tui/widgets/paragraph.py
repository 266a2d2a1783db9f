"""A paragraph as lines of a page: nothing raw in it, broken where the page ends. Pure.

Owns both at once, so that neither is forgotten. Refuses to own the words.
"""

from tui import wording
from tui.widgets.cells import wrapped
from tui.widgets.page import PageLine, Tint

_MARGINS = 2


def paragraph(text: str, width: int, tint: Tint = Tint.PLAIN, indent: str = "    ") -> list[PageLine]:
    """Return text in as many lines as it takes.

    Args:
        text: As it is kept; it may hold anything.
        width: Of the page, in cells.
        tint: How it is meant.
        indent: What every line after the first begins with.
    """
    return [PageLine(line, tint) for line in wrapped(wording.plain(text), width - _MARGINS, indent)]
