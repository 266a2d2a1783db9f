"""Text as a picture that any browser draws and no address is fetched for."""

import textwrap
from xml.sax.saxutils import escape

CELL_WIDTH, LINE_HEIGHT, MARGIN = 8.4, 18, 14
INK, PAPER, PROMPT = "#e6e6e6", "#16181d", "#8fd0a4"


def draw(text: str, columns: int) -> str:
    """Return an SVG of printed text on a terminal of that width; longer lines go on below, as a terminal does it."""
    lines = [part for line in text.splitlines() for part in (_cells(line, columns) or [""])]
    width, height = columns * CELL_WIDTH + 2 * MARGIN, len(lines) * LINE_HEIGHT + 2 * MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}">',
        f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>',
        '<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">',
    ]
    for row, line in enumerate(lines):
        y = MARGIN + (row + 0.75) * LINE_HEIGHT
        ink = PROMPT if line.startswith(("$ ", "-- ")) else INK
        length = f' textLength="{len(line) * CELL_WIDTH:g}" lengthAdjust="spacingAndGlyphs"' if line else ""
        drawn.append(f'<text x="{MARGIN}" y="{y:g}" fill="{ink}"{length}>{escape(line)}</text>')
    return "\n".join([*drawn, "</g>", "</svg>", ""])


def _cells(line: str, columns: int) -> list[str]:
    return textwrap.wrap(line, columns, drop_whitespace=False, break_on_hyphens=False, replace_whitespace=False)
