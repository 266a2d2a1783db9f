"""The families of one council's wave 2: which moved since wave 1, and of which somebody is asked again at 16.

Owns the lines. Refuses to own who is of the sample, and everything about a family but its reference (store).

Source: agreement 4.4, 7.2d; clauses "Consent".
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.keeping.acts.terms.exchange import ExportPurpose
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.clerk import Clerk
from tui.commands import SAMPLE_COMMANDS, Command, bindings
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.cells import padded
from tui.widgets.page import PageLine
from tui.widgets.paragraph import paragraph

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

    @work
    async def action_send(self) -> None:
        """Send the list, sealed, to whoever plans the fieldwork."""
        council, width = self._council, self.size.width
        leaving = await self.found(lambda store: _leaving(store, council))
        if leaving is None:
            return
        count, to = leaving
        if not to.whom:
            self.say("Nobody is registered for fieldwork: add whom it goes to in Registers (r, a).")
            return
        await self.ask(
            f"Extract, {wording.plain(council)}", Form((going_out.whom_field(to), *going_out.road_fields(to))),
            lambda answers: list(_means(count, to, answers, width)),
            lambda store, answers: _send(store, council, to, answers), "It is written; the ledger has it.",
        )  # fmt: skip


def _leaving(store: "Store", council: str) -> tuple[int, Offered]:
    """Return how many would leave, and to whom they may; runs in the clerk's thread."""
    from store.exchange.wave_two.extracting import selected

    return len(selected(store, council)), going_out.offered(store, ExportPurpose.FIELDWORK)


def _means(count: int, to: Offered, answers: Answers, width: int) -> Iterator[PageLine]:
    families = wording.counted(count, "family", "families")
    yield from paragraph(f"{families} of wave 2: reference, postcode, moved, asked again. Nothing else.", width)
    yield from going_out.means(to, answers, "contacts", count, "4.4", width)


def _send(store: "Store", council: str, to: Offered, answers: Answers) -> None:
    from store.exchange.wave_two.extracting import extract_sample

    sealed_for = going_out.sealed_for(to, answers)
    assert sealed_for is not None
    extract_sample(store, council, going_out.path(store, answers), sealed_for)


def _said(each: "Sampled") -> str:
    reference = padded(wording.plain(each.reference or "split off"), _REFERENCE)
    again = wording.counted(each.afresh_count, "person", "people") if each.afresh_count else ""
    moved = "moved" if each.is_moved else ""
    return f"{reference} {padded(wording.plain(each.postcode), _POSTCODE)} {moved:<{_MOVED}} {again}"
