"""One request: what was asked, how far it came, by when it has to be answered; and the keys that bring it to its end.

Owns which key does what, and what the page says. Refuses to own the questions (request_deeds) and the rules (store).
What somebody said is about a family: seeing it is a view, told once for each time the page is opened.

Source: clauses 10, A3, A4.
"""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.custody.requests.known import Request
from store.fieldwork.views import tell_shown
from store.keeping.acts.terms.families import ViewPart
from store.keeping.lines import in_lines
from tui import duty_words, wording
from tui.clerk import Clerk
from tui.commands import ERASED_REQUEST_COMMANDS, REQUEST_COMMANDS, Command, bindings
from tui.common.duties import request_deeds
from tui.common.duties.duty_page import DutyPage

if TYPE_CHECKING:
    from store.keeping.store import Store


class RequestScreen(DutyPage[Request]):
    """One request."""

    TITLE_SHOWN: ClassVar[str] = "Request"
    KEYS: ClassVar[tuple[Command, ...]] = REQUEST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, which: str) -> None:
        super().__init__(clerk, which)
        self._is_told = False

    def look_up(self, store: "Store") -> tuple[Request, str]:
        """Return the request, and the same as text, once it is told that the family is shown."""
        from store.coming_in import hold_sees_contacts  # with the store's own modules: in the clerk's thread
        from store.custody.requests.known import request_named

        hold_sees_contacts(store)
        request = request_named(store, self.which)
        if request.family is not None and not self._is_told:
            tell_shown(store, request.family, (ViewPart.PEOPLE,))
            self._is_told = True
        return request, request_text(store, request)

    def action_step(self) -> None:
        """Say that it came a step further."""
        if self.known is not None:
            self.do(request_deeds.step(self.known))

    def action_answered(self) -> None:
        """Say that they answered what they were asked."""
        if self.known is not None:
            self.do(request_deeds.answered(self.known))

    def action_instruct(self) -> None:
        """Say what the department instructed."""
        if self.known is not None:
            self.do(request_deeds.instruct(self.known))

    @work
    async def action_close(self) -> None:
        """Close it."""
        if (request := self.known) is not None and (running := await self.clocks_running()) is not None:
            await self.ask(request_deeds.close(request, running))


class ErasedRequestScreen(DutyPage[str]):
    """A request that went with its family: its clocks run until somebody says how it ended."""

    TITLE_SHOWN: ClassVar[str] = "Request"
    KEYS: ClassVar[tuple[Command, ...]] = ERASED_REQUEST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def look_up(self, store: "Store") -> tuple[str, str]:
        """Return its id, and what is left of it as text."""
        lines = [
            f"Request {self.which[: duty_words.ID_SHOWN]}",
            "",
            "Its family was erased, and with it who asked and what they said.",
            "",
            "Clocks:",
            *_clock_lines(store, self.which),
        ]
        return self.which, in_lines(lines)

    def action_close(self) -> None:
        """Say how it ended."""
        if self.known is not None:
            self.do(request_deeds.close_of_erased(self.known))


def request_text(store: "Store", request: Request) -> str:
    """Return a request as text, a line each; times are London's."""
    from store.custody.naming import staff_names
    from store.custody.requests.known import who_asks
    from store.custody.trail import reference_of

    reference = None if request.family is None else reference_of(store, request.family)
    lines = [
        f"Request {request.request[: duty_words.ID_SHOWN]}: {wording.words(request.kind)}",
        "",
        f"Family: {reference or 'not known yet'}",
        f"Asked by: {who_asks(store, request) or 'not said'}",
        f"Reached by: {request.contact or 'not said'}",
        f"Came by: {wording.words(request.channel)}, {wording.when(request.received_at)}",
        f"Taken down by: {staff_names(store).get(request.received_by, 'somebody who is not on the register')}",
        f"Everything to be deleted now: {'yes, the family is locked' if request.is_locking else 'no'}",
        f"They said: {request.text}",
        "",
        "Steps:",
    ]
    for each in request.news:
        said = each.step or each.end
        note = f": {each.note}" if each.note else ""
        lines.append(f"  {wording.when(each.at)}  {'' if said is None else wording.words(said)}{note}")
    lines += [] if request.news else ["  none yet"]
    lines += ["", "Clocks:", *_clock_lines(store, request.request)]
    return in_lines(lines)


def _clock_lines(store: "Store", request: str) -> list[str]:
    from store.custody.clocks import clocks_about

    now, lines = store.now(), list[str]()
    for clock in clocks_about(store, request):
        if clock.end is None:
            lines.append(f"  {duty_words.clock(clock, now)}")
            lines += [f"    {each}" for each in duty_words.consequences(clock)]
        else:
            stood = "in time" if clock.is_in_time else "late"
            lines.append(f"  {clock.title} ({clock.clause}): {wording.words(clock.end)}, {stood}")
    return lines or ["  the law of that day sets none"]
