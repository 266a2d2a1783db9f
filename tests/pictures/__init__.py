"""Pictures of what a person sees: made-up families, a stopped clock, the same bytes each time."""

from tests.pictures.demo import printed
from tests.pictures.drawing import draw

PICTURES: dict[str, tuple[int, tuple[str, ...]]] = {
    "demo-120.svg": (120, ("demo", "exchange")),
    "demo-80.svg": (80, ("demo", "exchange")),
}
"""File name: columns, and the words of the command."""


def drawn(name: str) -> str:
    """Return the picture of that name as it is today."""
    columns, words = PICTURES[name]
    return draw(printed(words, columns), columns)
