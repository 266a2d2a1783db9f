"""Why a promise was missed, by the name of the figure; a figure that is met again loses its line (a test holds it)."""

from typing import Final

WHY: Final[dict[str, str]] = {}
