"""Numbered sheets of paper at base, a line each: handed out, back, shredded.

Owns the questions. Refuses to own which sheet may go where (store).

Source: agreement A9, A11; DIN 66399-1.
"""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.agreement.safeguards import PaperLevel
from store.custody import paper
from store.custody.naming import staff_names, staff_now
from store.custody.trail import family_of_reference
from store.keeping.acts.terms.devices import SheetState
from store.keeping.names import hold_line
from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import SHEETS_COMMANDS, Command, bindings
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.custody.paper import Sheet
    from store.keeping.store import Store

_SHEET, _WHO, _STATE, _COUNT = 16, 24, 9, 8
_WHICH: Final = "Which numbers stand on them? Blanks between them."
_LEVELS: Final = tuple(Option(each.value, each.value) for each in PaperLevel)


class SheetsScreen(ListScreen):
    """Every sheet there is or was."""

    HEADING: ClassVar[str] = "Paper"
    TITLES: ClassVar[str] = f"{'Sheet':<{_SHEET}} {'With':<{_WHO}} {'Is':<{_STATE}} {'Families':>{_COUNT}}  Why"
    NOTHING: ClassVar[tuple[str, ...]] = ("No sheet was handed out.", "a hands some out.")
    KEYS: ClassVar[tuple[Command, ...]] = SHEETS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every sheet, by number."""
        names = staff_names(store)
        return RowsRead(
            [Row(each, _said(each, names), is_muted=each.state is SheetState.SHREDDED) for each in paper.sheets(store)]
        )

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Ask the next step of the sheet that is pointed at."""
        sheet: Sheet | None = self.pointed
        if sheet is None:
            return
        match sheet.state:
            case SheetState.ISSUED:
                self.action_came_back()
            case SheetState.RETURNED:
                self.action_shredded()
            case SheetState.SHREDDED:
                self.say("This sheet is shredded: nothing is left to do with it.")

    @work
    async def action_hand_out(self) -> None:
        """Hand sheets to somebody."""
        names = await self.found(staff_now)
        if names is None:
            return
        options = [Option(each, wording.plain(each)) for each in names]
        form = Form(
            (
                Field("sheets", "Sheets", _WHICH, Kind.LINE, check=_numbers),
                Field("to", "To", "Who gets them?", Kind.ONE, lambda _: options),
                Field("families", "Families", "Whose data is printed on them, by reference? Pass it by for nobody's.",
                      Kind.LINE, may_be_empty=True),
                Field("why", "Necessary", "Why is paper needed?", Kind.LINE, check=hold_line),
            )
        )  # fmt: skip

        def deed(store: "Store", answers: Answers) -> None:
            families = [family_of_reference(store, each) for each in (one(answers, "families") or "").split()]
            paper.issue(store, _split(answers), one(answers, "to") or "", families, one(answers, "why") or "")

        means = paragraph("They are with them until they are back, and count as holding that data.", self.size.width)
        await self.ask("Hand sheets out", form, lambda _: means, deed, "The sheets are handed out.")

    @work
    async def action_came_back(self) -> None:
        """Say that sheets came back."""
        form = Form((self._which(SheetState.ISSUED),))
        means = [PageLine("They are kept at base from now on.")]
        await self.ask(
            "Sheets came back", form, lambda _: means,
            lambda store, answers: paper.take_back(store, _split(answers)), "The sheets are back.",
        )  # fmt: skip

    @work
    async def action_shredded(self) -> None:
        """Say that sheets were shredded."""
        form = Form(
            (
                self._which(SheetState.RETURNED),
                Field("level", "Level", "How small, by DIN 66399?", Kind.ONE, lambda _: _LEVELS),
                Field("witness", "Witness", "Who watched? Not you.", Kind.LINE, check=hold_line),
                Field("recycler", "Recycler", "Who took it?", Kind.LINE, check=hold_line),
            )
        )

        def deed(store: "Store", answers: Answers) -> None:
            level = PaperLevel(one(answers, "level") or "")
            witness, recycler = one(answers, "witness") or "", one(answers, "recycler") or ""
            paper.shred(store, _split(answers), level, witness, recycler)

        means = paragraph("They are gone for good, and hold nothing any more.", self.size.width, Tint.WARNING)
        await self.ask("Sheets were shredded", form, lambda _: means, deed, "The sheets are shredded.")

    def _which(self, state: SheetState) -> Field:
        """Return the question which sheets, with the one that is pointed at where it stands so."""
        pointed: Sheet | None = self.pointed
        first = pointed.sheet if pointed is not None and pointed.state is state else ""
        return Field("sheets", "Sheets", _WHICH, Kind.LINE, check=_numbers, first=first)


def _split(answers: Answers) -> list[str]:
    return (one(answers, "sheets") or "").split()


def _numbers(typed: str) -> object:
    return paper.sheet_numbers(typed.split())


def _said(sheet: "Sheet", names: dict[str, str]) -> str:
    who = padded(fitted(wording.plain(names.get(sheet.holder, "not known")), _WHO), _WHO)
    number = padded(fitted(sheet.sheet, _SHEET), _SHEET)
    state = f"{wording.words(sheet.state):<{_STATE}}"
    return f"{number} {who} {state} {sheet.families_count:>{_COUNT},}  {wording.plain(sheet.why_necessary)}"
