"""The board of clocks: every one that runs, the soonest first, what stops it, and what follows if it runs out.

Owns asking for them, their lines, the countdown to the agreement's end, and what the header says of the soonest and of
that end. Refuses to own when anything is due (store).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.custody.clocks import DutyClock, clocks_in
from store.custody.naming import device_names
from store.fieldwork.carrier import left_on
from store.keeping.acts.terms.incidents import ClockAbout
from store.keeping.term import TermStands, term_stands
from tui import duty_words, staff_words, term_words
from tui.clerk import Clerk
from tui.commands import CLOCKS_COMMANDS, Command, bindings
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.told import RoomRead
from tui.widgets.frame import framed
from tui.widgets.page import Page, PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.clock import Instant
    from store.keeping.store import Store


@dataclass
class ClocksRead(RoomRead):
    """Every clock that runs, as it stands now, what each device is called, and how long the agreement runs."""

    clocks: tuple[DutyClock, ...]
    names: dict[str, str] = field(repr=False)
    term: TermStands


@dataclass
class SoonestKnown(Message):
    """What the header says of the clock that is due first, of the end once near, and of who left or is untrained."""

    words: str


def clocks_of(store: "Store", desk: Desk) -> list[DutyClock]:
    """Return every clock that runs, the soonest first; runs in the clerk's thread."""
    return clocks_in(store.rows, desk.agreement, desk.today(), "c.end IS NULL")


def soonest_of(desk: Desk) -> "Callable[[Store], SoonestKnown]":
    """Return what tells of the clock that is due first, and of the end; it runs in the clerk's thread."""

    def read(store: "Store") -> SoonestKnown:
        found = clocks_of(store, desk)
        soonest = duty_words.soonest(found[0], store.now()) if found else ""
        end = term_words.counting_down(term_stands(store), desk.today())
        hand_in = staff_words.UNTRAINED_HEADER if store.is_untrained else ""
        if left_on(store) is not None:
            hand_in = staff_words.HAND_IN_HEADER
        return SoonestKnown("  ".join(filter(None, (hand_in, soonest, end))))

    return read


class ClocksScreen(QuickScreen[None]):
    """The board. Made once, and shown again.

    Args:
        clerk: Holds the store.
        desk: Whose.
    """

    KEYS: ClassVar[tuple[Command, ...]] = CLOCKS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk) -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._clocks: tuple[DutyClock, ...] = ()
        self._names: dict[str, str] = {}
        self._term: TermStands | None = None
        self._was_left = False

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield from framed("Clocks", self.KEYS, Page())

    def look(self) -> None:
        """Read what runs now; it can be seen once it is read."""

        def read(store: "Store") -> ClocksRead:
            return ClocksRead(self, tuple(clocks_of(store, self._desk)), device_names(store), term_stands(store))

        self._clerk.do(read, self.app)

    def show(self, message: RoomRead) -> bool:
        """Show what was read; return whether it is what is to be seen here."""
        if not isinstance(message, ClocksRead):
            return False
        self._clocks, self._names, self._term = message.clocks, message.names, message.term
        if self.is_mounted:
            self._show()
        return True

    def on_mount(self) -> None:
        """Show what was read before it could be seen."""
        self.query_one(Page).focus()

    def on_resize(self) -> None:
        """Break the lines where they have room."""
        self._show()

    def _show(self) -> None:
        width, lines = self.size.width, list[PageLine]()
        if self._term is not None:
            tint = Tint.WARNING if term_words.is_over(self._term) else Tint.PLAIN
            lines = [*paragraph(term_words.term(self._term, self._desk.today()), width, tint), PageLine("")]
        self.query_one(Page).show([*lines, *board(self._clocks, self._names, self._desk.clock.now(), width)])

    def action_incidents(self) -> None:
        """See every incident, pointing at the one that is due first."""
        from tui.common.duties.duties_screen import INCIDENTS, DutiesScreen  # seldom wanted, and nothing waits for it

        self.app.push_screen(DutiesScreen(self._clerk, INCIDENTS, self._soonest(ClockAbout.INCIDENT)))

    def action_requests(self) -> None:
        """See every request, likewise."""
        from tui.common.duties.duties_screen import REQUESTS, DutiesScreen  # likewise

        self.app.push_screen(DutiesScreen(self._clerk, REQUESTS, self._soonest(ClockAbout.REQUEST)))

    def _soonest(self, about: ClockAbout) -> str | None:
        return next((each.about_id for each in self._clocks if each.about is about), None)

    def on_screen_resume(self) -> None:
        """Read again what runs, once an incident or a request came further."""
        if self._was_left:
            self._was_left = False
            self.look()

    def on_screen_suspend(self) -> None:
        """Remember that something else was seen."""
        self._was_left = True

    def action_back(self) -> None:
        """Go back to where one came from."""
        self.dismiss()


def board(clocks: Sequence[DutyClock], names: dict[str, str], now: "Instant", width: int) -> list[PageLine]:
    """Return the lines of the board.

    Args:
        clocks: The soonest first.
        names: What each device is called, by id.
        now: By the store's clock.
        width: How wide the page is, in cells.
    """
    if not clocks:
        return [PageLine("No clock runs. F2 tells of a loss, and starts two.", Tint.MUTED)]
    lines: list[PageLine] = []
    for clock in clocks:
        tint = Tint.WARNING if clock.is_late_at(now) else Tint.HEAD
        lines += paragraph(duty_words.clock(clock, now), width, tint)
        for line in duty_words.consequences(clock):
            lines += paragraph(f"  {line}", width)
        lines += paragraph(f"  {duty_words.whose(clock, names)}", width, Tint.MUTED)
        lines.append(PageLine(""))
    return lines
