"""The families of one council's wave 2: which moved since wave 1, and of which somebody is asked again at 16.

Owns the lines. Refuses to own who is of the sample, and everything about a family but its reference (store).

Source: agreement 4.4, 7.2d; clauses "Consent".
"""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.clerk import Clerk
from tui.commands import SAMPLE_COMMANDS, Command, bindings
from tui.widgets.cells import fitted, padded

if TYPE_CHECKING:
    from store.exchange.wave_two.sample import Sampled
    from store.keeping.store import Store

_REFERENCE, _POSTCODE, _MOVED = 18, 10, 8


class SampleScreen(ListScreen):
    """The sample of wave 2.

    Args:
        clerk: Holds the store.
        council: Whose families.
    """

    HEADING: ClassVar[str] = "Sample of wave two"
    TITLES: ClassVar[str] = (
        f"{'Reference':<{_REFERENCE}} {'Postcode':<{_POSTCODE}} {'Address':<{_MOVED}} Asked again (under 16 before)"
    )
    NOTHING: ClassVar[tuple[str, ...]] = ("Nobody is of wave 2 of this council yet.", "Its updates come first.")
    KEYS: ClassVar[tuple[Command, ...]] = SAMPLE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, council: str) -> None:
        super().__init__(clerk)
        self._council: Final = council

    def read(self, store: "Store") -> RowsRead:
        """Return its families, those that moved first."""
        from store.exchange.wave_two.gates import selection_of_council
        from store.exchange.wave_two.sample import sample

        selection = selection_of_council(store, self._council)
        found = [] if selection is None else sample(store, selection)
        found.sort(key=lambda each: (not each.is_moved, not each.afresh_count))
        return RowsRead([Row(each.family, _said(each)) for each in found])


def _said(each: "Sampled") -> str:
    reference = padded(fitted(wording.plain(each.reference or "split off"), _REFERENCE), _REFERENCE)
    again = wording.counted(each.afresh_count, "person", "people") if each.afresh_count else ""
    moved = "moved" if each.is_moved else ""
    return f"{reference} {fitted(wording.plain(each.postcode), _POSTCODE):<{_POSTCODE}} {moved:<{_MOVED}} {again}"
