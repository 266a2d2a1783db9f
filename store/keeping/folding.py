"""Text as it is searched: without case and accents, so that what is typed finds what was meant.

Owns that one spelling. Refuses to own searching. What is kept folded and what is typed must pass through here alike.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

_LETTERS: Final = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŋ": "n",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Letters that Unicode does not take apart into a plain one and its mark."""

_GONE: Final = dict.fromkeys("'`+\u2018\u2019\u02bc\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Apostrophes however they are typed, and what cannot be seen: `odowd` finds O'Dowd. Mapped to None: an empty text
would be looked up letter by letter."""

_APART: Final = dict.fromkeys("-/.,;:()[]&_\u2010\u2011\u2012\u2013\u2014", " ")
"""What stands between two words: `smith jones` finds Smith-Jones, and `2 3` a flat 2/3."""

_PLAIN: Final = str.maketrans(_LETTERS | _GONE | _APART)
_NO_DIGITS: Final = {letter: None for letter in range(128) if not chr(letter).isdigit()}


def fold(text: str) -> str:
    """Return a text without case, accents, apostrophes and punctuation, one blank between words. Pure.

    Source:
        Unicode Standard Annex 15 (NFKD); chapter 3.13, default case folding.
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(text.casefold().translate(_PLAIN).split())


def fold_each(texts: Sequence[str]) -> list[str]:
    """Return several texts as `fold` does each of them: for thousands of families at once. Pure."""
    whole = "\n".join(texts)
    if not texts or whole.count("\n") >= len(texts):
        return [fold(text) for text in texts]
    if not whole.isascii():
        odd = {place: fold(text) for place, text in enumerate(texts) if not text.isascii()}
        plain = fold_each(["" if place in odd else text for place, text in enumerate(texts)])
        return [odd.get(place, text) for place, text in enumerate(plain)]
    folded = whole.casefold().translate(_PLAIN)
    if "  " in folded or " \n" in folded or "\n " in folded or not folded.replace("\n", "").isprintable():
        return [" ".join(text.split()) for text in folded.split("\n")]
    return folded.strip(" ").split("\n")  # nearly always: not a blank too many


def digits(text: str) -> str:
    """Return the digits of a text, such as a telephone number typed with blanks. Pure."""
    bare = text.replace(" ", "")
    if bare.isascii():
        return bare if bare.isdigit() else bare.translate(_NO_DIGITS)
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
