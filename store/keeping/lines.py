"""Lines of a text, each about one thing, as people read them.

Owns that what was told makes no line of its own: a place that goes on in a line "Risk: low" would tell of a risk.
Refuses to own what the lines say.
"""

from collections.abc import Iterable
from typing import Final

_ENDS: Final = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
"""What `str.splitlines` ends a line at."""


def in_lines(lines: Iterable[str]) -> str:
    """Return lines as text, each ended by a newline and holding nothing else that ends one."""
    return "".join(f"{line.translate(_ENDS)}\n" for line in lines)
