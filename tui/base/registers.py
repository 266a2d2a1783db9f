"""The registers at base: who may be sent what, what the department and laws said in writing, and what is not covered.

Owns which recipient is pointed at, and the lists. Refuses to own the questions (registering) and every rule (store).

Source: agreement 9.1d, 9.1f, A5, A6, A7.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.exchange.in_writing import Kind, Written
from store.exchange.recipients import Recipient
from tui import wording
from tui.base import registering
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import IN_WRITING_COMMANDS, REGISTERS_COMMANDS, Command, bindings
from tui.common.page_screen import PageScreen
from tui.widgets.cells import fitted, padded

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAME, _KIND, _COUNTRY, _KEY, _GRANTS = 22, 24, 7, 5, 7
_ON, _WHAT, _MATTER, _ABOUT = 11, 11, 20, 12


class RegistersScreen(ListScreen):
    """Those to whom anything may be sent."""

    HEADING: ClassVar[str] = "Registers"
    TITLES: ClassVar[str] = (
        f"{'Recipient':<{_NAME}} {'Is':<{_KIND}} {'Country':<{_COUNTRY}} {'Key':<{_KEY}} {'Grants':>{_GRANTS}}"
    )
    NOTHING: ClassVar[tuple[str, ...]] = ("Nobody is on the register of recipients.", "a adds somebody.")
    KEYS: ClassVar[tuple[Command, ...]] = REGISTERS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return everybody on the register, by name."""
        from store.exchange.recipients import recipients

        return RowsRead([Row(each, _said(each), is_muted=each.is_ended) for each in recipients(store)])

    def choose(self) -> None:
        """See what may go to the one that is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See what may go to the one that is pointed at today, and why anything else may not."""
        whom: Recipient | None = self.pointed
        if whom is None:
            return
        about = await self.found(lambda store: registering.about(store, whom))
        if about is not None:
            await self.app.push_screen_wait(PageScreen("Recipient", registering.about_lines(about, self.size.width)))

    @work
    async def action_add(self) -> None:
        """Put somebody on the register."""
        width = self.size.width
        await self.ask(
            "Add a recipient", registering.recipient_form(),
            lambda answers: registering.recipient_means(answers, width), registering.add_recipient,
            "They are on the register.",
        )  # fmt: skip

    @work
    async def action_allow(self) -> None:
        """Record what the department allowed in writing for the one that is pointed at."""
        whom = self._live()
        if whom is None:
            return
        width = self.size.width
        await self.ask(
            f"Allowed, {wording.plain(whom.name)}", registering.grant_form(whom),
            lambda answers: registering.grant_means(whom, answers, width),
            lambda store, answers: registering.grant(store, whom, answers), "What was allowed is recorded.",
        )  # fmt: skip

    @work
    async def action_disclose(self) -> None:
        """Record that the department or a law has something go to the one that is pointed at."""
        whom = self._live()
        if whom is None:
            return
        width = self.size.width
        await self.ask(
            f"Disclosure, {wording.plain(whom.name)}", registering.disclosure_form(),
            lambda answers: registering.disclosure_means(answers, width),
            lambda store, answers: registering.disclose(store, whom, answers), "It is on the register of disclosures.",
        )  # fmt: skip

    @work
    async def action_end(self) -> None:
        """Let nothing go any more to the one that is pointed at."""
        whom = self._live()
        if whom is None:
            return
        width = self.size.width
        await self.ask(
            f"End, {wording.plain(whom.name)}", registering.why_form("Why does nothing go to them any more?"),
            lambda _: registering.end_means(whom, width),
            lambda store, answers: registering.end_recipient(store, whom, answers), "Nothing goes to them any more.",
        )  # fmt: skip

    def action_in_writing(self) -> None:
        """See every instruction, grant and disclosure."""
        self.app.push_screen(InWritingScreen(self._clerk))

    def action_term(self) -> None:
        """See how long the agreement runs, and what was recorded about its end."""
        from tui.base.term import TermScreen  # seldom wanted, and nothing waits for it

        self.app.push_screen(TermScreen(self._clerk))

    def _live(self) -> Recipient | None:
        whom: Recipient | None = self.pointed
        if whom is None or whom.is_ended:
            self.say("Point at somebody to whom something may still go.")
            return None
        return whom


class InWritingScreen(ListScreen):
    """What the department instructed and granted, and what it or a law had disclosed."""

    HEADING: ClassVar[str] = "In writing"
    TITLES: ClassVar[str] = (
        f"{'On':<{_ON}} {'What':<{_WHAT}} {'Matter':<{_MATTER}} {'About':<{_ABOUT}} By, or standing in"
    )
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing was said in writing.", "a records an instruction.")
    KEYS: ClassVar[tuple[Command, ...]] = IN_WRITING_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return all of it, the newest first."""
        from store.exchange.in_writing import in_writing

        return RowsRead([Row(each, _written(each), is_muted=each.is_over) for each in in_writing(store)])

    def choose(self) -> None:
        """See the whole of what is pointed at."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """See the whole of what is pointed at."""
        if isinstance(self.pointed, Written):
            await self.app.push_screen_wait(
                PageScreen("In writing", registering.written_lines(self.pointed, self.size.width))
            )

    @work
    async def action_add(self) -> None:
        """Record what the department instructed."""
        width = self.size.width
        await self.ask(
            "Instruction", registering.instruction_form(), lambda _: registering.instruction_means(width),
            registering.instruct, "The instruction is recorded.",
        )  # fmt: skip

    @work
    async def action_over(self) -> None:
        """Record that the grant that is pointed at is over."""
        grant = self.pointed
        if not isinstance(grant, Written) or grant.kind is not Kind.GRANT or grant.is_over:
            self.say("Point at a grant that still lasts.")
            return
        width = self.size.width
        await self.ask(
            "A grant is over", registering.over_form(), lambda _: registering.over_means(grant, width),
            lambda store, answers: registering.over(store, grant, answers), "It is allowed no longer.",
        )  # fmt: skip


def _said(each: Recipient) -> str:
    name = padded(fitted(wording.plain(each.name), _NAME), _NAME)
    key = "yes" if each.sealing_key is not None else "pgp" if each.openpgp is not None else "no"
    ends = "  ended" if each.is_ended else ""
    return (
        f"{name} {fitted(wording.words(each.kind), _KIND):<{_KIND}} {each.country:<{_COUNTRY}} {key:<{_KEY}}"
        f" {len(each.grants):>{_GRANTS}}{ends}"
    )


def _written(each: Written) -> str:
    about = padded(fitted(wording.plain(each.about), _ABOUT), _ABOUT)
    matter = fitted(wording.words(each.matter), _MATTER)
    over = "over: " if each.is_over else ""
    return (
        f"{wording.short_day(each.on):<{_ON}} {wording.words(each.kind):<{_WHAT}} {matter:<{_MATTER}} {about} "
        f"{over}{wording.plain(each.by)}"
    )
