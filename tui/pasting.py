"""What is pasted: text from one mark to the other, and nothing in it is a key.

Owns leaving Escape out of it before Textual reads it. Refuses to own what becomes of the text (entry widgets). Textual
takes up to 32 letters behind an Escape within a paste for keys: a text with one in it could agree to what is asked.
"""

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
"""Source: xterm, ctlseqs, bracketed paste mode."""

_DRIVER: Final = "textual.drivers.win32" if sys.platform == "win32" else "textual.drivers.linux_driver"


class Sent:
    """What a terminal sends, in pieces that are cut anywhere."""

    def __init__(self) -> None:
        self._is_pasted = False
        self._last = ""
        self._held = ""

    def without_escapes(self, piece: str) -> str:
        """Return a piece without the Escapes in what is pasted; what may be half an end mark comes with the next one.

        Outside of it every letter passes at once: an Escape that stands alone is a key.
        """
        passed = ""
        while piece:
            if self._is_pasted:
                text, mark, piece = (self._held + piece).partition(_END)
                self._held = "" if mark else _begun(text, _END)
                passed += text.removesuffix(self._held).replace("\x1b", "") + mark
                self._is_pasted = not mark
            else:
                text, mark, piece = (self._last + piece).partition(_BEGIN)
                passed += (text + mark)[len(self._last) :]
                self._last = "" if mark else text[1 - len(_BEGIN) :]
                self._is_pasted = bool(mark)
        return passed


def _begun(text: str, mark: str) -> str:
    """Return how much of a mark stands at the end of a text."""
    return next(mark[:length] for length in range(len(mark) - 1, -1, -1) if text.endswith(mark[:length]))


class Parser(XTermParser):
    """Textual's, which gets no Escape in what is pasted."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._sent = Sent()

    def feed(self, data: str) -> Iterable[Message]:
        """Read a piece; an empty one is the end."""
        passed = self._sent.without_escapes(data)
        return super().feed(passed) if passed or not data else ()


def read_pastes_as_text() -> None:
    """Have the driver of this system read with that."""
    import_module(_DRIVER).XTermParser = Parser  # type: ignore[attr-defined]  # it makes one when it begins to read
