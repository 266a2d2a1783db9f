"""What was destroyed, a line each, and the two declarations; planning another one, and going on with what is not done.

Owns which line leads where. Refuses to own every rule (store), the questions (destroying), a plan (plan) and what a
declaration waits for (gate).

Source: agreement 7.2e, 7.2f, 13.3-13.7, A2, A11.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.agreement.london import london_day
from store.clock import from_ms
from store.exchange.destroying.known import Destruction
from store.keeping.acts.terms.destruction import Declaration
from tui import notices, wording
from tui.base import certifying, destroying, proofs
from tui.base.destroying import Chosen
from tui.base.gate import GATES, ask_write_off
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.plan import PlanScreen
from tui.commands import DESTRUCTION_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.field.wishes import SendAndReceive
from tui.forms.fields import Answers
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

_WHEN, _WHAT, _COUNT = 20, 18, 9
DECLARATIONS = {
    Declaration.ORIGINAL_DATASET: ("Declaration 1", "original dataset"),
    Declaration.ALL_COPIES: ("Declaration 2", "all copies"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What stands of one destruction."""

    holders: Sequence[tuple[str, str]] = field(repr=False)
    head: str
    decided_by: str = field(repr=False)
    rests_on: str = field(repr=False)


class DestructionScreen(ListScreen):
    """The declarations, and every destruction, the newest first."""

    HEADING: ClassVar[str] = "Destruction"
    TITLES: ClassVar[str] = f"{'Decided':<{_WHEN}} {'What':<{_WHAT}} {'Families':>{_COUNT}}  How it stands"
    NOTHING: ClassVar[tuple[str, ...]] = ()
    KEYS: ClassVar[tuple[Command, ...]] = DESTRUCTION_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return the declarations and what was decided."""
        from store.custody.destruction.gate import open_points
        from store.custody.naming import device_names
        from store.exchange.destroying.known import certified, destructions, signed
        from store.exchange.destroying.reading import standing_of

        standing, known, names, done = standing_of(store), signed(store), device_names(store), certified(store)
        rows = []
        for declaration, (name, what) in DECLARATIONS.items():
            act, count = known.get(declaration), len(open_points(standing, declaration))
            stands = wording.counted(count, "thing is open", "things are open") if count else "can be signed"
            stands = stands if act is None else f"signed {wording.short_day(act.signed_on)}"
            rows.append(Row(declaration, f"{name:<{_WHEN}} {what:<{_WHAT}} {'':>{_COUNT}}  {stands}"))
        for each in reversed(destructions(store)):
            rows.append(Row(each.order, _said(each, names, is_certified=each.order in done)))
        return RowsRead(rows)

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See what a declaration waits for, or who did their part of a destruction."""
        pointed: str | None = self.pointed
        if pointed is None:
            return
        if isinstance(pointed, Declaration):
            self.app.push_screen(GATES[pointed](self._clerk))
            return
        held = await self.found(lambda store: held_of(store, pointed))
        if held is not None:
            await self.app.push_screen_wait(PageScreen("A destruction", list(_lines(held, self.size.width))))

    @work
    async def action_plan(self) -> None:
        """Say what is to be destroyed, and see what that would do."""
        known = await self.found(destroying.known)
        if known is None:
            return
        meant: list[Chosen] = []

        async def look(answers: Answers) -> None:
            meant[:] = [await asyncio.wrap_future(self._clerk.ask(lambda store: destroying.chosen(store, answers)))]

        means = [PageLine("Nothing is destroyed yet: the plan says what would be.", Tint.HEAD)]
        form = FormScreen("What is destroyed", destroying.asking(known), lambda _: means, look)
        if await self.app.push_screen_wait(form):
            await self.app.push_screen(PlanScreen(self._clerk, meant[0]))

    def action_go_on(self) -> None:
        """Take what was decided as far as it goes now, after a crash too."""
        certifying.go_on(self, self._clerk)

    def action_exchange(self) -> None:
        """Send and receive: what laptops signed comes in with it."""
        self.post_message(SendAndReceive())

    @work
    async def action_certify(self) -> None:
        """Write the certificate of the destruction that is pointed at, and show it."""
        pointed: str | None = self.pointed
        if pointed is None or isinstance(pointed, Declaration):
            self.say("Point at a destruction that is done; a declaration is signed on its own page (Enter).")
        else:
            await certifying.certify(self, self._clerk, pointed)

    @work
    async def action_write_off(self) -> None:
        """Write something off that will not come back."""
        await ask_write_off(self)

    @work
    async def action_hand_over(self) -> None:
        """Hand the proofs of consent over to whoever keeps them, before base destroys its own."""
        known, width = await self.found(proofs.offered), self.size.width
        if known is None:
            return
        if not known.whom:
            self.say("Nobody on the register may be sent evidence: add whom it goes to in Registers (r, a).")
            return
        said: list[str] = []
        is_over = await self.ask(
            "Hand proofs over", proofs.handing_over(known), lambda answers: proofs.means(known, answers, width),
            lambda store, answers: said.append(proofs.hand_over(store, known, answers)), "The proofs are written.",
        )  # fmt: skip
        if is_over:
            notices.show(self.app, Tone.KEPT, *said)


def held_of(store: "Store", order: str) -> Held:
    """Return how one destruction stands; runs in the clerk's thread."""
    from store.custody.destruction.write_offs import devices_off, written_off
    from store.custody.naming import device_names, staff_names
    from store.exchange.destroying.certifying import approvers
    from store.exchange.destroying.known import destruction_named

    found, names, off = destruction_named(store, order), device_names(store), devices_off(written_off(store))
    parts = {each.device: each for each in found.parts}
    holders = []
    for device in found.asked.devices:
        if device in parts:
            stands = f"done {wording.when(from_ms(parts[device].executed_at_ms))}"
        else:
            stands = "written off" if device in off else "waits"
        holders.append((names.get(device, device), stands))
    two = approvers(store, found.asked.approvals, staff_names(store))
    head = f"{destroying.scope_of(found.asked.scope, found.asked.families_count)}, clause {found.asked.for_clause}"
    decided = f"{head}, decided {wording.moment(from_ms(found.at_ms))}"
    return Held(holders, decided, ", ".join(two), _rests_on(store, found.asked.instruction))


def _rests_on(store: "Store", instruction: str | None) -> str:
    from store.exchange.instructions import instructions

    told = next((each for each in instructions(store) if each.instruction == instruction), None)
    if told is None:
        return "It rests on its clause; no instruction of the department is named."
    received = wording.day(london_day(from_ms(told.received_at_ms)))
    return f"It rests on the department's instruction, signed by {told.instructed_by}, received {received}: {told.text}"


def _lines(held: Held, width: int) -> Iterator[PageLine]:
    yield from paragraph(held.head, width, Tint.HEAD)
    if held.decided_by:
        yield from paragraph(f"Approved by {held.decided_by}.", width)
    yield from paragraph(held.rests_on, width)
    yield PageLine("")
    for name, stands in held.holders:
        mark = "[ ]" if stands == "waits" else "[x]"
        yield from paragraph(f"{mark} {name}: {stands}", width)


def _said(each: Destruction, names: dict[str, str], *, is_certified: bool) -> str:
    if is_certified and each.is_done:
        stands = "done, certified"
    elif each.is_done:
        stands = "done, not certified (c)"
    else:
        stands = f"waits for {', '.join(wording.plain(names.get(one, one)) for one in each.missing)}"
    when, what = wording.when(from_ms(each.at_ms)), destroying.SCOPES[each.asked.scope]
    return f"{padded(fitted(when, _WHEN), _WHEN)} {what:<{_WHAT}} {each.asked.families_count:>{_COUNT},}  {stands}"
