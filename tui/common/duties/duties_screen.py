"""Every incident, or every request, newest first; Enter opens one.

Owns reading them and where Enter leads. Refuses to own the pages (incident_screen, request_screen).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from tui import wording
from tui.clerk import Clerk
from tui.commands import DUTIES_COMMANDS, LIST_COMMANDS, Command, bindings
from tui.common.duties.duty_list import DutyChosen, DutyLine, DutyList
from tui.common.duties.incident_screen import IncidentScreen
from tui.common.duties.request_screen import ErasedRequestScreen, RequestScreen
from tui.widgets.frame import framed

if TYPE_CHECKING:
    from store.custody.requests.known import Request
    from store.keeping.store import Store


@dataclass
class DutiesRead(Message):
    """What there is now."""

    lines: Sequence[DutyLine] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Duties:
    """What a list is of.

    Attributes:
        title: Of its screen.
        nothing: What stands there while there are none.
        read: Returns a line each, the newest first; runs in the clerk's thread.
        page: Makes the page of one.
    """

    title: str
    nothing: str
    read: "Callable[[Store], Sequence[DutyLine]]"
    page: Callable[[Clerk, str], Screen[None]]


def incident_lines(store: "Store") -> list[DutyLine]:
    """Return a line for each incident, the newest first."""
    from store.custody.incidents.known import incidents

    return [
        DutyLine(
            each.incident,
            wording.when(each.identified_at),
            wording.words(each.kind),
            f"open, risk {wording.words(each.risk)}" if each.end is None else wording.words(each.end),
            each.end is None,
        )
        for each in incidents(store)
    ]


def request_lines(store: "Store") -> list[DutyLine]:
    """Return a line for each request, the newest first; it names nobody."""
    from store.custody.requests.known import requests, requests_of_erased

    left = [
        DutyLine(each, "its family is erased", "a request", "open: its clocks run", is_open=True, is_of_erased=True)
        for each in requests_of_erased(store)
    ]
    return left + [
        DutyLine(
            each.request,
            wording.when(each.received_at),
            wording.words(each.kind),
            _how_far(each) if each.end is None else wording.words(each.end),
            each.end is None,
        )
        for each in requests(store)
    ]


def _how_far(request: "Request") -> str:
    step = request.news[-1].step if request.news else None
    return "open" if step is None else f"open: {wording.words(step)}"


INCIDENTS: Final = Duties("Incidents", "No incident was told here. F2 tells of one.", incident_lines, IncidentScreen)
REQUESTS: Final = Duties("Requests", "Nobody has asked for anything here.", request_lines, RequestScreen)


class DutiesScreen(Screen[None]):
    """The list.

    Args:
        clerk: Holds the store.
        duties: Of what.
        first: The id of the one that is pointed at first; the newest where it is None.
    """

    KEYS: ClassVar[tuple[Command, ...]] = DUTIES_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, duties: Duties, first: str | None = None) -> None:
        super().__init__()
        self._first = first
        self._clerk = clerk
        self._duties = duties

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield from framed(self._duties.title, self.KEYS, DutyList(self._duties.nothing))

    def on_mount(self) -> None:
        """Listen to keys."""
        self.query_one(DutyList).focus()

    def on_screen_resume(self) -> None:
        """Read them, also after one of them came further."""
        self._clerk.do(lambda store: DutiesRead(self._duties.read(store)), self)

    @on(DutiesRead)
    def _show(self, message: DutiesRead) -> None:
        self.query_one(DutyList).read(message.lines, self._first)

    @on(DutyChosen)
    def _open(self, message: DutyChosen) -> None:
        line = message.line
        page = ErasedRequestScreen if line.is_of_erased else self._duties.page
        self.app.push_screen(page(self._clerk, line.id))

    def action_open(self) -> None:
        """See the one that is pointed at."""
        self.query_one(DutyList).choose()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
