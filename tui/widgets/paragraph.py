"""A paragraph as lines of a page: nothing raw in it, broken where the page ends. Pure.

Owns both at once, so that neither is forgotten. Refuses to own the words.
"""

from typing import Final

from tui import wording
from tui.widgets.cells import wrapped
from tui.widgets.page import PageLine, Tint

_MARGINS: Final = 2

NARROWEST: Final = 78
"""Where nobody knows yet how wide the page will be: 80 columns have room for it."""


def paragraph(
    text: str, width: int = NARROWEST, tint: Tint = Tint.PLAIN, indent: str = "    ", before: str = ""
) -> list[PageLine]:
    """Return text in as many lines as it takes.

    Args:
        text: As it is kept; it may hold anything.
        width: Of the page, in cells.
        tint: How it is meant.
        indent: What every line after the first begins with.
        before: What every line begins with, before that.
    """
    lines = wrapped(wording.plain(text), width - _MARGINS - len(before), indent)
    return [PageLine(f"{before}{line}", tint) for line in lines]
