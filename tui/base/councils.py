"""Which councils count as one, taking that back, and who is locked for what was said of another council's families.

Owns what is asked. Refuses to own what follows from it (store), and opening a family again (lifting): that is said of
each, on its own page, by somebody who has looked at it.

Source: agreement 7.2a.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.ids import FamilyId
from store.keeping.names import hold_line
from tui import intake_words, wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import COUNCILS_COMMANDS, Command, bindings
from tui.field import wishes
from tui.forms.fields import Answers, Field, Kind, one
from tui.forms.form import Form
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store


class CouncilsScreen(ListScreen):
    """The pairs of councils that count as one; below them who is to be looked at since others were parted."""

    HEADING: ClassVar[str] = "Councils that count as one"
    TITLES: ClassVar[str] = "Councils, and families locked for what was said of another council's"
    NOTHING: ClassVar[tuple[str, ...]] = (
        "No two councils count as one.",
        "It is asked where a delivery names another council's families.",
    )
    KEYS: ClassVar[tuple[Command, ...]] = COUNCILS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return the councils that count as one, in the order it was said, and then the families by council."""
        from store.exchange.intake.identity import joinings
        from store.exchange.intake.parting import locked_while_joined

        return RowsRead(
            [
                *(Row(pair, wording.plain(intake_words.joined(*pair))) for pair in joinings(store)),
                *(
                    Row(each.family, wording.plain(intake_words.locked_line(each)))
                    for each in locked_while_joined(store)
                ),
            ]
        )

    def choose(self) -> None:
        """Open the family that is pointed at."""
        self.action_open()

    def action_open(self) -> None:
        """Open the family that is pointed at: there it stays locked, or is opened again with the reason."""
        if isinstance(self.pointed, str):
            self.post_message(wishes.OpenFamily(FamilyId(self.pointed)))

    @work
    async def action_part(self) -> None:
        """Take back that the councils that are pointed at are one."""
        if self.pointed is None or isinstance(self.pointed, str):
            self.say("Point at two councils that count as one.")
            return
        council, other = self.pointed
        question = f"{wording.plain(intake_words.joined(council, other))} Why is that not so?"
        form, width = Form((Field("reason", "Because", question, Kind.LINE, check=hold_line),)), self.size.width

        def means(_: Answers) -> list[PageLine]:
            own = "What each sends is said of its own families alone again; a row left out comes in with its file."
            nobody = "Nobody is opened by it: whoever is locked for nothing else stands in the list then."
            return [*paragraph(own, width), *paragraph(nobody, width, Tint.WARNING)]

        def deed(store: "Store", answers: Answers) -> None:
            from store.exchange.intake.parting import part

            part(store, council, other, one(answers, "reason") or "")

        await self.ask("Two councils again", form, means, deed, "Taken back. Look at each family that is listed.")
