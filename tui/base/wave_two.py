"""Wave two, a line a council: sent back for updating, updates in, who is of the sample, the others destroyed.

Owns which council is pointed at, and the order of the screens that send back and take in. Refuses to own every gate
(store), the questions (sending_back, updating) and the sentences (wave_two_page).

Source: agreement 4.4, 7.2d, 7.2e.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.binding import BindingType

from tui import intake_words, wording
from tui.base import delivering, sending_back, updating, wave_two_page
from tui.base.columns import ColumnsScreen
from tui.base.first_line import ask_first_line
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.sample import SampleScreen
from tui.base.updating import Updating
from tui.commands import WAVE_TWO_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.how_far import telling
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.wave_two.stands import Stands
    from store.keeping.store import Store

_COUNCIL: Final = 18
_CELLS: Final = (7, 11, 7, 8, 7, 7, 10)
_HEADS: Final = ("Held", "Sent back", "Waits", "Sample", "Moved", "Again", "Others")
_TITLES: Final = f"{'Council':<{_COUNCIL}}" + "".join(
    f"{head:>{cells}}" for head, cells in zip(_HEADS, _CELLS, strict=True)
)


class WaveTwoScreen(ListScreen):
    """The councils, and how far the second wave of each is."""

    HEADING: ClassVar[str] = "Wave two"
    TITLES: ClassVar[str] = _TITLES
    NOTHING: ClassVar[tuple[str, ...]] = ("No council's families were taken in.",)
    KEYS: ClassVar[tuple[Command, ...]] = WAVE_TWO_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every council, by name."""
        from store.exchange.wave_two.stands import second_waves

        return RowsRead([Row(each.council, _said(each), is_muted=each.is_destroyed) for each in second_waves(store)])

    def choose(self) -> None:
        """See the gates of the council that is pointed at."""
        self.action_gates()

    @work
    async def action_gates(self) -> None:
        """See the gates of the council that is pointed at, as a checklist."""
        from store.exchange.wave_two.gates import gates

        council: str | None = self.pointed
        if council is None:
            return
        stands = await self.found(lambda store: gates(store, council))
        if stands is not None:
            lines = list(wave_two_page.checklist(stands, self.size.width))
            await self.app.push_screen_wait(PageScreen("Gates of wave two", lines))

    def action_sample(self) -> None:
        """See the families of wave 2 of the council that is pointed at."""
        if self.pointed is not None:
            self.app.push_screen(SampleScreen(self._clerk, self.pointed))

    @work
    async def action_send_back(self) -> None:
        """Send every family of the council that is pointed at back to it."""
        council: str | None = self.pointed
        if council is None:
            return
        about = await self.found(lambda store: sending_back.leaving(store, council))
        if about is None:
            return
        if not about.to.whom:
            self.say("No recipient on the register is this council: add it in Registers (r, a) first.")
            return
        form, width = sending_back.form(about), self.size.width
        sent: list[Any] = []
        is_sent = await self.ask(
            f"Send back, {wording.plain(council)}", form,
            lambda answers: list(sending_back.means(about, answers, width)),
            lambda store, answers: sent.append(sending_back.send(store, about, answers)),
            "They are written; the ledger has it.",
        )  # fmt: skip
        if is_sent:
            await self.app.push_screen_wait(PageScreen("Sent back", list(sending_back.outcome(about, sent[0], width))))

    @work
    async def action_updates(self) -> None:
        """Take in the updates of the council that is pointed at: look, read, approve as a second person."""
        council: str | None = self.pointed
        if council is None:
            return
        known = await self.found(delivering.known)
        if known is None:
            return
        updates, width, named = Updating(self._clerk, council), self.size.width, wording.plain(council)
        asked = FormScreen(f"Updates, {named}", updating.asking(known.folder), updates.means, updates.look_into)
        is_asked = await self.app.push_screen_wait(asked)
        if is_asked and updates.unsure is not None:
            is_asked = await ask_first_line(self, updates, updates.unsure)
        if updates.draft:
            draft = [line for text in updates.draft.splitlines() for line in paragraph(text or " ", width)]
            await self.app.push_screen_wait(PageScreen("For the council", draft))
        if not is_asked or not await self.app.push_screen_wait(ColumnsScreen(updates)):
            return

        async def keep(answers: Answers) -> None:
            await updates.approve(answers, telling(self.app, self._is_keeping))

        read, approving = updates.read_lines(width), updates.approving_form()
        title = "Who stays, who goes"
        if approving is None:
            is_done = await self.app.push_screen_wait(FormScreen(title, updates.reading_form(), lambda _: read, keep))
        else:
            is_read = await self.app.push_screen_wait(FormScreen(title, updates.reading_form(), lambda _: read))
            means = updates.approving_lines(width)
            asked = FormScreen("Two people approve", approving, lambda _: means, keep)
            is_done = bool(is_read) and await self.app.push_screen_wait(asked)
        if is_done and updates.outcome is not None:
            told = [line for each in intake_words.outcome_lines(updates.outcome) for line in paragraph(each, width)]
            await self.app.push_screen_wait(PageScreen("Updates taken in", [PageLine(named, Tint.HEAD), *told]))

    def _is_keeping(self) -> bool:
        asking = self.app.screen
        return isinstance(asking, FormScreen) and asking.is_keeping


def _said(each: "Stands") -> str:
    council = padded(fitted(wording.plain(each.council), _COUNCIL), _COUNCIL)
    is_chosen = each.selected_count is not None
    waits = "" if is_chosen or not each.is_sent_back else f"{len(each.laptops_out):,}"
    cells = (
        f"{each.families_count:,}",
        "yes" if each.is_sent_back or is_chosen else "no",
        waits,
        f"{each.selected_count:,}" if is_chosen else "",
        f"{each.moved_count:,}" if is_chosen else "",
        f"{each.afresh_count:,}" if is_chosen else "",
        "gone" if each.is_destroyed else "not yet" if is_chosen else "",
    )
    return council + "".join(f"{cell:>{wide}}" for cell, wide in zip(cells, _CELLS, strict=True))
