"""Families at base: every one, which laptop has it, and giving those that are free.

Owns what is in sight and which keys lead where. Refuses to own searching, sorting and what makes a family free (store),
painting lines (widgets), and the form that gives them (giving).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from store.errors import StoreError
from store.exchange.whereabouts import NOWHERE, BaseView, Whereabouts, in_base_view, whereabouts
from store.fieldwork.looking import lines_of
from store.fieldwork.searching import Order, Search, in_order
from store.ids import FamilyId
from tui import notices
from tui.base import giving, recalling
from tui.clerk import Clerk
from tui.commands import FAMILIES_COMMANDS, LIST_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field import wishes
from tui.told import StoreFailed
from tui.widgets.family_columns import LEGEND_AT_BASE, Seen
from tui.widgets.family_list import FamilyChosen, FamilyList
from tui.widgets.filter_line import FilterLine
from tui.widgets.frame import framed
from tui.widgets.said_line import Tone
from tui.widgets.view_line import ViewLine

if TYPE_CHECKING:
    from store.fieldwork.lines import Line
    from store.keeping.store import Store

_VIEWS: Final[Mapping[StrEnum, str]] = {
    BaseView.FREE: "To give",
    BaseView.OUT: "Given",
    BaseView.PAUSED: "Paused",
    BaseView.DONE: "Done",
    BaseView.ALL: "All",
}
_ORDERED: Final = {
    Order.POSTCODE: "by postcode",
    Order.NAME: "by name",
    Order.STREET: "by street",
    Order.NEXT: "by next visit",
    Order.VISITS: "by visits",
}
_ORDERS: Final = tuple(_ORDERED)


@dataclass
class FamiliesRead(Message):
    """Every family's line and where it is, read anew.

    Attributes:
        generation: Which time it was asked for.
    """

    generation: int
    lines: "Sequence[Line]" = field(repr=False)
    where: Whereabouts


def read_families(store: "Store", generation: int) -> FamiliesRead:
    """Return every family's line and where it is; in a reader's thread, for there may be a hundred thousand."""
    lines = lines_of(store)
    with store.reader() as connection:
        return FamiliesRead(generation, lines, whereabouts(connection))


class FamiliesScreen(QuickScreen[None]):
    """The families of this base. Made once, and shown again.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = FAMILIES_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    LEGEND: ClassVar[tuple[str, ...]] = tuple(f"{sign:<5}{meaning}" for sign, meaning in LEGEND_AT_BASE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._lines: Sequence[Line] = ()
        self._where = NOWHERE
        self._view, self._order = BaseView.ALL, Order.POSTCODE
        self._search = Search(())
        self._generation = 0
        self._is_finding = self._is_read = self._is_staying = False

    def compose(self) -> ComposeResult:
        """Lay out views, filter and list."""
        yield from framed(
            "Families", self.KEYS, ViewLine(_VIEWS), FilterLine(self._find), FamilyList(self._lines, self._seen())
        )

    def begin(self, *, is_finding: bool, is_paused: bool = False) -> None:
        """Be opened from the board.

        Args:
            is_finding: Whether what is typed next is to find a family.
            is_paused: Whether those that wait for a decision are shown first.
        """
        self._is_finding = is_finding
        if is_paused:
            self._view, self._is_read = BaseView.PAUSED, False

    def on_screen_resume(self) -> None:
        """Read every family again: whatever was done meanwhile may have moved some."""
        self.set_focus(self.query_one(FilterLine if self._is_finding else FamilyList))
        self._is_finding = False
        self._generation += 1
        if not self._is_read:
            self._look_again()
        self._reading(self._generation)

    # -- what is in sight ------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="reading")
    def _reading(self, generation: int) -> None:
        asked = get_current_worker()
        try:
            told: FamiliesRead | StoreFailed = read_families(self._clerk.store, generation)
        except StoreError as refusal:
            told = StoreFailed(refusal)
        if not asked.is_cancelled:
            self.post_message(told)

    @on(FamiliesRead)
    def _show_read(self, message: FamiliesRead) -> None:
        if message.generation == self._generation:  # one that comes late tells nothing any more
            is_same = self._is_read and (message.lines, message.where) == (self._lines, self._where)
            self._lines, self._where, self._is_read = message.lines, message.where, True
            if not is_same:  # a hundred thousand are not sorted again for nothing
                self._look_again(is_staying=True)

    def _look_again(self, *, is_staying: bool = False) -> None:
        """Make the view anew; the family that was pointed at is pointed at again.

        Args:
            is_staying: As `PaintedList.show` has it, where that family has left.
        """
        self._is_staying = is_staying
        families = self.query_one(FamilyList)
        families.read(self._lines, self._seen())
        rows = in_order(self._lines, in_base_view(self._lines, self._where, self._view), self._order)
        self._search = Search(self._lines, rows)
        counts = {view: len(in_base_view(self._lines, self._where, view)) for view in BaseView}
        self.query_one(ViewLine).show(counts, self._view)
        self.query_one(FilterLine).again()
        self._is_staying = False

    def _find(self, typed: str) -> str:
        """Show what matches, in the frame of each letter; return how many, and in which order."""
        families = self.query_one(FamilyList)
        found = self._search.find(typed)
        if not self._lines:
            families.when_empty(*(_NONE_YET if self._is_read else _NOT_READ))
        else:
            families.when_empty(*(_NOTHING_FOUND if typed else _NOTHING_HERE))
        families.show(found, families.row, stays=self._is_staying)
        return f"{len(found):,} {_ORDERED[self._order]}"

    def _seen(self) -> Seen:
        where = self._where
        return Seen(self._desk.today(), self._desk.agreement.calls.minimum, where.holders, where.asked_back)

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(FamilyChosen)
    def _open(self, message: FamilyChosen) -> None:
        self.app.post_message(wishes.OpenFamily(message.family))

    def action_open(self) -> None:
        """Open the family that is pointed at."""
        if (family := self.query_one(FamilyList).family) is not None:
            self.post_message(wishes.OpenFamily(family))

    def action_refused(self) -> None:
        """Record that somebody of the family that is pointed at no longer wants contact."""
        if (family := self.query_one(FamilyList).family) is not None:
            self.post_message(wishes.RecordRefusal(family))

    def action_request(self) -> None:
        """Take down what somebody of the family that is pointed at asks, or somebody else."""
        if (family := self.query_one(FamilyList).family) is not None:
            self.post_message(wishes.TakeRequest(family))

    @work
    async def action_give(self) -> None:
        """Give families that are free to a laptop."""
        families = self.query_one(FamilyList)
        shown = [FamilyId(self._lines[row].family) for row in families.rows]
        free = [each for each in shown if each in self._where.free]
        pointed = families.family if families.family in self._where.free else None
        if not free:
            notices.show(self.app, Tone.ASKED, "None of the families in the list can be given. Press 1 for those.")
        elif not self._where.carriers:
            notices.show(self.app, Tone.ASKED, "No laptop is there yet to have them: Laptops (l, a) writes its ticket.")
        else:
            asked = giving.Giving(self._clerk, free, pointed, self._where.carriers)
            if await self.app.push_screen_wait(FormScreen("Give families", asked.form, asked.means, asked.keep)):
                notices.show(self.app, Tone.KEPT, asked.said)

    @work
    async def action_recall(self) -> None:
        """Take families back from the laptops that have them."""
        families = self.query_one(FamilyList)
        shown = [FamilyId(self._lines[row].family) for row in families.rows]
        out = [each for each in shown if each in self._where.holders]
        if not out:
            notices.show(self.app, Tone.ASKED, "No laptop has any of the families in the list. Press 2 for those.")
            return
        pointed = families.family if families.family in self._where.holders else None
        asked = recalling.Recalling(self._clerk, out, pointed)
        if await self.app.push_screen_wait(FormScreen("Recall families", asked.form, asked.means, asked.keep)):
            notices.show(self.app, Tone.KEPT, asked.said)

    def action_exchange(self) -> None:
        """Send and receive."""
        self.post_message(wishes.SendAndReceive())

    def action_filter(self) -> None:
        """Type to find."""
        self.set_focus(self.query_one(FilterLine))  # at once: what is typed next may be in the same burst

    @on(FilterLine.Left)
    def _to_list(self) -> None:
        self.set_focus(self.query_one(FamilyList))

    def action_clear_filter(self) -> None:
        """Take the filter away."""
        self.query_one(FilterLine).write("")

    def action_view(self, view: str) -> None:
        """Look at another view."""
        self._view = BaseView(view)
        self._look_again()

    def action_sort(self) -> None:
        """Sort another way."""
        self._order = _ORDERS[(_ORDERS.index(self._order) + 1) % len(_ORDERS)]
        self._look_again()

    def action_back(self) -> None:
        """Go back to the board."""
        self.dismiss()


_NOTHING_FOUND: Final = ("Nothing matches in this view.", "Press 5 for all families, or clear the filter with F4.")
_NONE_YET: Final = ("No family was delivered yet.", "Intake (i on the board), then a, takes a delivery in.")
_NOTHING_HERE: Final = ("No family is in this view.", "Press 5 for all families.")
_NOT_READ: Final = ("The families are being read.",)
