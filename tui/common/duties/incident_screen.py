"""One incident: its record as the department reads it, and the keys that bring it to its end.

Owns which key does what, and the draft of a notice. Refuses to own the questions (incident_deeds) and every rule.
"""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.custody.incidents import notices
from store.custody.incidents.known import Incident
from tui.commands import INCIDENT_COMMANDS, Command, bindings
from tui.common.duties import incident_deeds
from tui.common.duties.duty_page import DutyPage
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.common.wishes.loss import devices_known, devices_offered
from tui.forms.fields import Answers, one
from tui.forms.form import Form
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_DRAFTED = "What is written is for you to send: copy it, send it, then say with t who was told."


class IncidentScreen(DutyPage[Incident]):
    """One incident."""

    TITLE_SHOWN: ClassVar[str] = "Incident"
    KEYS: ClassVar[tuple[Command, ...]] = INCIDENT_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def look_up(self, store: "Store") -> tuple[Incident, str]:
        """Return the incident, and its record as text."""
        from store.custody.incidents.known import incident_named  # with the store's own modules: in the clerk's thread
        from store.custody.incidents.record import record_of, text_of

        incident = incident_named(store, self.which)
        return incident, text_of(record_of(store, incident))

    def action_assess(self) -> None:
        """Say how bad it is, and what more is known."""
        if self.known is not None:
            self.do(incident_deeds.assess(self.known))

    @work
    async def action_amend(self) -> None:
        """Say again which devices and families it concerns."""
        if (incident := self.known) is not None:
            devices = await found(self, self.clerk, lambda store: devices_known(store, incident.devices))
            if devices is not None:
                await self.ask(incident_deeds.amend(incident, devices_offered(devices)))

    def action_agree(self) -> None:
        """Say what was agreed or done so that it does not happen again."""
        if self.known is not None:
            self.do(incident_deeds.agree(self.known))

    @work
    async def action_draft(self) -> None:
        """Write a notice."""
        drafted: list[str] = []

        async def keep(answers: Answers) -> None:
            whom = notices.Whom(one(answers, "whom") or "")
            incident = self.known
            assert incident is not None
            text = self.clerk.ask(lambda store: notices.draft_notice(store, incident, whom))
            drafted.append(await asyncio.wrap_future(text))

        form = FormScreen(
            "Draft a notice", Form(incident_deeds.draft_fields()), lambda _: paragraph(_DRAFTED, indent=""), keep
        )
        if self.known is not None and await self.app.push_screen_wait(form):
            lines = [line for each in drafted[-1].splitlines() for line in paragraph(each, indent="")]
            await self.app.push_screen_wait(PageScreen("Notice", lines))

    def action_told(self) -> None:
        """Say who was told of it, and when."""
        if self.known is not None:
            self.do(incident_deeds.tell(self.known))

    @work
    async def action_close(self) -> None:
        """Close it."""
        if (incident := self.known) is not None and (running := await self.clocks_running()) is not None:
            await self.ask(incident_deeds.close(incident, running))
