"""Pages to read, as PDF: every document that leaves is laid out in one way.

Owns the font, the margins and the laying out. Refuses to own what a page says, and proving anything: a page proves
nothing by itself.
"""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from tui import wording

FONT: Final = "DejaVuSansCondensed.ttf"
"""Covers Latin in every European language, Greek and Cyrillic; its licence lies beside it."""

TITLE_PT: Final = 14.0
TEXT_PT: Final = 8.5
SMALL_PT: Final = 6.5
_MARGIN_MM: Final = 14
_LINE: Final = 0.46
"""Millimetres of a line for each point of its letters."""

Line = tuple[float, str]
"""Points, and what stands there."""


def plain(lines: Iterable[Line]) -> list[Line]:
    """Return lines that a page shows as they are: one each, with nothing in them that is not to be seen."""
    return [(points, wording.plain(line)) for points, text in lines for line in text.split("\n")]


def laid_out(lines: Iterable[Line], size: float = 1.0) -> Any:
    """Return pages as `fpdf` has them.

    Args:
        lines: As `plain` returns them.
        size: Of the letters, against what the lines say.
    """
    from fpdf import FPDF

    page = FPDF(format="A4")
    page.set_margin(_MARGIN_MM)
    page.set_auto_page_break(auto=True, margin=_MARGIN_MM)
    page.set_creator("Doorstep")
    page.add_font("page", fname=str(files("tui.pages") / "fonts" / FONT))
    page.add_page()
    for points, text in lines:
        page.set_font("page", size=points * size)
        page.multi_cell(0, points * size * _LINE, text or " ", align="L", new_x="LMARGIN", new_y="NEXT")
    return page


def pdf(lines: Iterable[Line]) -> bytes:
    """Return as many pages as it takes."""
    return bytes(laid_out(plain(lines)).output())


def pdf_of_text(text: str) -> bytes:
    """Return a text as pages; its first line is the title."""
    first, _, rest = text.partition("\n")
    return pdf([(TITLE_PT, first), (TEXT_PT, rest)])
