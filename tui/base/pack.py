"""What is held about one person, a line each, to be read for what it tells of others before the pack is written.

Owns what is pointed at, and what stays out. Refuses to own the pack (store), and the questions (packing).

Source: agreement 10, A4: it must not hand one partner the other's address.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.clock import from_ms
from tui import pack_words, wording
from tui.base import packing
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.packing import Asking
from tui.clerk import Clerk
from tui.commands import PACK_COMMANDS, Command, bindings
from tui.common.page_screen import PageScreen
from tui.widgets.cells import padded

if TYPE_CHECKING:
    from store.exchange.person_pack import Excerpt
    from store.keeping.store import Store

_NUMBER, _WHOSE, _KIND, _AT = 4, 7, 40, 17


class PackScreen(ListScreen):
    """The items of one pack; its asking says whether it was written.

    Args:
        clerk: Holds the store.
        asking: The pack was gathered.
    """

    HEADING: ClassVar[str] = "Person pack"
    TITLES: ClassVar[str] = f"{'':>{_NUMBER}} {'About':<{_WHOSE}} {'What':<{_KIND}} {'Kept':<{_AT}} Stays"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing is held about this person.",)
    KEYS: ClassVar[tuple[Command, ...]] = PACK_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, asking: Asking) -> None:
        super().__init__(clerk)
        self._asking = asking
        self._out: set[int] = set()

    def read(self, store: "Store") -> RowsRead:
        """Return every item, oldest first."""
        del store  # it was gathered before: what is read here is what is written
        assert self._asking.pack is not None
        return RowsRead(
            [
                Row(each.number, _said(each, is_out=each.number in self._out), is_muted=each.number in self._out)
                for each in self._asking.pack.excerpts
            ]
        )

    def choose(self) -> None:
        """See the whole of what is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See the whole of what is pointed at."""
        assert self._asking.pack is not None
        excerpt = next((each for each in self._asking.pack.excerpts if each.number == self.pointed), None)
        if excerpt is not None:
            await self.app.push_screen_wait(PageScreen("Held", packing.excerpt_lines(excerpt, self.size.width)))

    def action_stays_out(self) -> None:
        """Leave out what is pointed at, or put it back."""
        if self.pointed is not None:
            self._out ^= {self.pointed}
            self.look()

    @work
    async def action_write(self) -> None:
        """Say that all was read, and write the pack."""
        asking, out, width = self._asking, frozenset(self._out), self.size.width
        is_written = await self.ask(
            "Write the pack", packing.write_form(asking),
            lambda answers: list(packing.write_means(asking, out, answers, width)),
            lambda store, answers: packing.write(store, asking, out, answers), "The pack is written.",
        )  # fmt: skip
        if is_written:
            asking.is_written = True
            self.leave()


def _said(each: "Excerpt", *, is_out: bool) -> str:
    whose = "shared" if each.is_shared else "own"
    stays = "out" if is_out else "in"
    kind = padded(pack_words.what(each.kind), _KIND)
    return f"{each.number:>{_NUMBER}} {whose:<{_WHOSE}} {kind} {wording.short_when(from_ms(each.at_ms)):<{_AT}} {stays}"
