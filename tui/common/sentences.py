"""Sentences as lines of a page, at 80 columns. Pure.

Owns where they break. Refuses to own the words.
"""

import textwrap
from typing import Final

from tui.widgets.page import PageLine, Tint

WIDTH: Final = 76


def sentences(text: str, tint: Tint = Tint.PLAIN, before: str = "") -> list[PageLine]:
    """Return text in as many lines as it takes.

    Args:
        text: One paragraph.
        tint: How it is meant.
        before: What the first line begins with; the others are moved in as far.
    """
    lines = textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=" " * len(before))
    return [PageLine(each, tint) for each in lines]
