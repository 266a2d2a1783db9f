"""What a destruction would do: its gates as a checklist, then every holder; each line leads to where it is settled.

Owns which line leads where, and asking before it is decided. Refuses to own the gates, the steps and doing it (store),
and the sentences (destroying).
"""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.errors import StoreError
from store.exchange.destroying.deciding import Gate
from store.exchange.destroying.doing import Stage, Went
from store.exchange.destroying.plan import How, Step, plan
from store.keeping.acts.terms.devices import DeviceKind
from tui import notices, wording
from tui.base import destroying
from tui.base.destroying import Chosen
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.wishes import SeeBackups, SeeLinkage, SeePaper, SeeWaveTwo
from tui.clerk import Clerk
from tui.commands import PLAN_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.common.trail.device_screen import DeviceScreen
from tui.forms.fields import Answers
from tui.forms.secrets import passphrase
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

_HOLDER, _COUNT, _BY = 18, 8, 12
BY: Final = {
    How.BY_HAND: "by hand",
    How.HERE: "here",
    How.KEEPER: "by a keeper",
    How.NOT_DONE: "NOT DONE",
    How.ORDER: "by order",
}


@dataclass(frozen=True, slots=True)
class Came:
    """What came of deciding: a sentence, or what broke it off after it was decided."""

    said: str
    refusal: StoreError | None


class PlanScreen(ListScreen):
    """One plan; nothing is done until it is decided.

    Args:
        clerk: Holds the store.
        chosen: What is meant.
    """

    HEADING: ClassVar[str] = "Plan of a destruction"
    TITLES: ClassVar[str] = f"{'Holder':<{_HOLDER}} {'Families':>{_COUNT}}  {'How':<{_BY}}What"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing of it is held.",)
    KEYS: ClassVar[tuple[Command, ...]] = PLAN_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, chosen: Chosen) -> None:
        super().__init__(clerk)
        self._chosen = chosen

    def read(self, store: "Store") -> RowsRead:
        """Return the gates, those that are shut first, and every step."""
        from store.exchange.destroying.deciding import gates

        stands = gates(store, self._chosen.meant, for_clause=self._chosen.clause)
        shut = [Row((gate, refusal), f"[ ] {refusal.message}") for gate, refusal in stands.items() if refusal]
        open_ = [Row((gate, None), f"[x] {destroying.GATES[gate]}", True) for gate, shut in stands.items() if not shut]
        return RowsRead([*shut, *open_, *(Row(each, _said(each)) for each in plan(store, self._chosen.meant))])

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Go where the line that is pointed at is settled, or show the whole of it."""
        match self.pointed:
            case (Gate() as gate, StoreError() as refusal):
                self._settle(gate, refusal)
            case (Gate() as gate, None):
                self.say(destroying.GATES[gate])
            case Step(is_backup=True):
                self.post_message(SeeBackups())
            case Step(device=str() as device):
                self.app.push_screen(DeviceScreen(self._clerk, device))
                self.say("Once it is wiped or destroyed, say so here: w.")
            case Step(where=DeviceKind.PAPER):
                self.post_message(SeePaper())
            case Step() as step:
                width = self.size.width
                lines = [*paragraph(step.name, width, Tint.HEAD), *paragraph(step.what, width)]
                self.app.push_screen(PageScreen("A holder", lines))

    def _settle(self, gate: Gate, refusal: StoreError) -> None:
        """Go where a gate is opened, and say there what shuts it: its line here may be too short for that."""
        match gate:
            case Gate.ACKNOWLEDGED | Gate.STOP_LIST:
                self.post_message(SeeLinkage())
            case Gate.RESUPPLY:
                self.post_message(SeeWaveTwo())
            case Gate.HELD | Gate.INSTRUCTED | Gate.NOBODY_AGREES | Gate.ROOM:
                pass
        self.call_later(self.app.call_later, notices.show_refusal, self.app, refusal)  # behind that wish

    @work
    async def action_decide(self) -> None:
        """Decide it, and take it as far as it goes now."""
        chosen, came = self._chosen, list[Came]()

        async def keep(answers: Answers) -> None:
            came[:] = [await asyncio.wrap_future(self._clerk.ask(lambda store: self._decided(store, answers)))]

        lines: list[PageLine] = destroying.means(chosen, self.size.width)
        if await self.app.push_screen_wait(FormScreen("Decide", destroying.sure(chosen), lambda _: lines, keep)):
            app = self.app
            self.dismiss()
            if came[0].refusal is None:
                app.call_later(notices.show, app, Tone.KEPT, came[0].said)
            else:
                app.call_later(notices.show_refusal, app, came[0].refusal)

    def _decided(self, store: "Store", answers: Answers) -> Came:
        from store.custody.naming import device_names
        from store.exchange.destroying import deciding, doing

        order = deciding.decide(
            store, self._chosen.meant, partial(passphrase, answers, "second"), for_clause=self._chosen.clause
        )
        try:
            went: list[Went] = doing.go_on(store, self._tell)
        except StoreError as refusal:
            return Came(
                "", refusal
            )  # it is decided all the same: the list says that it is not done, and goes on with it
        return Came(destroying.decided(order, went, device_names(store)), None)

    def _tell(self, stage: Stage) -> None:
        self.app.call_later(notices.show, self.app, Tone.ASKED, destroying.STAGES[stage])


def _said(step: Step) -> str:
    name = padded(fitted(wording.plain(step.name), _HOLDER), _HOLDER)
    count = f"{step.count:,}" if step.count else ""
    return f"{name} {count:>{_COUNT}}  {BY[step.how]:<{_BY}}{wording.plain(step.what)}"
