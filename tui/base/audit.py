"""The audit: what an auditor looks at, a line each; for an auditor it is all there is, and nothing of it writes.

Owns where a line leads, and asking for a pack, an earlier checkpoint or a witness. Refuses to own every proof (store),
the questions (auditing) and the words (audit_pages).

Source: agreement 9.1c, A9, A12; design 1: an auditor reads the trail, checks its proofs, writes nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.binding import BindingType

from tui.base import audit_pages, auditing, vouched
from tui.base.audit_pages import Look
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import AUDIT_COMMANDS, AUDITOR_COMMANDS, Command, bindings
from tui.common.duties.duties_screen import INCIDENTS, REQUESTS, DutiesScreen
from tui.common.page_screen import PageScreen
from tui.common.trail.checkpoint_screen import CheckpointScreen
from tui.common.trail.verify_screen import VerifyScreen
from tui.field.wishes import SeeDevices, SeeTrail
from tui.widgets.page import PageLine

if TYPE_CHECKING:
    from store.keeping.store import Store

_LOOK: Final = 14


class AuditScreen(ListScreen):
    """What is there to be looked at, and how it stands.

    Args:
        clerk: Holds the store.
    """

    HEADING: ClassVar[str] = "Audit"
    TITLES: ClassVar[str] = f"{'What':<{_LOOK}}How it stands"
    NOTHING: ClassVar[tuple[str, ...]] = ()
    KEYS: ClassVar[tuple[Command, ...]] = AUDIT_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    IS_AUDITOR: ClassVar[bool] = False

    def read(self, store: "Store") -> RowsRead:
        """Return how each stands."""
        told = audit_pages.stands(store, is_auditor=self.IS_AUDITOR)
        return RowsRead([Row(each.look, f"{each.look.value:<{_LOOK}}{each.said}") for each in told])

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Look at what is pointed at."""
        width = self.size.width
        match self.pointed:
            case Look.TRAIL:
                self.post_message(SeeTrail())
            case Look.DEVICES:
                self.post_message(SeeDevices())
            case Look.CHECKPOINT:
                self.app.push_screen(CheckpointScreen(self._clerk))
            case Look.INCIDENTS:
                self.app.push_screen(DutiesScreen(self._clerk, INCIDENTS))
            case Look.REQUESTS:
                self.app.push_screen(DutiesScreen(self._clerk, REQUESTS))
            case Look.WITNESS:
                self._page("Witness", lambda store: audit_pages.witness_page(store, width))
            case Look.DESTRUCTION:
                self._page("What was destroyed", lambda store: audit_pages.destruction_page(store, width))
            case Look.CONTROLS:
                self._page("Control map", lambda _: audit_pages.control_page(width))
            case Look.LEFT_OPEN:
                self._page("The agreement", lambda store: audit_pages.left_open_page(store, width))
            case Look.PACKS:
                self._page("Audit packs", lambda store: audit_pages.packs_page(store, width))
            case Look.ENDS:
                from tui.base.ends import EndsScreen  # as it is wanted

                self.app.push_screen(EndsScreen(self._clerk))

    def _page(self, title: str, read: "Callable[[Store], list[PageLine]]") -> None:
        self.run_worker(self._shown(title, read))

    async def _shown(self, title: str, read: "Callable[[Store], list[PageLine]]") -> None:
        lines: list[PageLine] | None = await self.found(read)
        if lines is not None:
            await self.app.push_screen_wait(PageScreen(title, lines))

    def action_verify(self) -> None:
        """Check that everything kept here holds."""
        self.app.push_screen(VerifyScreen(self._clerk))

    @work
    async def action_earlier(self) -> None:
        """Hold a checkpoint that somebody kept against the journal."""
        found: list[Any] = []
        means = [PageLine("It is held against the journal that it is of; nothing is changed.")]
        is_compared = await self.ask(
            "An earlier checkpoint", auditing.earlier_form(), lambda _: means,
            lambda store, answers: found.append(auditing.compared(store, answers)), "It was compared.",
        )  # fmt: skip
        if is_compared:
            lines = auditing.compared_page(found[0], self.size.width)
            await self.app.push_screen_wait(PageScreen("An earlier checkpoint", lines))

    @work
    async def action_pack(self) -> None:
        """Make the audit pack of a period, and show what it says."""
        known, width = await self.found(auditing.period), self.size.width
        if known is None:
            return
        made: list[Any] = []
        is_made = await self.ask(
            "Audit pack", auditing.pack_form(known), lambda answers: auditing.pack_means(known, answers, width),
            lambda store, answers: made.append(auditing.make_pack(store, known, answers)),
            "The pack is written; pages to read lie beside it.",
        )  # fmt: skip
        if is_made:
            await self.app.push_screen_wait(PageScreen("Audit pack", vouched.lines(made[0], width)))

    @work
    async def action_witness(self) -> None:
        """Name who outside keeps base's checkpoints."""
        whom = await self.found(auditing.witnesses)
        if whom is None:
            return
        if not whom:
            self.say("Put a witness, an auditor or a controller on the register first: Registers (r, a).")
            return
        means = [PageLine("Base's checkpoint is left there at each sync; it holds nobody's data.")]
        await self.ask(
            "Witness", auditing.witness_form(whom), lambda _: means,
            lambda store, answers: auditing.name_witness(store, whom, answers), "They are left one from the next sync.",
        )  # fmt: skip

    def action_notices(self) -> None:
        """Draft a notice."""
        from tui.base.noticing import NoticesScreen  # as it is wanted

        self.app.push_screen(NoticesScreen(self._clerk))


class AuditorScreen(AuditScreen, inherit_bindings=False):
    """All an auditor sees: it reads, checks and compares, and writes nothing."""

    HEADING: ClassVar[str] = "Audit, to read"
    KEYS: ClassVar[tuple[Command, ...]] = AUDITOR_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    IS_AUDITOR: ClassVar[bool] = True
