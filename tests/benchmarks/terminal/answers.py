"""What a terminal replies when a program asks it something. Pure.

Owns the replies of a plain xterm that knows synchronized output. Refuses to own reading and writing (reader).
"""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 40
"""Bytes that a question takes at most: so many of the last chunk may be the start of one."""

_QUESTION: Final = re.compile(
    rb"\x1b\[(?P<attributes>0?c)"
    rb"|\x1b\[(?P<version>>0?c)"
    rb"|\x1b\[(?P<name>>0?q)"
    rb"|\x1b\[(?P<status>[56])n"
    rb"|\x1b\[\?(?P<mode>\d+)\$p"
    rb"|\x1b\](?P<colour>1[0-2]|4;\d+);\?(?:\x07|\x1b\\)"
    rb"|\x1b\[(?P<window>1[468])t"
    rb"|\x1bP(?P<capability>\+q[0-9a-fA-F;]*)\x1b\\"
)
_SYNCHRONIZED: Final = b"2026"


def answers(written: bytes, columns: int, rows: int) -> Iterator[tuple[int, bytes]]:
    """Yield where each question in some output ends, and the reply to it.

    Source: xterm, Control Sequences; synchronized output: its specification by Christian Parpart.
    """
    for found in _QUESTION.finditer(written):
        kind = found.lastgroup
        asked = found[kind] if kind else b""
        yield found.end(), _answer(kind, asked, columns, rows)


def _answer(kind: str | None, asked: bytes, columns: int, rows: int) -> bytes:
    match kind:
        case "attributes":
            return b"\x1b[?62;22c"
        case "version":
            return b"\x1b[>1;4000;0c"
        case "name":
            return b"\x1bP>|bench\x1b\\"
        case "status":
            return b"\x1b[0n" if asked == b"5" else b"\x1b[1;1R"
        case "mode":
            return b"\x1b[?" + asked + (b";2$y" if asked == _SYNCHRONIZED else b";0$y")
        case "colour":
            shade = b"d0d0/d0d0/d0d0" if asked == b"10" else b"0000/0000/0000"
            return b"\x1b]" + asked + b";rgb:" + shade + b"\x1b\\"
        case "window":
            pixels = b"%d;%d" % (rows * 16, columns * 8)
            told = {b"14": b"4;" + pixels, b"16": b"6;16;8", b"18": b"8;%d;%d" % (rows, columns)}
            return b"\x1b[" + told[asked] + b"t"
        case _:
            return b"\x1bP0+r\x1b\\"
