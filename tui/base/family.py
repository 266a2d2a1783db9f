"""One family at base: its file, what of it is seen alone, and what somebody rings the office about.

Owns which keys lead on. Refuses to own the page, the note and telling that they were shown: they are those of the door.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.looking import file_of
from store.fieldwork.office_outcomes import endable
from store.ids import FamilyId
from tui import notices
from tui.base import stop_code
from tui.base.lifting import holds_anything
from tui.base.wishes import EndCase, EndVisit, LiftWish
from tui.commands import BACK, FAMILY_FILE_COMMANDS, KEYS_HERE, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.field import wishes
from tui.field.family import FamilyScreen
from tui.field.paper_wish import paper_waiting
from tui.field.safety_note import SafetyNoteScreen
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store


class FamilyFileScreen(FamilyScreen, inherit_bindings=False):
    """A family's page, and what is told of it at the office; nothing here is work at its door."""

    KEYS: ClassVar[tuple[Command, ...]] = FAMILY_FILE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    @property
    def pointed_family(self) -> FamilyId | None:
        """The family that something told here, with F2, is most likely about."""
        return self._family

    def action_lift(self) -> None:
        """Take a wish back, or open what something else had locked."""
        if self._family is None or self._file is None or not holds_anything(self._file):
            notices.show(self.app, Tone.ASKED, "Nothing holds this family: there is nothing to open again.")
        else:
            self.post_message(LiftWish(self._family))

    @work
    async def action_end_case(self) -> None:
        """Give it a final outcome, or take that back."""
        family, agreement = self._family, self._desk.agreement
        if family is None:
            return

        def read(store: "Store") -> bool:
            file = file_of(store, family)
            return file is not None and bool(endable(file, circumstances_of(store, agreement)))

        if await found(self, self._clerk, read):
            self.post_message(EndCase(family))

    def action_end_visit(self) -> None:
        """Say how somebody is whose visit alone is not over."""
        if self._family is None or self._file is None or self._file.lone_visit is None:
            notices.show(self.app, Tone.ASKED, "Nobody is in there alone, as far as base was told.")
        else:
            self.post_message(EndVisit(self._family))

    @work
    async def action_settle(self) -> None:
        """Tell that a refusal by number is of this family."""
        family, waiting = self._family, await found(self, self._clerk, paper_waiting)
        if waiting is None:
            return
        if not waiting.count:
            notices.show(self.app, Tone.ASKED, "No refusal by number waits for its family.")
        elif family is not None:
            self.post_message(wishes.SettlePaperWish(family))

    @work
    async def action_stop_code(self) -> None:
        """Show the code that locks it on a laptop that is away."""
        family = self._family
        if family is None:
            return
        having = await found(self, self._clerk, lambda store: stop_code.having(store, family))
        if having is None:
            return
        if not having:
            notices.show(self.app, Tone.ASKED, "No laptop has this family: there is nothing to lock but here, with F8.")
            return
        reading = stop_code.ReadingOut(self._clerk, family, having, self.size.width)
        if await self.app.push_screen_wait(FormScreen("Stop code", reading.form, reading.means, reading.keep)):
            await self.app.push_screen_wait(PageScreen("Read it out", reading.lines()))


class NoteScreen(SafetyNoteScreen, inherit_bindings=False):
    """A safety note, to read: whoever goes there says that they have read it."""

    KEYS: ClassVar[tuple[Command, ...]] = (BACK, KEYS_HERE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
