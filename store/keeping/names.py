"""What people may call things: a store, a colleague, the reason they give.

Owns the one rule for such a line, and when two serial numbers are the same. Refuses to own names of families, which
are kept as they were delivered.
"""

import unicodedata
from typing import Final

from store.errors import LineFormError

LONGEST_CHARS: Final = 200
"""Longer than any name; a reason that takes more belongs in a document."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"
"""Format characters, but some scripts are spelt with them."""


def hold_line(text: str) -> None:
    """Make sure that a line can be kept, shown on any terminal and read back.

    Args:
        text: As it was typed.

    Raises:
        LineFormError: It is empty or too long, or holds a character that cannot be seen, such as an escape.
    """
    unseen = (each for each in text if unicodedata.category(each) in _UNSEEN and each not in _JOINERS)
    if not text.strip() or len(text) > LONGEST_CHARS or any(unseen):
        raise LineFormError(LONGEST_CHARS)


def folded_serial(serial: str) -> str:
    """Return a serial number as it is compared: no blanks, no dashes, small letters."""
    return "".join(each for each in serial if each not in " -\t").casefold()
