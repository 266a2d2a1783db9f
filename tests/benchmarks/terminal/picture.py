"""The picture on a terminal, from the bytes that were written to it.

Owns saying when it changed for whoever looks. Refuses to own time (reader) and the program (program).
"""

import codecs
import re
from collections.abc import Iterable
from typing import Any, Final

import pyte

_LEFT_OUT: Final = re.compile(
    r"\x1b[P_^X][^\x1b\x07]*(?:\x1b\\|\x07)"  # strings for the terminal itself
    r"|\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)"  # titles, colours, clipboards
    r"|\x1b\[[<>=][0-9;:]*[@-~]"  # private controls
    r"|\x1b\[\??[0-9;:]*[ !\"#$%&'*+]+[@-~]"  # controls with intermediates
    r"|\x1b\[\?[0-9;]*u"
    r"|\x1b[=>]|\x1b\([0AB]"
    r"|\x1b\[[0-9;]*:[0-9;:]*m"
)
"""What draws nothing, and what pyte would draw as text."""
_OTHER_SCREEN: Final = re.compile(r"\x1b\[\?(?:1049|1047|47)h")
_CLEARED: Final = "\x1b[0m\x1b[2J\x1b[H"
_BEGUN: Final = re.compile(r"\x1b(?:\[[0-9;:?<>= !\"#$%&'*+]*|[\]P_^X][^\x1b\x07]*\x1b?|\()?$")
"""A control at the end of a chunk that the next one goes on with."""
_SYNCHRONIZED: Final = re.compile(r"\x1b\[\?2026([hl])")


class Picture:
    """What one sees; blank at first.

    Args:
        columns, rows: Of the terminal.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._screen = _Screen(columns, rows)
        self._stream = _Stream(self._screen, strict=False)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = ""
        self._held = ""
        self._is_held = False
        self._lines = [0] * rows
        self._cursor: tuple[int, int] | None = None
        self._has_changed(range(rows))

    def feed(self, written: bytes) -> bool:
        """Take a chunk; say whether one sees something else now.

        A frame that is synchronized is seen at its end, all at once. A highlight that moved counts, and so does the
        cursor.
        """
        text = self._begun + self._decoder.decode(written)
        begun = _BEGUN.search(text)
        self._begun = begun.group() if begun else ""
        text = text[: len(text) - len(self._begun)]
        if marks := _SYNCHRONIZED.findall(text):
            self._is_held = marks[-1] == "h"
        self._held += text
        if self._is_held or not self._held:
            return False
        text, self._held = _LEFT_OUT.sub("", _OTHER_SCREEN.sub(_CLEARED, self._held)), ""
        self._screen.dirty.clear()
        self._stream.feed(text)
        return self._has_changed(sorted(self._screen.dirty))

    def text(self) -> str:
        """Return its lines."""
        return "\n".join(self._screen.display)

    def is_blank(self) -> bool:
        return not self.text().strip()

    def _has_changed(self, lines: Iterable[int]) -> bool:
        has_changed = False
        for row in lines:
            if row >= self._rows:
                continue
            line = self._screen.buffer[row]
            seen = hash(tuple(line[column] for column in range(self._columns)))
            has_changed = has_changed or seen != self._lines[row]
            self._lines[row] = seen
        cursor = self._screen.cursor
        place = None if cursor.hidden else (cursor.x, cursor.y)
        has_changed = has_changed or place != self._cursor
        self._cursor = place
        return has_changed


class _Screen(pyte.Screen):
    """With the controls of an xterm that curses and Textual use and pyte lacks."""

    _last = " "

    def draw(self, data: str) -> None:
        self._last = data[-1:] or self._last
        super().draw(data)

    def repeat_last(self, count: int = 1) -> None:
        self.draw(self._last * (count or 1))

    def scroll_up(self, count: int = 1) -> None:
        self._scroll(count, is_up=True)

    def scroll_down(self, count: int = 1) -> None:
        self._scroll(count, is_up=False)

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Reply nothing: the reader does."""

    def report_device_attributes(self, *_: Any, **__: Any) -> None:
        """Reply nothing: the reader does."""

    def _scroll(self, count: int, *, is_up: bool) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        column, row = self.cursor.x, self.cursor.y
        self.cursor.y = bottom if is_up else top
        for _ in range(count or 1):
            (self.index if is_up else self.reverse_index)()
        self.cursor.x, self.cursor.y = column, row


class _Stream(pyte.Stream):
    csi = {**pyte.Stream.csi, "b": "repeat_last", "S": "scroll_up", "T": "scroll_down"}  # noqa: RUF012  # pyte's own way
    events = pyte.Stream.events | {"repeat_last", "scroll_up", "scroll_down"}
