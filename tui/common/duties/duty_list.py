"""A line each of what was told and is followed: when it came, what it is, how it stands.

Owns how a line looks. Refuses to own reading them, and what a line leads to (duties_screen).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from tui.widgets.cells import fitted, padded
from tui.widgets.painted_list import Look, PaintedList

_WHEN_CELLS, _WHAT_CELLS = 21, 30


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One incident or request, in words that name nobody.

    Attributes:
        id: Its own.
        when: When it was noticed or received.
        what: Of which kind it is.
        stands: How it stands.
        is_open: Whether something is still to be done.
        is_of_erased: Whether it went with its family, and only its clocks are left.
    """

    id: str
    when: str
    what: str
    stands: str
    is_open: bool
    is_of_erased: bool = False


@dataclass
class DutyChosen(Message):
    """Somebody wants to see one."""

    line: DutyLine


class DutyList(PaintedList):
    """Incidents, or requests.

    Args:
        nothing: What stands there while there are none.
    """

    def __init__(self, nothing: str) -> None:
        super().__init__()
        self._lines: Sequence[DutyLine] = ()
        self._nothing = nothing

    @property
    def pointed(self) -> DutyLine | None:
        """The one that is pointed at."""
        return None if self.row is None else self._lines[self.row]

    def read(self, lines: Sequence[DutyLine], first: str | None = None) -> None:
        """Show others, pointing at the one that was pointed at; at first at the one of an id."""
        sought = first if self.pointed is None else self.pointed.id
        self._lines = lines
        self.forget()
        again = [row for row, each in enumerate(lines) if each.id == sought]
        self.show(range(len(lines)), next(iter(again), None))

    def choose(self) -> None:
        """Tell which one was chosen."""
        if (line := self.pointed) is not None:
            self.post_message(DutyChosen(line))

    def nothing(self) -> Sequence[str]:
        """Return what stands there while there are none."""
        return (self._nothing,)

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        return padded(f"  {'When':<{_WHEN_CELLS}} {'What':<{_WHAT_CELLS}} Stands", width)

    def line(self, row: int, width: int) -> str:
        """Return what a line says."""
        line = self._lines[row]
        what = padded(fitted(line.what, _WHAT_CELLS), _WHAT_CELLS)
        return padded(f"{line.when:<{_WHEN_CELLS}} {what} {line.stands}", width)

    def look(self, row: int) -> Look:
        """Return how a line is painted: what is closed stands back."""
        return Look.PLAIN if self._lines[row].is_open else Look.MUTED
