"""The laptops of base, a line each, and tickets that are out: one becomes base's, and one is believed no longer.

Owns which of them is pointed at, and what is asked before one is revoked. Refuses to own how each stands, what
revoking means (store), and what is asked of a new one (enrolling) and of one that needs a way on (recovering).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static

from store.agreement.london import london_day
from store.clock import Instant
from store.ids import DeviceId
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.names import hold_line
from tui import notices, wording
from tui.base import dead_laptop, enrolling, recovering, succeeding, vouching
from tui.base.board_page import laptop_row, laptop_titles, marks_of
from tui.base.laptop_page import laptop_lines
from tui.base.list_screen import ListScreen, Row, RowList, RowsRead
from tui.base.tickets import TICKET_NOTICE, ticket_lines, ticket_rows
from tui.commands import LAPTOPS_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.widgets.frame import framed
from tui.widgets.guard import told
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.exchange.away import Away
    from store.exchange.enrolment import Waiting
    from store.exchange.reissue import Dead
    from store.exchange.ticket import TicketOut
    from store.exchange.ways_on import Waiting as Asking
    from store.exchange.whereabouts import Carrier
    from store.keeping.store import Store

REVOKED: Final = "revoked"
NONE_BELIEVED: Final = "Point at a laptop that is still believed."
_CAUSES: Final = tuple(Option(each.value, wording.words(each)) for each in RevocationCause)


@dataclass(frozen=True, slots=True)
class Shown:
    """A laptop as it is shown; it is the same one, and the pointer stays on it, however it stands by now."""

    device: DeviceId
    laptop: "Away" = field(repr=False, compare=False)
    at: Instant = field(compare=False)


@dataclass
class LaptopPointed(Message):
    """Another laptop is pointed at, or the same one as it stands now; or the ticket of one that has not joined."""

    shown: "Shown | TicketOut"


def laptop_rows(laptops: "Sequence[Away]", at: Instant) -> list[Row]:
    """Return laptops, a line each; what is no longer believed stands back."""
    return [
        Row(Shown(each.device, each, at), partial(_said, each, at), is_muted=each.state == REVOKED) for each in laptops
    ]


def _said(laptop: "Away", at: Instant, width: int) -> str:
    return f"{laptop_row(laptop, london_day(at), width)}  {', '.join(marks_of(laptop, at))}"


def _renewable(store: "Store", device: DeviceId) -> bool:
    """Make sure that new keys can be ordered for a laptop; runs in the clerk's thread."""
    from store.exchange.orders import hold_renewable
    from store.exchange.peers import peer

    hold_renewable(store, peer(store, device))
    return True


def _known_of(store: "Store", device: DeviceId) -> "tuple[Dead, list[Carrier]]":
    """Return what base knows of a laptop, and who else could have its families; runs in the clerk's thread."""
    from store.exchange.reissue import look
    from store.exchange.whereabouts import whereabouts

    with store.looking() as connection:
        carriers = whereabouts(connection).carriers
    return look(store, device), [each for each in carriers if each.device != device]


class LaptopList(RowList):
    """Laptops, a line each."""

    def pointed_elsewhere(self) -> None:
        """Tell which one is pointed at."""
        if self.pointed is not None:
            self.post_message(LaptopPointed(self.pointed))


class LaptopsScreen(ListScreen):
    """The laptops."""

    HEADING: ClassVar[str] = "Laptops"
    NOTHING: ClassVar[tuple[str, ...]] = ("No laptop is enrolled yet: a writes the ticket that one is set up from.",)
    KEYS: ClassVar[tuple[Command, ...]] = LAPTOPS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    DEFAULT_CSS = """
    LaptopsScreen > .noticed { height: 2; padding: 0 1; color: $text-warning; }
    """

    def compose(self) -> ComposeResult:
        """Lay the list out, and below it what is to be noticed of the laptop that is pointed at."""
        laptops = LaptopList(self.titles, self.NOTHING, self.choose)
        yield from framed(self.HEADING, self.KEYS, laptops, Static(classes="noticed"))

    def titles(self, width: int) -> str:
        """Return the titles over the columns, of so many cells."""
        return laptop_titles(width)

    def read(self, store: "Store") -> RowsRead:
        """Return how every laptop stands."""
        from store.exchange.away import away  # loads every act: here, in the clerk's thread
        from store.exchange.ticket import tickets_out

        return RowsRead([*laptop_rows(away(store), store.now()), *ticket_rows(tickets_out(store))])

    @property
    def pointed_device(self) -> DeviceId | None:
        """The laptop that a loss told here is most likely about."""
        shown = self._shown
        return None if shown is None else shown.device

    @on(LaptopPointed)
    def _notice(self, message: LaptopPointed) -> None:
        shown = message.shown
        if isinstance(shown, Shown):
            marks = ", ".join(marks_of(shown.laptop, shown.at))
            said = f"{wording.plain(shown.laptop.name)}: {marks}." if marks else ""
        else:
            said = TICKET_NOTICE
        self.query_one(".noticed", Static).update(told(said), layout=False)

    @property
    def _shown(self) -> Shown | None:
        """The laptop that is pointed at; None where that is none yet."""
        pointed = self.pointed
        return pointed if isinstance(pointed, Shown) else None

    def _believed(self) -> "Away | None":
        """Return the laptop that is pointed at; where that is none that is still believed, say so."""
        shown = self._shown
        if shown is not None and shown.laptop.state != REVOKED:
            return shown.laptop
        self.say(NONE_BELIEVED)
        return None

    def choose(self) -> None:
        """See how the laptop that is pointed at stands, in full."""
        self.action_open()

    def action_open(self) -> None:
        """See how the laptop that is pointed at stands, in full, or the ticket of one that has not joined."""
        pointed: Shown | TicketOut | None = self.pointed
        if pointed is None:
            return
        width = self.size.width
        if isinstance(pointed, Shown):
            self.app.push_screen(PageScreen("Laptop", list(laptop_lines(pointed.laptop, pointed.at, width))))
        else:
            self.app.push_screen(PageScreen("Ticket", list(ticket_lines(pointed, width))))

    @work
    async def action_ticket(self) -> None:
        """Write the ticket that a new laptop is set up from."""
        before = await self.found(enrolling.known)
        if before is None:
            return
        written: list[str] = []

        async def keep(answers: Answers) -> None:
            path = await asyncio.wrap_future(self._clerk.ask(lambda store: enrolling.write_ticket(store, answers)))
            written.append(path.name)

        width = self.size.width
        asked = FormScreen(
            "A new laptop",
            enrolling.ticket_form(before),
            lambda answers: enrolling.ticket_means(before, answers, width),
            keep,
        )
        if await self.app.push_screen_wait(asked):
            notices.show(self.app, Tone.KEPT, f"Wrote {written[-1]}. Once the laptop has answered, press t.")

    @work
    async def action_accept(self) -> None:
        """Make a laptop that answered one of base's, by the six words it shows."""
        before = await self.found(enrolling.known)
        if before is None:
            return
        waiting: list[Waiting] = []

        async def look(answers: Answers) -> None:
            waiting[:] = await asyncio.wrap_future(self._clerk.ask(lambda store: enrolling.answers_in(store, answers)))

        where = FormScreen("Where its answer lies", enrolling.where_form(before), lambda _: (), look)
        if not await self.app.push_screen_wait(where):
            return
        taken: list[str] = []

        async def keep(answers: Answers) -> None:
            chosen = enrolling.chosen(waiting, answers)
            await asyncio.wrap_future(self._clerk.ask(lambda store: enrolling.take(store, chosen, answers)))
            taken.append(wording.plain(chosen.name or ""))

        form, width = enrolling.words_form(waiting, is_practice=before.is_practice), self.size.width
        if await self.app.push_screen_wait(FormScreen("Six words", form, lambda _: enrolling.words_means(width), keep)):
            notices.show(self.app, Tone.KEPT, f"{taken[-1]} is one of base's. Give it families: Families (f, 1, a).")

    @work
    async def action_recover(self) -> None:
        """Answer a laptop whose passphrase was forgotten, or whose store is frozen; a frozen base goes on itself."""
        known = await self.found(lambda store: (enrolling.known(store), succeeding.asked_of(store)))
        if known is None:
            return
        before, others = known
        if others is not None:
            await succeeding.go_on(self, self._clerk, others)
            return
        waiting: list[Asking] = []

        async def look(answers: Answers) -> None:
            waiting[:] = await asyncio.wrap_future(
                self._clerk.ask(lambda store: recovering.requests_in(store, answers))
            )

        where = FormScreen("Where its request lies", recovering.where_form(before.folder), lambda _: (), look)
        if not await self.app.push_screen_wait(where):
            return
        written: list[PageLine] = []
        width = self.size.width

        async def keep(answers: Answers) -> None:
            chosen = recovering.chosen(waiting, answers)
            path = await asyncio.wrap_future(self._clerk.ask(lambda store: recovering.answer(store, chosen, answers)))
            written.extend(recovering.answered_lines(chosen, path, width))

        form = recovering.form(waiting, is_practice=before.is_practice)
        asked = FormScreen(
            "A way on", form, lambda answers: recovering.means(recovering.chosen(waiting, answers), width), keep
        )
        if await self.app.push_screen_wait(asked):
            self.app.push_screen(PageScreen("Answered", written))

    @work
    async def action_revoke(self) -> None:
        """Believe a laptop no longer, from here on."""
        laptop = self._believed()
        if laptop is None:
            return
        form = Form((Field("cause", "Why", "Why is it no longer believed?", Kind.ONE, lambda _: _CAUSES),))
        name, width = wording.plain(laptop.name), self.size.width
        held = wording.counted(laptop.held_count, "family", "families")
        nothing = f"Nothing that {name} writes from now on is believed, and it hears nothing more."
        means = [
            *paragraph(nothing, width, Tint.WARNING),
            *paragraph(f"It holds {held}: what may be visited can be given to another one.", width),
            *paragraph("That cannot be taken back. Where it was lost or stolen, tell of that too, with F2.", width),
        ]

        def deed(store: "Store", answers: Answers) -> None:
            from store.exchange.peers import peer
            from store.exchange.revocation import revoke

            revoke(store, peer(store, laptop.device), RevocationCause(one(answers, "cause") or ""))

        await self.ask(f"Revoke {name}", form, lambda _: means, deed, f"{name} is revoked.")

    @work
    async def action_dead(self) -> None:
        """Say that a laptop will not come back, and see to its families."""
        laptop = self._believed()
        if laptop is None:
            return
        known = await self.found(lambda store: _known_of(store, laptop.device))
        if known is None:
            return
        dead, carriers = known
        form, said = dead_laptop.form(carriers), [0]

        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> None:
                from store.exchange.peers import peer
                from store.exchange.reissue import reissue

                chosen = one(answers, "to") or dead_laptop.NOBODY
                to = None if chosen == dead_laptop.NOBODY else peer(store, DeviceId(chosen))
                cause = RevocationCause(one(answers, "cause") or "")
                said[0] = reissue(store, peer(store, laptop.device), cause, to)

            await asyncio.wrap_future(self._clerk.ask(kept))

        name, width = wording.plain(laptop.name), self.size.width
        asked = FormScreen(f"{name} is dead", form, lambda answers: dead_laptop.means(dead, answers, width), keep)
        if await self.app.push_screen_wait(asked):
            given = wording.counted(said[0], "family", "families")
            notices.show(self.app, Tone.KEPT, f"{name} is revoked; {given} given to another laptop.")

    @work
    async def action_renew_keys(self) -> None:
        """Have a laptop go over to new keys at its next sync."""
        laptop = self._believed()
        if laptop is None or await self.found(lambda store: _renewable(store, laptop.device)) is None:
            return
        name, width = wording.plain(laptop.name), self.size.width
        sure = (Option("yes", f"yes, {name} goes over to new keys"),)
        form = Form((Field("sure", "New keys", "Is it to have new keys?", Kind.ONE, lambda _: sure),))
        means = [
            *paragraph(f"At its next sync {name} goes over to new keys, and destroys the old ones.", width, Tint.HEAD),
            *paragraph("What it keeps opens with none of the old ones then: no copy of its keyring, no passphrase of"
                       " before. A copy of its folder that somebody has already opens as it was.", width),
            *paragraph("What it signs with stays. Where somebody else may write as it, revoke it (v).", width,
                       Tint.WARNING),
        ]  # fmt: skip

        def deed(store: "Store", answers: Answers) -> None:
            from store.exchange.orders import renew_keys
            from store.exchange.peers import peer

            del answers
            renew_keys(store, peer(store, laptop.device))

        said = f"{name} hears of it at the next sync: F5 on the board leaves it."
        await self.ask(f"New keys for {name}", form, lambda _: means, deed, said)

    @work
    async def action_vouch(self) -> None:
        """Give a supervisor's word on the disk of a laptop, in a file."""
        before = await self.found(vouching.known)
        if before is None:
            return
        if not before.laptops:
            self.say(NONE_BELIEVED)
            return
        shown = self._shown
        width, written = self.size.width, list[PageLine]()

        async def keep(answers: Answers) -> None:
            path = await asyncio.wrap_future(self._clerk.ask(lambda store: vouching.give(store, answers)))
            written.extend(vouching.given_lines(path, width))

        form = vouching.form(before, None if shown is None else shown.laptop.name)
        asked = FormScreen("Word on a disk", form, lambda answers: vouching.means(before, answers, width), keep)
        if await self.app.push_screen_wait(asked):
            self.app.push_screen(PageScreen("Word on a disk", written))

    @work
    async def action_word_back(self) -> None:
        """Take back a supervisor's word on its disk."""
        laptop = self._believed()
        if laptop is None:
            return
        name, width = wording.plain(laptop.name), self.size.width
        form = Form((Field("reason", "Why", "Why does nobody stand by it any more?", Kind.LINE, check=hold_line),))
        means = [
            *paragraph(f"The next unlock of {name} after its next bundle asks for another word.", width, Tint.WARNING),
            *paragraph("Until then it opens as it did. Where data is at risk, tell of that with F2.", width),
        ]

        def deed(store: "Store", answers: Answers) -> None:
            from store.exchange.volume_word import take_back_word

            take_back_word(store, laptop.device, one(answers, "reason") or "")

        said = f"Nobody vouches for the disk of {name} any more."
        await self.ask(f"Word on {name}", form, lambda _: means, deed, said)
