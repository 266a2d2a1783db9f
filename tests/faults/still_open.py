"""What the record shows as lost and is not mended yet, and why; what holds again loses its line (a test holds it)."""

from typing import Final

WHY: Final[dict[str, str]] = {}
"""By the share of worlds that did not hold: `tests.faults.worlds.try_share` tries one again."""
