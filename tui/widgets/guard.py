"""The guard on what reaches the terminal: no text that a screen shows can command it, turn it round, or shift a column.

Owns the last look at every line of every widget. Refuses to own what is shown. It rests on nobody before it: whatever a
widget was given, its lines pass here.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from tui import wording

REPLACED: Final = "\ufffd"
"""What is shown for a character that is not."""

MARKS_AT_MOST: Final = 3
"""How many combining marks one letter keeps: pointed Hebrew needs three, and a heap of fifty covers other lines."""

_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
"""Letters by their category, and yet nothing to see: they would hide in a name."""

_FLAGS: Final = range(0x1F1E6, 0x1F200)
"""Letters that stand for a flag in pairs: some terminals give a letter one cell, some two, some draw the flag."""

_SELECTORS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0100, 0xE01F0))))
"""They pick another picture, and with it, in some terminals only, another width."""


def shown(text: str) -> str:
    """Return text as it may be written to a terminal; it takes as many cells as the text was reckoned to take.

    Controls, escapes, turners, joiners and halves of surrogates go, or leave U+FFFD where they held a cell. A picture
    joined of several shows the first alone, so that each terminal gives it the same width.

    Source:
        ECMA-48, 8.3; Unicode Standard Annex 9 (turners) and Technical Standard 51 (joined pictures).
    """
    return text if text.isascii() and text.isprintable() else _shown(text)


@lru_cache(8192)
def _shown(text: str) -> str:
    width = cell_len(text)
    kept = "".join(_kept(text[start:end], cells) for start, end, cells in split_graphemes(text)[0])
    kept_width = cell_len(kept)
    if kept_width == width:
        return kept
    return kept + " " * (width - kept_width) if kept_width < width else set_cell_size(kept, width)


def _kept(cluster: str, cells: int) -> str:
    """Return one letter with its marks, in exactly as many cells."""
    if cells == 0:
        return ""  # it would cling to whatever stands before it, which may be another column
    letter = cluster[0]
    if ord(letter) in _FLAGS:
        return "".join(chr(ord("A") + ord(each) - _FLAGS.start) for each in cluster if ord(each) in _FLAGS).ljust(cells)
    if letter in _BLANKS:
        return " " * cells
    if not letter.isprintable():
        return " " * cells if unicodedata.category(letter) == "Zs" else REPLACED.ljust(cells)
    marks = [each for each in cluster[1:] if _is_mark(each)]
    return letter + "".join(marks[:MARKS_AT_MOST]) + " " * (cells - get_character_cell_size(letter))


def _is_mark(each: str) -> bool:
    return each.isprintable() and get_character_cell_size(each) == 0 and each not in _SELECTORS and each not in _BLANKS


def told(text: str) -> Content:
    """Return stored text for a widget that would read markup in a string: nothing in it is markup."""
    return Content(wording.plain(text))


class Guard(LineFilter):
    """Lets through what `shown` lets through, from every line that Textual is about to write."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's own
        """Return the line as it may be written; the very same list where there is nothing to take away."""
        for text, style, control in segments:
            if control or not (text.isascii() and text.isprintable()) or (style is not None and style.link):
                return [_guarded(segment) for segment in segments if not segment.control]
        return segments


def _guarded(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link:
        style = style.update_link(None)
    return Segment(shown(text), style)


GUARD: Final = Guard()
