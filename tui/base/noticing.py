"""Notices, drafted from what base knows: what one can be about, a line each; the draft, and writing it.

Owns which line leads to which draft, and asking where it goes. Refuses to own the drafts (store) and sending them:
telling somebody stops a clock, and is recorded where the clock runs.

Source: agreement 8.4, 10, 13.4, 13.7, 14.1, A4, A10.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.clock import Instant, from_ms
from store.keeping.acts.terms.exchange import Shipment
from tui import notices, wording
from tui.base import going_out
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.clerk import Clerk
from tui.commands import NOTICE_COMMANDS, NOTICES_COMMANDS, Command, bindings
from tui.common.form_screen import FormScreen
from tui.common.found import found
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers
from tui.forms.form import Form
from tui.widgets.page import PageLine
from tui.widgets.paragraph import paragraph
from tui.widgets.said_line import Tone

if TYPE_CHECKING:
    from store.exchange.noticing import Notice
    from store.keeping.store import Store


class About(Enum):
    """What a notice is, and to whom."""

    DEPARTMENT = "incident, to the department (14.1, A10)"
    COMMISSIONER = "incident, to the Commissioner (14.1)"
    REQUEST = "request, passed on to the department (10, A4)"
    DELIVERY = "cannot be read, to its council: one week (8.4)"
    DESTRUCTION = "destruction, to the department (13.4, 13.7)"


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that gives cause for a notice.

    Attributes:
        id: Of the incident, request, delivery or destruction.
    """

    about: About
    id: str
    at: Instant


_ABOUT, _WHEN = 9, 23


class NoticesScreen(ListScreen):
    """Whatever gives cause for a notice."""

    HEADING: ClassVar[str] = "Notices"
    TITLES: ClassVar[str] = f"{'Of':<{_ABOUT}}{'Since':<{_WHEN}}What it is, and to whom"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nothing gives cause for a notice.",)
    KEYS: ClassVar[tuple[Command, ...]] = NOTICES_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every cause: incidents and requests that are open, what cannot be read, what was destroyed."""
        return RowsRead([Row(each, _said(each)) for each in _causes(store)])

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Draft the notice about what is pointed at, and show it."""
        cause: Cause | None = self.pointed
        if cause is None:
            return
        notice: Notice | None = await self.found(lambda store: _drafted(store, cause))
        if notice is not None:
            await self.app.push_screen_wait(NoticeScreen(self._clerk, notice, self.size.width))


def _said(cause: Cause) -> str:
    return f"{cause.id[:8]:<{_ABOUT}}{wording.when(cause.at):<{_WHEN}}{cause.about.value}"


def _causes(store: "Store") -> list[Cause]:
    from store.custody.incidents.known import incidents
    from store.custody.requests.known import requests
    from store.exchange.destroying.known import destructions
    from store.exchange.intake.known import unreadable

    found = [
        Cause(about, each.incident, each.identified_at)
        for each in incidents(store, is_open_only=True)
        for about in (About.DEPARTMENT, About.COMMISSIONER)
    ]
    found += [Cause(About.REQUEST, each.request, each.received_at) for each in requests(store) if each.end is None]
    found += [Cause(About.DELIVERY, delivery, at) for delivery, at in unreadable(store)]
    return found + [
        Cause(About.DESTRUCTION, each.order, from_ms(each.at_ms))
        for each in reversed(destructions(store))
        if each.is_done
    ]


def _drafted(store: "Store", cause: Cause) -> "Notice":
    from store.custody.incidents.notices import Whom
    from store.exchange import noticing

    match cause.about:
        case About.DEPARTMENT:
            return noticing.of_incident(store, cause.id, Whom.DEPARTMENT)
        case About.COMMISSIONER:
            return noticing.of_incident(store, cause.id, Whom.COMMISSIONER)
        case About.REQUEST:
            return noticing.of_request(store, cause.id)
        case About.DELIVERY:
            return noticing.of_delivery(store, cause.id)
        case About.DESTRUCTION:
            return noticing.of_destruction(store, cause.id)


class NoticeScreen(PageScreen):
    """One draft.

    Args:
        clerk: Holds the store.
        notice: As it was drafted.
        width: Of the page.
    """

    KEYS: ClassVar[tuple[Command, ...]] = NOTICE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, notice: "Notice", width: int) -> None:
        lines: list[PageLine] = [
            line for text in notice.text.splitlines() for line in paragraph(text or " ", width, indent="  ")
        ]
        super().__init__("Draft of a notice", lines)
        self._clerk = clerk
        self._notice = notice

    @work
    async def action_write(self) -> None:
        """Write it as text, with pages to send beside it."""
        notice, width = self._notice, self.size.width
        known = await found(self, self._clerk, lambda store: going_out.offered(store, notice.purpose))
        if known is None:
            return
        form = Form((going_out.whom_field(known, may_be_clear=True), *going_out.road_fields(known)))

        async def keep(answers: Answers) -> None:
            def kept(store: "Store") -> None:
                from tui.pages.beside import let_out_with_page
                from tui.pages.laying import pdf_of_text

                let_out_with_page(
                    store, going_out.path(store, answers), notice.text.encode("utf-8"), pdf_of_text(notice.text),
                    going_out.sealed_for(known, answers), shipment=Shipment.NOTICE, purpose=notice.purpose,
                    clause=notice.clause, families=notice.families,
                )  # fmt: skip

            await asyncio.wrap_future(self._clerk.ask(kept))

        asked = FormScreen(
            "Write the notice", form,
            lambda answers: list(going_out.means(known, answers, "notice", 1, notice.clause, width)), keep,
        )  # fmt: skip
        if await self.app.push_screen_wait(asked):
            notices.show(self.app, Tone.KEPT, "Written, with pages to send. Once somebody was told, record that.")
