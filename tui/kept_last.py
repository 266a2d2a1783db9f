"""What was kept last, for the key that takes it back.

Owns remembering it, and saying whose it was. Refuses to own the acts that take something back (store), and keeping them
(clerk).
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.errors import NothingToUndoError, UndoElsewhereError
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.looking import file_of
from store.fieldwork.undoing import undo
from store.ids import FamilyId
from tui import glance
from tui.clerk import Clerk
from tui.desk import Desk
from tui.told import ActsKept

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from store.keeping.acts import Act
    from store.keeping.store import Store


class KeptLast:
    """The last thing that was kept about a family.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        self._clerk = clerk
        self._desk = desk
        self._told: ActsKept | None = None

    def know(self, told: ActsKept) -> None:
        """Remember it from now on, if it is about a family."""
        if told.family is not None:
            self._told = told

    def take_back(self, shown: FamilyId | None, asker: "MessagePump") -> None:
        """Have the clerk take it back; ends in ActsKept or StoreFailed.

        Args:
            shown: The family on the screen: then it is not named, and no other family's is taken back; None in the
                list, where whose it was is said.
            asker: Hears of it.

        Raises:
            NothingToUndoError: Nothing was kept since somebody came in.
            UndoElsewhereError: It is of another family than the one that is shown.
        """
        told = self._told
        if told is None or told.family is None:
            raise NothingToUndoError
        if shown not in (None, told.family):
            raise UndoElsewhereError
        whose = f" at {glance.family(told.line.name, told.line.street)}" if shown is None and told.line else ""
        said = f"Taken back{whose}; both stay in the record."
        self._clerk.keep(self._undoing(told.acts, told.family), asker, said, told.family)

    def _undoing(self, kept: "Sequence[Act]", family: FamilyId) -> "Callable[[Store], Sequence[Act]]":
        def undone(store: "Store") -> "Sequence[Act]":
            file = file_of(store, family)
            if file is None:
                raise NothingToUndoError
            return undo(kept, file, circumstances_of(store, self._desk.agreement))

        return undone
