"""The list of the trail: a window on it that grows at either end as the pointer comes near.

Owns which lines stand in the window, and asking for more. Refuses to own reading them, and the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from textual import events
from textual.message import Message

from store.clock import from_ms
from tui import wording
from tui.commands import LIST_FIRST, LIST_LAST
from tui.widgets.cells import fitted, padded
from tui.widgets.painted_list import Look, PaintedList

NEAR: Final = 40
"""So few lines before the end of the window, more are asked for: a page of any terminal."""

_FIRST: Final = frozenset(LIST_FIRST.key.split(","))
_LAST: Final = frozenset(LIST_LAST.key.split(","))
_WHEN_CELLS: Final = 17
_WHO_CELLS: Final = 14


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry, in words.

    Attributes:
        place: Where it stands in what is looked at.
        key: The entry's.
        who: What they are called; empty where the device did it by itself.
        said: One sentence.
        incident, request: The id of the one it is about; None where it is about none.
    """

    place: int
    key: int
    at_ms: int
    who: str = field(repr=False)
    said: str = field(repr=False)
    is_erased: bool
    incident: str | None = None
    request: str | None = None


class OlderWanted(Message):
    """The pointer is near the oldest line of the window."""


class NewerWanted(Message):
    """The pointer is near the newest line of the window."""


class OldestWanted(Message):
    """The oldest entry of all is wanted."""


class NewestWanted(Message):
    """The newest entry of all is wanted."""


@dataclass
class EntryChosen(Message):
    """Somebody wants to see an entry whole."""

    line: TrailLine


class TrailList(PaintedList):
    """Entries, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[TrailLine] = []
        self._has_older = self._has_newer = False
        self._is_asked = True

    @property
    def pointed(self) -> TrailLine | None:
        """The entry that is pointed at."""
        return None if self.row is None else self._lines[self.row]

    @property
    def lines(self) -> Sequence[TrailLine]:
        """The window, newest first."""
        return self._lines

    # -- the window --------------------------------------------------------------------------------------------------

    def begin(
        self, lines: Sequence[TrailLine], *, has_older: bool, has_newer: bool, points_at: int | None = None
    ) -> None:
        """Show another window, pointing at a place in it, or at its newest line."""
        self._lines = list(lines)
        self._has_older, self._has_newer = has_older, has_newer
        self.forget()
        self._is_asked = False
        pointed = next((row for row, each in enumerate(self._lines) if each.place == points_at), None)
        self.show(range(len(self._lines)), pointed)

    def add_older(self, lines: Sequence[TrailLine], *, has_older: bool) -> None:
        """Let the window grow downwards."""
        self._lines += lines
        self._has_older = has_older
        self._grown(0)

    def add_newer(self, lines: Sequence[TrailLine], *, has_newer: bool) -> None:
        """Let the window grow upwards; the lines in sight stay where they are."""
        self._lines = [*lines, *self._lines]
        self._has_newer = has_newer
        self.forget()
        self._grown(len(lines))

    def _grown(self, above: int) -> None:
        self._rows = range(len(self._lines))
        self._place += above
        self._top += above
        self._is_asked = False
        self.refresh()

    def pointed_elsewhere(self) -> None:
        """Ask for more before the pointer gets there, once at a time."""
        if self._is_asked or self.row is None:
            return
        if self._has_older and self.row >= len(self._lines) - NEAR:
            self._is_asked = True
            self.post_message(OlderWanted())
        elif self._has_newer and self.row < NEAR:
            self._is_asked = True
            self.post_message(NewerWanted())

    def take(self, key: events.Key) -> bool:
        """Go to either end of the whole trail, where the window does not hold it; else as every list."""
        if key.key in _LAST and self._has_older:
            self.post_message(OldestWanted())
        elif key.key in _FIRST and self._has_newer:
            self.post_message(NewestWanted())
        else:
            return super().take(key)
        return True

    def choose(self) -> None:
        """Tell which entry was chosen."""
        if (line := self.pointed) is not None:
            self.post_message(EntryChosen(line))

    # -- painting ----------------------------------------------------------------------------------------------------

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        return padded(f"  {'When':<{_WHEN_CELLS}} {'Who':<{_WHO_CELLS}} What happened", width)

    def line(self, row: int, width: int) -> str:
        """Return what a line says."""
        line = self._lines[row]
        gone = " (erased)" if line.is_erased else ""
        who = padded(fitted(wording.plain(line.who), _WHO_CELLS), _WHO_CELLS)
        said = f"{wording.short_when(from_ms(line.at_ms)):<{_WHEN_CELLS}} {who} {wording.plain(line.said)}{gone}"
        return padded(said, width)

    def look(self, row: int) -> Look:
        """Return how a line is painted: what was erased stands back."""
        return Look.MUTED if self._lines[row].is_erased else Look.PLAIN

    def nothing(self) -> Sequence[str]:
        """Return what stands there while there is nothing."""
        return ("Nothing of the trail is like that.", "Press F4 for all of it, or / to narrow it another way.")
