"""Outputs at base: reports that were let out, what was hidden in each; releasing one; a person's pack, or their proof.

Owns which output is pointed at, and the order of the screens. Refuses to own the questions (releasing, packing,
proving), and what is hidden (store).

Source: agreement 12.1, 16.1, 10, A4, 4.2.
"""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.exchange.released import Released
from tui import notices, wording
from tui.base import packing, proving, releasing
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.pack import PackScreen
from tui.commands import OUTPUTS_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers
from tui.widgets.cells import fitted, padded
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store

_ON, _BY, _WHOM, _TABLES, _HIDDEN = 11, 10, 20, 8, 8


class OutputsScreen(ListScreen):
    """What was let out, the newest first."""

    HEADING: ClassVar[str] = "Outputs"
    TITLES: ClassVar[str] = (
        f"{'On':<{_ON}} {'Told by':<{_BY}} {'For':<{_WHOM}} {'Tables':>{_TABLES}} {'Hidden':>{_HIDDEN}}  Made, released"
    )
    NOTHING: ClassVar[tuple[str, ...]] = (
        "No report was let out.",
        "a makes the fieldwork report.",
        "c proves what somebody consented to; p tells what is held about them.",
    )
    KEYS: ClassVar[tuple[Command, ...]] = OUTPUTS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return what was let out."""
        from store.exchange.released import released

        return RowsRead([Row(each, _said(each)) for each in released(store)])

    def choose(self) -> None:
        """See what was let out, and what was hidden in it."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See what was let out, and what was hidden in it."""
        if isinstance(self.pointed, Released):
            await self.app.push_screen_wait(
                PageScreen("Let out", releasing.released_lines(self.pointed, self.size.width))
            )

    @work
    async def action_report(self) -> None:
        """Make the fieldwork report, have two people read it, and let it out."""
        about = await self.found(releasing.about)
        if about is None:
            return
        width = self.size.width
        lines = releasing.read_lines(about, width)
        is_read = await self.app.push_screen_wait(
            FormScreen("Fieldwork report", releasing.reading_form(), lambda _: lines)
        )
        if not is_read:
            return
        await self.ask(
            "Two people let it out", releasing.release_form(about),
            lambda answers: list(releasing.release_means(about, answers, width)),
            lambda store, answers: releasing.let_go(store, about, answers),
            "It is let out; the trail says what was hidden in it.",
        )  # fmt: skip

    @work
    async def action_person_pack(self) -> None:
        """Put together what is held about one person, for a request of theirs."""
        offered = await self.found(packing.offered)
        if offered is None:
            return
        if not offered.requests:
            self.say("No request is open that asks what is held: take one down first, at its family (f, then q).")
            return
        found = packing.Asking(offered)

        async def look(answers: Answers) -> None:
            await asyncio.wrap_future(self._clerk.ask(lambda store: found.look(store, answers)))

        asked = FormScreen("Whose pack", packing.whose_form(offered), lambda _: packing.whose_means(), look)
        if not await self.app.push_screen_wait(asked):
            return

        async def gather(answers: Answers) -> None:
            await asyncio.wrap_future(self._clerk.ask(lambda store: found.gather(store, answers)))

        who = FormScreen("Whose pack", packing.who_form(found.people), lambda _: packing.who_means(), gather)
        if await self.app.push_screen_wait(who) and found.pack is not None:
            await self.app.push_screen_wait(PackScreen(self._clerk, found))
            if found.is_written:
                notices.show(self.app, Tone.KEPT, "The pack is written, and the request says so.")

    @work
    async def action_proof(self) -> None:
        """Write the proof of one person's consents."""
        known = await self.found(proving.offered)
        if known is None:
            return
        asked = proving.Asking(known)

        async def look(answers: Answers) -> None:
            await asyncio.wrap_future(self._clerk.ask(lambda store: asked.look(store, answers)))

        if await self.app.push_screen_wait(FormScreen("Whose proof", proving.whose_form(), lambda _: (), look)):
            width = self.size.width
            await self.ask(
                "Their proof", asked.form(), lambda answers: asked.means(answers, width), asked.leave,
                "The proof is written, with a page beside it. Anybody can check it: `doorstep verify FILE`.",
            )  # fmt: skip


def _said(each: Released) -> str:
    on = "" if each.on is None else wording.short_day(each.on)
    whom = padded(fitted(wording.plain(each.whom or "in clear"), _WHOM), _WHOM)
    hidden = sum(one.primary_suppressed_count + one.complementary_suppressed_count for one in each.tables)
    by = wording.plain(f"{each.made_by}, {each.approved_by}")
    return (
        f"{on:<{_ON}} {wording.words(each.geography):<{_BY}} {whom} {len(each.tables):>{_TABLES},}"
        f" {hidden:>{_HIDDEN},}  {by}"
    )
