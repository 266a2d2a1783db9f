"""The columns of a delivery before it is taken in: what each is taken for, the form of its values, and correcting that.

Owns pointing at a column, and saying how far taking it in is. Refuses to own which column holds what (store), and every
value: it is shown masked, letters as x and digits as 9.
"""

from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from store.errors import (
    FamiliesGoneError,
    OtherCouncilsFamiliesError,
    StoreError,
    UpdatesMissingError,
)
from store.exchange.intake.columns import Column
from store.exchange.intake.fields import OF_KIND
from store.exchange.intake.fields import Field as Holds
from store.exchange.intake.masking import masked
from store.keeping.acts.terms.exchange import RowDecision
from tui import notices, wording
from tui.base import delivering
from tui.base.delivering import Delivering
from tui.base.list_screen import Row, RowList
from tui.commands import COLUMNS_COMMANDS, LIST_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.how_far import telling
from tui.common.quick_screen import QuickScreen
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.cells import fitted, padded
from tui.widgets.frame import framed
from tui.widgets.page import PageLine
from tui.widgets.said_line import Tone

_NUMBER, _HEADING, _HOLDS = 3, 20, 15
_SAMPLES: Final = 3


class ColumnsScreen(QuickScreen[bool]):
    """The columns of one delivery; returns whether it was taken in.

    Args:
        delivery: Was looked into.
    """

    KEYS: ClassVar[tuple[Command, ...]] = COLUMNS_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, delivery: Delivering) -> None:
        super().__init__()
        self._delivery = delivery
        self._is_taking = False

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        titles = f"{'':>{_NUMBER}} {'Heading':<{_HEADING}} {'Holds':<{_HOLDS}} What stands there, masked"
        yield from framed("Columns", self.KEYS, RowList(lambda _: titles, (), self.action_correct))

    def on_mount(self) -> None:
        """Point at the first column that nobody knows."""
        columns = self.query_one(RowList)
        columns.focus()
        self._show()
        assert self._delivery.columns is not None
        unknown = (n for n, each in enumerate(self._delivery.columns.every) if each.holds is None)
        columns.point(next(unknown, 0))

    def _show(self) -> None:
        assert self._delivery.columns is not None
        rows = [
            Row(each.number, _said(each), is_muted=each.holds is Holds.LEAVE_OUT)
            for each in self._delivery.columns.every
        ]
        self.query_one(RowList).read(rows)

    # -- keys ------------------------------------------------------------------------------------------------------

    @work
    async def action_correct(self) -> None:
        """Say what the column that is pointed at holds."""
        delivery, number = self._delivery, self.query_one(RowList).pointed
        if self._is_taking or delivery.columns is None or number is None:
            return
        (column,) = [each for each in delivery.columns.every if each.number == number]
        kinds = sorted(OF_KIND[delivery.kind], key=lambda each: (each is Holds.LEAVE_OUT, each.value))
        options = [Option(each.value, _holds(each)) for each in kinds]
        heading = wording.plain(column.heading) or "no heading"
        question = f"What does column {column.number} ({heading}) hold?"
        form = Form((Field("holds", "Holds", question, Kind.ONE, lambda _: options),))

        def means(answers: Answers) -> list[PageLine]:
            return [PageLine(f"Column {column.number} holds: {_holds(Holds(one(answers, 'holds') or ''))}.")]

        async def keep(answers: Answers) -> None:
            delivery.explain(column, Holds(one(answers, "holds") or ""))

        if await self.app.push_screen_wait(FormScreen("What a column holds", form, means, keep)):
            self._show()

    @work
    async def action_first_line(self) -> None:
        """Say that the first line is what it was not taken for: headings, or a family."""
        if self._is_taking or self._delivery.columns is None:
            return
        is_headed = not self._delivery.columns.above
        try:
            await self._delivery.say_first_line(is_headed=is_headed)
        except StoreError as refusal:
            notices.show_refusal(self.app, refusal)
            return
        self._show()
        told = "headings" if is_headed else "a family, as those below it"
        notices.show(self.app, Tone.ASKED, f"The first line is {told}. What you said of columns is to be said again.")

    @work
    async def action_take_in(self) -> None:
        """Take the delivery in, and ask what has to be asked on the way."""
        if self._is_taking:
            return  # a key that is held down takes it in once
        self._is_taking = True
        notices.show(self.app, Tone.ASKED, "It is being taken in.")
        try:
            await self._take_in(None)
        finally:
            self._is_taking = False

    async def _take_in(self, gone: RowDecision | None) -> None:
        try:
            await self._delivery.take_in(telling(self.app, lambda: self._is_taking), gone)
        except (FamiliesGoneError, UpdatesMissingError) as refusal:
            await self._ask_of_gone(refusal)
        except OtherCouncilsFamiliesError as refusal:
            await self._ask_of_joined(refusal, gone)
        except StoreError as refusal:
            notices.show_refusal(self.app, refusal)
        else:
            self.leave(True)

    async def _ask_of_gone(self, refusal: FamiliesGoneError | UpdatesMissingError) -> None:
        form, width = delivering.gone_form(self._delivery.kind), self.size.width
        asked = FormScreen("Families not named", form, lambda answers: delivering.gone_means(answers, refusal, width))
        if await self.app.push_screen_wait(asked):
            await self._take_in(RowDecision(one(form.answers(), "gone") or ""))

    async def _ask_of_joined(self, refusal: OtherCouncilsFamiliesError, gone: RowDecision | None) -> None:
        form, means = delivering.joined_form(refusal), delivering.joined_means(self.size.width)
        if await self.app.push_screen_wait(FormScreen("Another council's families", form, lambda _: means)):
            self._delivery.say_joined(one(form.answers(), "joined") or "")
            await self._take_in(gone)

    def action_back(self) -> None:
        """Go back; nothing was taken in. What is being taken in is not left alone."""
        if not self._is_taking:
            self.dismiss(False)


def _said(column: Column) -> str:
    shapes = list(dict.fromkeys(masked(value) for value in column.sample if value.strip()))
    holds = "?" if column.holds is None else _holds(column.holds)
    heading = fitted(wording.plain(column.heading), _HEADING)
    shown = ", ".join(shapes[:_SAMPLES]) or "nothing"
    return f"{column.number:>{_NUMBER}} {padded(heading, _HEADING)} {holds:<{_HOLDS}} {shown}"


def _holds(holds: Holds) -> str:
    return "left out" if holds is Holds.LEAVE_OUT else holds.value.replace("_", " ")
