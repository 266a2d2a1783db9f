"""What waits for a supervisor: who is overdue, values that clash, notes, refusals, paused families, deliveries.

Owns which line leads where. Refuses to own settling (clash, notes) and every rule (store).
"""

from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.agreement.london import london_day
from store.clock import from_ms
from store.exchange.settling import OpenConflict, open_conflicts, read_conflict, settle
from store.exchange.waiting import Waiting, waiting
from store.fieldwork.lone_visits import Overdue, overdue
from store.keeping.acts.terms.exchange import ConflictChoice
from tui import glance, wording
from tui.base import clash
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.wishes import SeeDeliveries, SeeFamilies
from tui.commands import INBOX_COMMANDS, Command, bindings
from tui.field.wishes import OpenFamily
from tui.forms.fields import one
from tui.forms.form import Form
from tui.widgets.cells import padded

if TYPE_CHECKING:
    from store.keeping.store import Store

_REFERENCE: Final = 16


class Elsewhere(Enum):
    """What waits by the number, and is looked at elsewhere."""

    NOTES = auto()
    PAPER = auto()
    PAUSED = auto()
    DELIVERIES = auto()


class InboxScreen(ListScreen):
    """What waits, a line each; what is many of a kind has one line."""

    HEADING: ClassVar[str] = "Inbox"
    TITLES: ClassVar[str] = "What waits for a decision"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing waits.",)
    KEYS: ClassVar[tuple[Command, ...]] = INBOX_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return what waits: who is overdue first, then values that clash."""
        today = london_day(store.now())
        late = [Row(each, _late(each, today)) for each in overdue(store)]
        clashing = [Row(each, _said(each)) for each in open_conflicts(store)]
        return RowsRead([*late, *clashing, *_counted(waiting(store))])

    def choose(self) -> None:
        """Open what is pointed at."""
        self.action_open()

    def action_open(self) -> None:
        """Go where it is settled."""
        match self.pointed:
            case Overdue() as late:
                self.post_message(OpenFamily(late.family))
            case OpenConflict() as conflict:
                self._settle(conflict)
            case Elsewhere.NOTES:
                from tui.base.notes import NotesScreen  # as it is wanted

                self.app.push_screen(NotesScreen(self._clerk))
            case Elsewhere.PAUSED:
                self.post_message(SeeFamilies(is_paused=True))
            case Elsewhere.DELIVERIES:
                self.post_message(SeeDeliveries())
            case Elsewhere.PAPER:
                self.say("The sheet says whose it is: open that family (f on the board, then Enter), and press b.")

    @work
    async def _settle(self, conflict: OpenConflict) -> None:
        read = await self.found(lambda store: read_conflict(store, conflict))
        if read is None:
            self.look()  # it may have been settled meanwhile
            return
        width = self.size.width
        await self.ask(
            f"Two values, {wording.plain(read.reference)}", Form(clash.fields(read)),
            lambda answers: clash.means(read, answers, width),
            lambda store, answers: settle(
                store, read, ConflictChoice(one(answers, "choice") or ""), one(answers, "value"),
                one(answers, "reason") or "",
            ),
            "Settled; what was said before stays in the record.",
        )  # fmt: skip


def _counted(counts: Waiting) -> list[Row]:
    told = (
        (
            Elsewhere.NOTES,
            counts.notes,
            "note of a council",
            "notes of councils",
            "to be read before anybody else does",
        ),
        (Elsewhere.PAUSED, counts.paused, "paused family", "paused families", "somebody spoke for others"),
        (Elsewhere.PAPER, counts.paper, "refusal by number", "refusals by number", "without a family yet"),
        (Elsewhere.DELIVERIES, counts.deliveries, "delivery", "deliveries", "of no agreed batch, not opened"),
    )
    return [Row(what, f"{wording.counted(n, each, many)}: {why}") for what, n, each, many, why in told if n]


def _late(each: Overdue, today: date) -> str:
    reference, who = padded(wording.plain(each.reference), _REFERENCE), wording.plain(each.interviewer) or "somebody"
    return f"{reference} {who}: OVERDUE, back by {glance.meeting(from_ms(each.expected_back_at_ms), today)}"


def _said(each: OpenConflict) -> str:
    reference = padded(wording.plain(each.reference), _REFERENCE)
    return f"{reference} {wording.words(each.detail)}: two devices say different things"
