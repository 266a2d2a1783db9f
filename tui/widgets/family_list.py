"""The list of families.

Owns what a line of it says and how it is painted, and telling which family was chosen. Refuses to own which families
are in it, and in which order (store).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.message import Message

from store.fieldwork.lines import Standing
from store.ids import FamilyId
from tui.widgets import family_columns
from tui.widgets.family_columns import Seen
from tui.widgets.painted_list import Look, PaintedList

if TYPE_CHECKING:
    from store.fieldwork.lines import Line


@dataclass
class FamilyChosen(Message):
    """Somebody wants to see this family."""

    family: FamilyId


@dataclass
class FamilyAgreed(Message):
    """What was asked of this family is so: Enter was the next key."""

    family: FamilyId


class FamilyPassedBy(Message):
    """What was asked of a family is not so: another key was pressed, and does what it does."""


@dataclass
class FamilyPointed(Message):
    """Another family is pointed at; None where the list is empty. Told only while `tells_pointing`."""

    family: FamilyId | None


@dataclass
class FamilyRested(Message):
    """This family has been pointed at for a moment: whoever opens it next may be quicker."""

    family: FamilyId


RESTS_AFTER_S: Final = 0.1
"""More than lies between two repeats of a key that is held down, and less than it takes to read a line."""


class FamilyList(PaintedList):
    """Families, one line each.

    Args:
        lines: All of them; the rows that are shown are places in it.
        seen: What they are read by.

    Attributes:
        seen: The same, as it is now.
        tells_pointing: Whether FamilyPointed is told: only while somebody listens, each key is quicker without.
        asked_of: Of which family something is asked: the next key answers, by FamilyAgreed or FamilyPassedBy.
    """

    LEAVES_KEYS: ClassVar[bool] = True

    def __init__(self, lines: "Sequence[Line]", seen: Seen) -> None:
        super().__init__()
        self._families = lines
        self.seen = seen
        self._nothing: Sequence[str] = ()
        self.tells_pointing = False
        self.asked_of: FamilyId | None = None
        self._resting: asyncio.TimerHandle | None = None

    @property
    def family(self) -> FamilyId | None:
        """The family that is pointed at."""
        row = self.row
        return None if row is None else FamilyId(self._families[row].family)

    def read(self, lines: "Sequence[Line]", seen: Seen) -> None:
        """Read other lines, in any order; the families in sight stay, and so does the one that is pointed at.

        Where that one is gone, the next of those that are still there is pointed at.
        """
        before, self._families, self.seen = self._families, lines, seen
        if self.rows and not _are_same(before, lines):
            self.renumber(_places(before, lines))
        self.forget()
        self.refresh()

    def when_empty(self, *lines: str) -> None:
        """Say what stands there while there is no family, for example which key shows more."""
        self._nothing = lines

    def titles(self, width: int) -> str:
        """Return the line of titles."""
        return "  " + family_columns.titles(width - 2, is_base=self.seen.holders is not None)

    def line(self, row: int, width: int) -> str:
        """Return what a family says."""
        return family_columns.line(self._families[row], self.seen, width)

    def look(self, row: int) -> Look:
        """Return how it is painted: what is still worked stands out."""
        return Look.PLAIN if self._families[row].standing == Standing.TO_DO else Look.MUTED

    def nothing(self) -> Sequence[str]:
        """Return what stands there while there is no family."""
        return self._nothing

    def take(self, key: events.Key) -> bool:
        """Let the key answer what is asked, if anything is; any but Enter also does what it does by itself."""
        asked_of, self.asked_of = self.asked_of, None
        if asked_of is not None:
            if key.key == "enter":
                self.screen.post_message(FamilyAgreed(asked_of))
                return True
            self.screen.post_message(FamilyPassedBy())
        return super().take(key)

    def choose(self) -> None:
        """Tell which family was chosen; the screen at once, for whatever lies between has nothing to do with it."""
        if (family := self.family) is not None:
            self.screen.post_message(FamilyChosen(family))

    def pointed_elsewhere(self) -> None:
        """Tell which family is pointed at now, and once more when the pointer has come to rest."""
        if self.tells_pointing:
            self.post_message(FamilyPointed(self.family))
        if not self.is_attached:
            return
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(RESTS_AFTER_S, self._rest)

    def _rest(self) -> None:
        if (family := self.family) is not None and self.is_running:
            self.post_message(FamilyRested(family))


def _are_same(some: "Sequence[Line]", others: "Sequence[Line]") -> bool:
    """Say whether places in the one are places of the same families in the other."""
    return some is others or (
        len(some) == len(others) and all(one.family == other.family for one, other in zip(some, others, strict=True))
    )


def _places(before: "Sequence[Line]", now: "Sequence[Line]") -> dict[int, int]:
    """Return where each family is now that was at a place before, and is still there."""
    places = {each.family: place for place, each in enumerate(now)}
    return {place: places[each.family] for place, each in enumerate(before) if each.family in places}
