"""What the record shows as lost and is not mended yet, and why; what holds again loses its line (a test holds it)."""

from typing import Final

WHY: Final[dict[str, str]] = {
    "share 35": (
        "A laptop goes back to an older copy, writes, is copied again, and goes back once more: base holds what it"
        " wrote under both forks. It is the same record and counts once; nothing is lost."
    ),
    "share 38": (
        "A laptop refuses a bundle of base's as not meant for it, and they do not come to rest. Why is not found yet."
    ),
}
"""By the share of worlds that did not hold: `tests.faults.worlds.try_share` tries one again."""
