"""The end of a laptop, a drive or a supervisor: what is not so yet of each, and where it is done.

Owns the words and where a line leads. Refuses to own the steps (store).

Source: agreement 9.1e, 13.5, 18, A2, A3, A9.
"""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from store.exchange.ends import End, Of, Step
from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.wishes import SeeLaptops, SeeStaff
from tui.commands import ENDS_COMMANDS, Command, bindings
from tui.common.trail.device_screen import DeviceScreen
from tui.widgets.cells import fitted, padded

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAME, _OF = 20, 11
SAID: Final = {
    Step.ANOTHER_PAIR: "two other supervisors stay",
    Step.HEARD: "what it wrote is here",
    Step.LEFT: "left",
    Step.NO_PAPER: "no sheet of paper is with them",
    Step.NOTHING_HELD: "nothing is on it",
    Step.ORDERS_DONE: "its orders are done",
    Step.RETIRED: "retired",
    Step.REVOKED: "revoked",
}


class EndsScreen(ListScreen):
    """Each that has not come to its end."""

    HEADING: ClassVar[str] = "Ends"
    TITLES: ClassVar[str] = f"{'Who or which':<{_NAME}} {'Is':<{_OF}} What is not so yet, first"
    NOTHING: ClassVar[tuple[str, ...]] = ("Every laptop, drive and supervisor has come to its end.",)
    KEYS: ClassVar[tuple[Command, ...]] = ENDS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return each, with what is not so yet."""
        from store.exchange.ends import ends

        return RowsRead([Row(each, _said(each)) for each in ends(store)])

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Go where the next step of the one that is pointed at is done."""
        match self.pointed:
            case End(of=Of.SUPERVISOR):
                self.post_message(SeeStaff())
            case End(of=Of.LAPTOP) as end if end.open[0] is not Step.RETIRED:
                self.post_message(SeeLaptops())
            case End() as end:
                self.app.push_screen(DeviceScreen(self._clerk, end.id))


def _said(end: End) -> str:
    name = padded(fitted(wording.plain(end.name), _NAME), _NAME)
    more = f", {len(end.open) - 1} more" if len(end.open) > 1 else ""
    return f"{name} {end.of.value:<{_OF}} [ ] {SAID[end.open[0]]}{more}"
