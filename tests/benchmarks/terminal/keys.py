"""What a plain xterm sends for a key, by Textual's name of it. Pure."""

import re
from typing import Final

SENT: Final = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "insert": "\x1b[2~", "delete": "\x1b[3~", "enter": "\r", "tab": "\t",
    "shift+tab": "\x1b[Z", "escape": "\x1b", "space": " ", "backspace": "\x7f", "slash": "/", "question_mark": "?",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
}  # fmt: skip
"""Source: xterm, Control Sequences, "PC-Style Function Keys"."""


def encoded(key: str) -> bytes:
    """Return the bytes of one key; a single character is that key.

    Raises:
        ValueError: No such key is known here.
    """
    if key in SENT:
        return SENT[key].encode()
    if letter := re.fullmatch(r"ctrl\+([a-z])", key):
        return bytes([ord(letter[1].upper()) & 0x1F])
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"no key is called {key!r}")
