"""How far two colours stand apart, and which pairs of them stand on a screen."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from textual.strip import Strip

AA, AAA = 4.5, 7.0
"""Source: WCAG 2.2, success criteria 1.4.3 and 1.4.6, for text of ordinary size."""


class Pair(NamedTuple):
    """A text and what it stands on."""

    ink: Color
    ground: Color


def ratio(pair: Pair) -> float:
    """Return the contrast of a pair, 1 to 21. Source: WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(each.get_truecolor()) for each in pair), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def in_sixteen(pair: Pair) -> Pair:
    """Return a pair as a terminal of sixteen colours shows it."""
    return Pair(*(each.downgrade(ColorSystem.STANDARD) for each in pair))


def pairs(strips: Iterable[Strip]) -> dict[Pair, str]:
    """Return every pair under which something can be read, with a text that stands there."""
    found: dict[Pair, str] = {}
    for strip in strips:
        for text, style, _ in strip:
            if style is None or style.color is None or style.bgcolor is None or not text.strip():
                continue
            pair = Pair(style.color, style.bgcolor)
            found[Pair(*pair[::-1]) if style.reverse else pair] = text
    return found


def _luminance(triplet: ColorTriplet) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in triplet.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
