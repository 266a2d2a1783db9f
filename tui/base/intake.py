"""What councils sent, a line a delivery, and taking the next one in.

Owns which delivery is pointed at, and the order of the screens that take one in. Refuses to own every rule (store), the
questions (delivering) and the columns (columns).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.agreement.london import london_day
from store.agreement.purposes import DatasetKind
from store.errors import StoreError, UpdatesElsewhereError
from store.exchange.intake.known import Delivery, deliveries, held_back
from store.ids import FamilyId
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.follows_deliveries import TAKEN_IN
from tui import intake_words, notices, wording
from tui.base import delivering
from tui.base.columns import ColumnsScreen
from tui.base.councils import CouncilsScreen
from tui.base.delivering import Delivering
from tui.base.first_line import ask_first_line
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.notes import NotesScreen
from tui.commands import INTAKE_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers, one
from tui.widgets.cells import padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_WHEN, _KIND = 11, 11
_COUNTS: Final = (6, 8, 5, 9, 6)
_COUNCIL: Final = 20
"""At least; it has whatever room there is."""
_COUNT_TITLES: Final = "".join(
    f"{title:>{cells}}" for title, cells in zip(("Rows", "Refused", "Held", "Supplied", "Waits"), _COUNTS, strict=True)
)
_ID_CHARS, _INDENT = 8, 2


class IntakeScreen(ListScreen):
    """What councils sent."""

    HEADING: ClassVar[str] = "Deliveries"
    NOTHING: ClassVar[tuple[str, ...]] = ("No council sent anything yet.", "a takes a delivery in.")
    KEYS: ClassVar[tuple[Command, ...]] = INTAKE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every delivery, the newest first."""
        return RowsRead(
            [Row(each, partial(_said, each), is_muted=each.state != TAKEN_IN) for each in deliveries(store)]
        )

    def titles(self, width: int) -> str:
        """Return the titles over the columns, of so many cells."""
        return f"{'Came on':<{_WHEN}} {'Council':<{_council_cells(width)}} {'Holds':<{_KIND}}{_COUNT_TITLES}"

    def choose(self) -> None:
        """See the rows that wait."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See which rows of the delivery wait, and why."""
        delivery: Delivery | None = self.pointed
        if delivery is None:
            return
        held = await self.found(lambda store: held_back(store, delivery.delivery))
        if held is None:
            return
        lines = [*_headed(delivery, self.size.width), *waiting_lines(held, self.size.width)]
        await self.app.push_screen_wait(PageScreen("Delivery", lines))

    def action_notes(self) -> None:
        """Clear the notes that wait."""
        self.app.push_screen(NotesScreen(self._clerk))

    def action_councils(self) -> None:
        """See which councils count as one."""
        self.app.push_screen(CouncilsScreen(self._clerk))

    @work
    async def action_take(self) -> None:
        """Take a delivery in: say which, see its columns, and have it done."""
        known = await self.found(delivering.known)
        if known is None:
            return
        delivery = Delivering(self._clerk)

        async def look(answers: Answers) -> None:
            if answers.get("kind") == DatasetKind.UPDATES:
                raise UpdatesElsewhereError
            await delivery.look_into(answers)

        asked = FormScreen("Take a delivery in", delivering.asking(known), delivery.means, look)
        is_asked = await self.app.push_screen_wait(asked)
        if is_asked and delivery.waits is not None:
            is_asked = await self._ask_what_was_agreed(delivery, delivery.waits)
        if is_asked and delivery.unsure is not None:
            is_asked = await ask_first_line(self, delivery, delivery.unsure)
        if delivery.draft:
            await self.app.push_screen_wait(
                PageScreen("For the council", list(_drafted(delivery.draft, self.size.width)))
            )
        if is_asked and await self.app.push_screen_wait(ColumnsScreen(delivery)):
            await self.app.push_screen_wait(PageScreen("Taken in", list(_outcome(delivery, self.size.width))))

    async def _ask_what_was_agreed(self, delivery: Delivering, refusal: StoreError) -> bool:
        async def keep(answers: Answers) -> None:
            await delivery.look_as_agreed(one(answers, "agreed") or "")

        means = delivering.agreed_means(refusal, self.size.width)
        notices.show_refusal(self.app, refusal)
        form = FormScreen("Not awaited", delivering.agreed_form(), lambda _: means, keep)
        is_agreed = await self.app.push_screen_wait(form)
        return bool(is_agreed)


def _council_cells(width: int) -> int:
    return max(_COUNCIL, width - _WHEN - _KIND - sum(_COUNTS) - 2)


def _said(delivery: Delivery, width: int) -> str:
    when = "" if delivery.at is None else wording.short_day(london_day(delivery.at))
    council = padded(wording.plain(delivery.council or "not known"), _council_cells(width))
    kind = "" if delivery.kind is None else delivery.kind.value
    head = f"{when:<{_WHEN}} {council} {kind:<{_KIND}}"
    if delivery.counts is None:
        why = f": {delivery.why.replace('_', ' ')}" if delivery.why else ""
        return f"{head}  {delivery.state.replace('_', ' ')}{why}"
    told = delivery.counts
    counts = (told.mailed, told.opted_out, told.held, told.supplied, delivery.waiting_count)
    return head + "".join(f"{count:>{cells},}" for count, cells in zip(counts, _COUNTS, strict=True))


def _headed(delivery: Delivery, width: int) -> Iterator[PageLine]:
    council = wording.plain(delivery.council or "a council that is not known")
    when = "" if delivery.at is None else f", {wording.moment(delivery.at)}"
    yield from paragraph(f"{council}: {delivery.kind or 'what it holds is not known'}{when}", width, Tint.HEAD)
    if delivery.counts is not None:
        told = delivery.counts
        yield from paragraph(
            f"{wording.counted(told.mailed, 'row')} = {told.opted_out:,} refused + {told.held:,} held back"
            f" + {told.supplied:,} supplied.",
            width,
        )
    waits = f"{wording.counted(delivery.waiting_count, 'row waits', 'rows wait')} now, by the id of its family here:"
    yield from paragraph(waits if delivery.waiting_count else "No row of it waits.", width)


def waiting_lines(held: Sequence[tuple[FamilyId, Sequence[HeldReason]]], width: int) -> Iterator[PageLine]:
    """Yield the rows that wait, under each reason as many ids in a line as it holds: all of a delivery may wait.

    Args:
        held: As `held_back` returns them, by reason.
        width: Of the page, in cells.
    """
    a_line = max(1, (width - 2 * _INDENT) // (_ID_CHARS + _INDENT))
    for reasons, rows in groupby(held, key=itemgetter(1)):
        ids = [family[:_ID_CHARS] for family, _ in rows]
        why = "; ".join(intake_words.WHY[each] for each in reasons)
        yield from paragraph(f"{len(ids):,}: {why}", width)
        for start in range(0, len(ids), a_line):
            yield PageLine("".join(f"{' ' * _INDENT}{each}" for each in ids[start : start + a_line]), Tint.MUTED)


def _outcome(delivery: Delivering, width: int) -> Iterator[PageLine]:
    assert delivery.outcome is not None
    for sentence in intake_words.outcome_lines(delivery.outcome):
        yield from paragraph(sentence, width)
    if delivery.outcome.report:
        yield PageLine("")
        yield from _drafted(delivery.outcome.report, width)


def _drafted(text: str, width: int) -> Iterator[PageLine]:
    yield PageLine("Drafted for the council; the trail holds its digest", Tint.HEAD)
    for line in text.splitlines():
        yield from paragraph(wording.plain(line), width) if line.strip() else [PageLine("")]
