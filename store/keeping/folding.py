"""Text as it is searched: without case and accents, so that what is typed finds what was meant.

Owns that one spelling. Refuses to own searching. What is kept folded and what is typed must pass through here alike.
"""

import unicodedata
from typing import Final

_PLAIN: Final = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    }
)
"""Letters that Unicode does not take apart into a plain one and its mark, and the two ways to type an apostrophe."""


def fold(text: str) -> str:
    """Return a text without case, accents and runs of blanks. Pure.

    Source:
        Unicode Standard Annex 15 (NFKD); chapter 3.13, default case folding.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)
    return " ".join(plain.split())


def digits(text: str) -> str:
    """Return the digits of a text, such as a telephone number typed with blanks. Pure."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
