"""What a declaration waits for, as a checklist; each line leads to where it is settled, and nothing open is signed.

Owns which line leads where, and asking before it is signed. Refuses to own what is open and signing (store).

Source: agreement 13.3-13.7, A2, A11.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.custody.destruction.gate import Matter, OpenPoint
from store.errors import DeclarationOpenError
from store.ids import DeviceId
from store.keeping.acts.terms.destruction import Declaration
from tui import notices, wording
from tui.base import certifying, destroying, going_out, later_backups, proofs, vouched, writing_off
from tui.base.left_on import left_on
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.base.plan import PlanScreen
from tui.base.wishes import SeeBackups, SeeLaptops, SeeLinkage, SeePaper, SeeWaveTwo
from tui.commands import GATE_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.page_screen import PageScreen
from tui.common.trail.device_screen import DeviceScreen
from tui.field.wishes import SendAndReceive
from tui.forms.fields import Answers, Field, Kind, Option
from tui.forms.form import Form
from tui.forms.secrets import passphrase
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.keeping.store import Store


_ORDER: Final = "Its receipt comes in once it has synced. One that does not come back is written off: w in Destruction."
_UNSENT: Final = "They come in once it has synced. What does not come back is written off: w in Destruction."


class GateScreen(ListScreen):
    """The checklist of one declaration.

    Args:
        clerk: Holds the store.
    """

    DECLARATION: ClassVar[Declaration]
    TITLES: ClassVar[str] = "Nothing of it may be open"
    NOTHING: ClassVar[tuple[str, ...]] = ()
    KEYS: ClassVar[tuple[Command, ...]] = GATE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return what is open, then what is closed."""
        from store.custody.destruction.gate import matters_of
        from store.custody.destruction.gate_words import CLOSED, words_of
        from store.exchange.destroying.declaring import in_the_way

        points = in_the_way(store, self.DECLARATION)
        closed = [each for each in matters_of(self.DECLARATION) if each not in {point.matter for point in points}]
        return RowsRead(
            [
                *(Row(each, f"[ ] {wording.plain(words_of(each))}") for each in points),
                *(Row(each, f"[x] {CLOSED[each]}", is_muted=True) for each in closed),
            ]
        )

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Go where the line that is pointed at is settled."""
        match self.pointed:
            case Matter() as closed:
                from store.custody.destruction.gate_words import CLOSED

                self.say(f"This is closed: {CLOSED[closed]}.")
            case OpenPoint() as point:
                self._settle(point)

    def _settle(self, point: OpenPoint) -> None:
        match point.matter:
            case Matter.HOLDING:
                self._settle_holding(DeviceId(point.id))
            case Matter.BACKUP:
                self.post_message(SeeBackups())
            case Matter.LATER_BACKUPS:
                self._ask_later()
            case Matter.ORDER:
                self.action_exchange()
                self._say_there(_ORDER)
            case Matter.UNSENT:
                self.post_message(SeeLaptops())
                self._say_there(_UNSENT)
            case Matter.PAPER_OUT | Matter.PAPER_BACK:
                self.post_message(SeePaper())
            case Matter.SUB_CONTRACTOR:
                self._ask_gone(point.of)
            case Matter.ACKNOWLEDGEMENT:
                self.post_message(SeeLinkage())
            case Matter.RESUPPLY:
                self.post_message(SeeWaveTwo())
            case Matter.ORIGINALS | Matter.ELIGIBILITY:
                is_first = self.DECLARATION is Declaration.ORIGINAL_DATASET
                self._plan(destroying.ORIGINAL if is_first else destroying.ALL)
            case Matter.FAMILIES_AT_BASE | Matter.SECRETS:
                self._plan(destroying.ALL)
            case Matter.DESTRUCTION:
                self.action_go_on()
            case Matter.CERTIFICATE:
                self._certify(point.id)

    def _say_there(self, sentence: str) -> None:
        """Say something on the screen that was wished for just now."""
        self.call_later(self.app.call_later, notices.show, self.app, Tone.ASKED, sentence)

    @work
    async def _settle_holding(self, device: DeviceId) -> None:
        left = await self.found(lambda store: left_on(store, device))
        if left is None:
            return
        if left.plan is not None:
            self.app.push_screen(PlanScreen(self._clerk, left.plan))
        elif left.has_page:
            self.app.push_screen(DeviceScreen(self._clerk, device))
        if left.said:
            self.say(left.said)

    @work
    async def _plan(self, what: str) -> None:
        chosen = await self.found(lambda store: destroying.chosen(store, {"what": what}))
        if chosen is not None:
            self.app.push_screen(PlanScreen(self._clerk, chosen))

    @work
    async def _certify(self, order: str) -> None:
        await certifying.certify(self, self._clerk, order)

    @work
    async def _ask_later(self) -> None:
        known, width = await self.found(later_backups.drives), self.size.width
        if known is not None:
            await self.ask(
                "Later backups", later_backups.form(known), lambda _: later_backups.means(width),
                later_backups.keep, "It is kept.",
            )  # fmt: skip

    @work
    async def _ask_gone(self, name: str) -> None:
        means = paragraph(f"It rests on the word of {wording.plain(name)}: nobody here looked.", self.size.width)
        await self.ask(
            "A copy is gone", proofs.gone(name), lambda _: means,
            lambda store, answers: proofs.record_gone(store, name, answers), "It is kept, with the document's digest.",
        )  # fmt: skip

    @work
    async def action_write_off(self) -> None:
        """Write something off that will not come back."""
        await ask_write_off(self)

    def action_go_on(self) -> None:
        """Take what was decided as far as it goes now."""
        certifying.go_on(self, self._clerk)

    def action_exchange(self) -> None:
        """Send and receive: what laptops signed comes in with it."""
        self.post_message(SendAndReceive())

    @work
    async def action_sign(self) -> None:
        """Sign the declaration, unless something is open."""
        declaration, width = self.DECLARATION, self.size.width
        known = await self.found(lambda store: _signable(store, declaration))
        if known is None:
            return
        made: list[bytes] = []
        yes = (Option("yes", "yes: what it says is so"),)
        form = Form(
            (
                *vouched.fields(known),
                Field("sure", "Sure", "Two people sign it. Is what it says so?", Kind.ONE, lambda _: yes),
                destroying.second_field(),
            )
        )

        def means(answers: Answers) -> list[PageLine]:
            return [
                *paragraph("It is signed by both of you, with every write-off printed on it.", width, Tint.WARNING),
                *going_out.means(known, answers, "evidence", 1, "13.7", width),
            ]

        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> bytes:
                from store.exchange.destroying.declaring import CLAUSES, declare
                from tui.pages.certificate import page_of

                make = partial(declare, store, declaration, partial(passphrase, answers, "second"))
                clause = CLAUSES[declaration].split(", ")[-1]
                return vouched.leave(store, known, answers, make, clause=clause, page_of=page_of)[1]

            made[:] = [await asyncio.wrap_future(self._clerk.ask(kept))]

        if await self.app.push_screen_wait(FormScreen(self.HEADING, form, means, keep)):
            await self.app.push_screen_wait(PageScreen("Declaration", vouched.page(made[0], width)))
            notices.show(self.app, Tone.KEPT, "The declaration is signed and written; a page to read lies beside it.")


class OriginalGateScreen(GateScreen):
    """What the declaration of the original dataset waits for."""

    HEADING: ClassVar[str] = "Declaration 1: the original dataset"
    DECLARATION: ClassVar[Declaration] = Declaration.ORIGINAL_DATASET


class AllCopiesGateScreen(GateScreen):
    """What the declaration of all copies waits for."""

    HEADING: ClassVar[str] = "Declaration 2: all copies"
    DECLARATION: ClassVar[Declaration] = Declaration.ALL_COPIES


GATES: Final[dict[Declaration, type[GateScreen]]] = {
    each.DECLARATION: each for each in (OriginalGateScreen, AllCopiesGateScreen)
}


def _signable(store: "Store", declaration: Declaration) -> going_out.Offered:
    """Return who can be sent a declaration.

    Raises:
        DeclarationOpenError: Something is open.
    """
    from store.custody.destruction.gate_words import words_of
    from store.exchange.destroying.declaring import in_the_way

    points = in_the_way(store, declaration)
    if points:
        raise DeclarationOpenError(tuple(map(words_of, points)))
    return vouched.offered(store)


async def ask_write_off(screen: ListScreen) -> None:
    """Ask what is written off, with which incident and why, and do it."""
    known = await screen.found(writing_off.known)
    if known is None:
        return
    if not known.things:
        screen.say("Nothing is open that could be written off.")
    elif not known.incidents:
        screen.say("Tell of the incident first, with F2: a write-off rests on one.")
    else:
        lines = writing_off.means(screen.size.width)
        await screen.ask(
            "Write off", writing_off.asking(known), lambda _: lines, writing_off.keep,
            "Written off; incident and reason print on every declaration after.",
        )  # fmt: skip
