"""What is pasted: text from one mark to the other, and nothing in it is a key; without marks no more than an answer.

Owns leaving Escape out of it before Textual reads it, and leaving out what no hand types. Refuses to own what becomes
of the text (entry widgets). Textual takes up to 32 letters behind an Escape within a paste for keys: a text with one in
it could agree to what is asked. It makes a task of each letter: behind a million of them no signal is heard.
"""

import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Final

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys
from textual.message import Message

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
"""Source: xterm, ctlseqs, bracketed paste mode."""

TYPED_AT_MOST: Final = 8192
"""More letters one behind the other are no typing, and no answer is as long."""

TYPED_A_SECOND: Final = 200
"""No hand types so fast, and no key that is held down repeats so often: whoever goes on typing is always heard."""

HALF_A_MARK_S: Final = 1.0
"""No hand types half of the mark that a text begins with: where a slow line cuts it, the rest is waited for so much
longer. Textual takes the half for keys after a tenth of a second, and the text with it."""

_DRIVER: Final = "textual.drivers.win32" if sys.platform == "win32" else "textual.drivers.linux_driver"


class Sent:
    """What a terminal sends, in pieces that are cut anywhere.

    Attributes:
        is_pasted: Whether what comes next is pasted.
    """

    def __init__(self) -> None:
        self.is_pasted = False
        self._last = ""
        self._held = ""

    @property
    def is_begun(self) -> bool:
        """Whether what was sent last is more of the mark that a text begins with than a key is."""
        return len(_begun(self._last, _BEGIN)) > len("\x1b[")

    def without_escapes(self, piece: str, *, is_half_gone: bool = False) -> str:
        """Return a piece without the Escapes in what is pasted; what may be half an end mark comes with the next one.

        Outside of it every letter passes at once: an Escape that stands alone is a key.

        Args:
            piece: What comes next.
            is_half_gone: Whether half a begin mark that came before was taken for keys: it then comes whole once more.
        """
        passed = ""
        while piece:
            if self.is_pasted:
                text, mark, piece = (self._held + piece).partition(_END)
                self._held = "" if mark else _begun(text, _END)
                passed += text.removesuffix(self._held).replace("\x1b", "") + mark
                self.is_pasted = not mark
            else:
                text, mark, piece = (self._last + piece).partition(_BEGIN)
                passed += mark if is_half_gone and len(text) < len(self._last) else (text + mark)[len(self._last) :]
                self._last = "" if mark else text[1 - len(_BEGIN) :]
                self.is_pasted = bool(mark)
        return passed


def _begun(text: str, mark: str) -> str:
    """Return how much of a mark stands at the end of a text."""
    return next(mark[:length] for length in range(len(mark) - 1, -1, -1) if text.endswith(mark[:length]))


class Pace:
    """How much was typed lately.

    Args:
        clock: Seconds that go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._lately = 0.0

    def typed(self, piece: str) -> str:
        """Return of a piece what somebody may have typed: all of it, or its keys that are no letters."""
        now = self._clock()
        passed_s, self._at = now - self._at, now
        self._lately = max(0.0, self._lately - passed_s * TYPED_A_SECOND) + len(piece)
        if self._lately <= TYPED_AT_MOST:
            return piece
        self._lately = TYPED_AT_MOST
        letters, escape, keys = piece.partition("\x1b")
        return "".join(each for each in letters if not each.isprintable() and each not in "\r\n\t") + escape + keys


class Parser(XTermParser):
    """Textual's, which gets no Escape in what is pasted, and no more letters than somebody types."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._sent = Sent()
        self._pace = Pace()

    def feed(self, data: str) -> Iterable[Message]:
        """Read a piece; an empty one is the end."""
        is_typed = not self._sent.is_pasted
        passed = self._sent.without_escapes(data, is_half_gone=self._timeout_time is None)
        if is_typed and not self._sent.is_pasted:
            passed = self._pace.typed(passed)
        return self._read(passed) if passed or not data else ()

    def _read(self, passed: str) -> Iterable[Message]:
        yield from super().feed(passed)
        if self._timeout_time is not None and self._sent.is_begun:
            self._timeout_time += HALF_A_MARK_S

    def _parse_extended_key(self, sequence: str) -> list[Key] | None:  # type: ignore[override]  # Textual's is cached
        """Return the keys of a report; one of a letter there is none of, or in a form nobody asked for, is no key."""
        try:
            keys = super()._parse_extended_key(sequence)
        except ValueError:
            return [Key(Keys.Ignore, None)]
        return keys


def read_pastes_as_text() -> None:
    """Have the driver of this system read with that."""
    import_module(_DRIVER).XTermParser = Parser  # type: ignore[attr-defined]  # it makes one when it begins to read
