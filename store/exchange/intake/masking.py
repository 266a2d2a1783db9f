"""Values shown so that their form can be judged and nobody is named: letters as x, digits as 9.

Owns the mask. Refuses to own who sees it.
"""

from typing import Final

_SHOWN_CHARS: Final = 24


def masked(value: str) -> str:
    """Return the form of a value: `Xx9 9XX` of a postcode, `99/99/9999` of a day."""
    shape = "".join(map(_mask, value.strip()[: _SHOWN_CHARS + 1]))
    return shape[:_SHOWN_CHARS] + "…" if len(shape) > _SHOWN_CHARS else shape


def _mask(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "X" if letter.isupper() else "x"
    return letter if letter.isprintable() and letter.isascii() else " "
