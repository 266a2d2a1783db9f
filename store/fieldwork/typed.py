"""What somebody typed, made fit to be kept: visible, in one spelling, of bounded length.

Owns the cleaning of lines and notes. Refuses to own what a line means (numbers, ages) and texts that a council
delivered, which are kept as they came and filtered where they are shown.
"""

import unicodedata
from typing import Final

from store.errors import EmptyFieldError, TypedTooLongError

LINE_CHARS: Final = 300
"""Longer than any name, street or number; what takes more is a note."""

NOTE_CHARS: Final = 4_000
"""Two pages."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = "\u200c\u200d"
"""Format characters, but some scripts and emoji are spelt with them."""


def clean_line(typed: str | None) -> str | None:
    """Return a line as it is kept: no control, direction or zero-width characters, single blanks; None if none is left.

    Raises:
        TypedTooLongError: What is left is longer than `LINE_CHARS`.

    Source:
        Unicode TR36, on text that is not what it looks like; UAX 15, form NFC.
    """
    return _bounded(" ".join(_seen(typed or "").split()), LINE_CHARS)


def clean_note(typed: str | None) -> str | None:
    """Return a note as it is kept: as `clean_line`, but its lines stay; at most one of them in a row is empty.

    Raises:
        TypedTooLongError: What is left is longer than `NOTE_CHARS`.
    """
    lines = [" ".join(_seen(line).split()) for line in (typed or "").splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return _bounded("\n".join(kept).strip("\n"), NOTE_CHARS)


def needed_line(typed: str | None, field: str) -> str:
    """Return a line that may not be empty.

    Args:
        typed: As it was typed.
        field: What the form calls it, for the refusal.

    Raises:
        EmptyFieldError: Nothing is left of it.
        TypedTooLongError: As `clean_line`.
    """
    return _needed(clean_line(typed), field)


def needed_note(typed: str | None, field: str) -> str:
    """Return a note that may not be empty; as `needed_line`."""
    return _needed(clean_note(typed), field)


def _needed(text: str | None, field: str) -> str:
    if text is None:
        raise EmptyFieldError(field)
    return text


def _bounded(text: str, limit_chars: int) -> str | None:
    text = text.strip(_JOINERS + " ")
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    if len(text) > limit_chars:
        raise TypedTooLongError(limit_chars)
    return text or None


def _seen(text: str) -> str:
    if text.isascii() and text.isprintable():  # as nearly all of it is: there are millions of cells in a delivery
        return text
    return "".join(" " if each.isspace() else each for each in text if _is_seen(each))


def _is_seen(character: str) -> bool:
    return (
        character.isspace()  # a tab or a line separator parts words
        or character in _JOINERS
        or unicodedata.category(character) not in _UNSEEN
    )
