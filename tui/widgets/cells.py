"""Text in cells: cut and padded to a width, wide and combining characters counted as a terminal shows them. Pure.

Owns widths. Refuses to own what is shown.
"""

from rich.cells import cell_len, set_cell_size
from textual.content import Content


def fitted(text: str, width: int) -> str:
    """Return text that takes at most `width` cells, an ellipsis at its end where something was cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def in_whole_words(text: str, width: int) -> str:
    """Return as much of a text as `width` cells take without half a word at its end: half a figure is another one."""
    cut = fitted(text, width)
    if cut == text:
        return text
    stem = fitted(text, width - 1).removesuffix("…")
    whole = stem if text[len(stem) :][:1].isspace() else stem.rpartition(" ")[0]
    return f"{whole.rstrip()} …" if whole.strip() else cut


def padded(text: str, width: int) -> str:
    """Return text that takes exactly `width` cells."""
    if len(text) == width and text.isascii() and text.isprintable():
        return text
    return set_cell_size(fitted(text, width), width)


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return text in lines of at most `width` cells, every line after the first behind `indent`; one line at least."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return [text.rstrip()]
    first, *rest = [line.plain.rstrip() for line in Content(text).wrap(max(1, width))] or [""]
    if not rest:
        return [first]
    again = Content(text[len(first) :].lstrip()).wrap(max(1, width - len(indent)))
    return [first, *(f"{indent}{line.plain.rstrip()}" for line in again)]


def ending(text: str, width: int) -> str:
    """Return the end of a text that takes at most `width` cells, as a line shows it that is typed at its end."""
    if cell_len(text) <= width:
        return text
    start = max(0, len(text) - width)
    while start < len(text) and (cell_len(text[start:]) >= width or cell_len(text[start]) == 0):
        start += 1
    return "…" + text[start:] if width > 0 else ""
