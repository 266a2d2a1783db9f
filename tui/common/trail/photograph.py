"""A QR code drawn in half blocks, to be photographed off any terminal. Pure.

Owns the drawing, and how a head is written so that its code fits a small screen. Refuses to own checkpoints (store).

Source: ISO/IEC 18004: error correction L, and its alphanumeric mode for the short form.
"""

import base64
from typing import Final

QUIET: Final = 2
"""Light modules round the code. The standard asks for four; on a screen the margin round it does the rest."""

_DRAWN: Final = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def short_form(note: str) -> str:
    """Return origin, size and root of a signed note in capitals: half the modules that the note takes.

    Args:
        note: As `Store.checkpoint` gives it.
    """
    origin, size, root, *_ = note.splitlines()
    return f"{origin.upper()}/{size}/{base64.b64decode(root).hex().upper()}"


def drawn(text: str, *, is_dark: bool) -> list[str]:
    """Return a code as lines of half blocks.

    Args:
        text: What it says.
        is_dark: Whether the terminal writes light on dark: then the light modules are drawn, otherwise the dark ones.
    """
    import segno  # only where a code is wanted: it takes a while to load

    size = len(code := [[bool(module) for module in row] for row in segno.make(text, error="l", micro=False).matrix])
    light = [False] * (size + 2 * QUIET)
    rows = [light] * QUIET + [[False] * QUIET + row + [False] * QUIET for row in code] + [light] * QUIET
    rows += [light] * (len(rows) % 2)
    inked = [[module is not is_dark for module in row] for row in rows]
    pairs = zip(inked[::2], inked[1::2], strict=True)
    return ["".join(_DRAWN[pair] for pair in zip(above, below, strict=True)) for above, below in pairs]
