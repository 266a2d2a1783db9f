"""Requests as they are known now, from the tables alone; of a family that was erased nothing is known any more.

Owns reading them. Refuses to own what may be done about one (following).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from store.clock import Instant, from_ms
from store.errors import RequestUnknownError
from store.ids import FamilyId, PersonId, StaffId
from store.keeping.acts.terms.incidents import ClockAbout, NoticeChannel, RequestEnd, RequestKind, RequestStep
from store.keeping.store import Store

OWN: Final = ""
"""Who told what this store's own journal tells."""


@dataclass(frozen=True, slots=True)
class News:
    """A step of a request, or its end."""

    step: RequestStep | None
    end: RequestEnd | None
    at: Instant
    instruction: str | None
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is known now.

    Attributes:
        request: Its id.
        told_by: The laptop that told it; empty where it is this store's own.
        family: Whose; None where that is not known.
        is_locking: Whether everything was to be deleted now, and the family locked.
        news: Its steps, oldest first.
        end: How it was closed; None while it is open.
    """

    request: str
    told_by: str
    kind: RequestKind
    family: FamilyId | None
    person: PersonId | None
    requester: str | None = field(repr=False)
    contact: str | None = field(repr=False)
    text: str = field(repr=False)
    channel: NoticeChannel
    received_at: Instant
    received_by: StaffId
    is_locking: bool
    news: tuple[News, ...]

    @property
    def end(self) -> RequestEnd | None:
        """How it was closed."""
        return next((each.end for each in self.news if each.end is not None), None)

    def has(self, step: RequestStep) -> bool:
        """Say whether it came that far."""
        return any(each.step is step for each in self.news)


def requests(store: Store) -> list[Request]:
    """Return every request, the newest first.

    What a laptop tells of a request counts where it told the request: base tells of everything.
    """
    rows = store.rows(
        f"SELECT {', '.join(_NAMES)} FROM request ORDER BY received_at_ms DESC, request, entry"  # noqa: S608  # of this room
    )
    news: dict[str, list[Any]] = {}
    for request, *told in store.rows(
        "SELECT request, told_by, step, end, at_ms, instruction, note, family FROM requestnews ORDER BY entry"
    ):
        news.setdefault(request, []).append(told)
    read: dict[str, Request] = {}
    for row in rows:
        named = dict(zip(_NAMES, row, strict=True))
        request, told_by = named["request"], named["told_by"]
        if request not in read or (read[request].told_by != OWN and told_by == OWN):
            read[request] = _read(named, [told for by, *told in news.get(request, ()) if by in (OWN, told_by)])
    return list(read.values())


def request_named(store: Store, beginning: str) -> Request:
    """Return the one request whose id begins with something.

    Raises:
        RequestUnknownError: None does, or more than one.
    """
    found = [each for each in requests(store) if each.request.startswith(beginning.lower())] if beginning else []
    if len(found) != 1:
        raise RequestUnknownError
    return found[0]


def who_asks(store: Store, request: Request) -> str | None:
    """Return who asks: as they gave their name, or as whom it is about is called; None where neither is known."""
    if request.requester or request.person is None:
        return request.requester
    rows = store.rows(
        "SELECT first_names, surname FROM person WHERE person = ? AND family = ?", (request.person, request.family)
    )
    return " ".join(each for row in rows for each in row if each) or None


def request_of_clock(store: Store, beginning: str) -> str:
    """Return the id of the one request that clocks run for and nothing else is known of: its family was erased.

    Raises:
        RequestUnknownError: There is none, or more than one.
    """
    rows = store.rows(
        "SELECT DISTINCT about_id FROM dutyclock WHERE about = ? AND end IS NULL AND about_id LIKE ?"
        " AND about_id NOT IN (SELECT request FROM request)",
        (ClockAbout.REQUEST, f"{beginning.lower()}%"),
    )
    if len(rows) != 1 or not beginning.isalnum():
        raise RequestUnknownError
    return str(rows[0][0])


def requests_of_erased(store: Store) -> list[str]:
    """Return the ids of requests of which only their clocks are left, which still run: `request_of_clock` of each."""
    rows = store.rows(
        "SELECT DISTINCT about_id FROM dutyclock WHERE about = ? AND end IS NULL"
        " AND about_id NOT IN (SELECT request FROM request) ORDER BY about_id",
        (ClockAbout.REQUEST,),
    )
    return [request for (request,) in rows]


_NAMES: Final = (
    "request", "told_by", "request_kind", "family", "person", "requester", "requester_contact", "text", "channel",
    "received_at_ms", "received_by", "locks_family",
)  # fmt: skip


def _read(row: dict[str, Any], news: Iterable[Any]) -> Request:
    told = list(news)
    family = row["family"] or next((each[-1] for each in told if each[-1]), None)
    return Request(
        request=row["request"],
        told_by=row["told_by"],
        kind=RequestKind(row["request_kind"]),
        family=None if family is None else FamilyId(family),
        person=None if row["person"] is None else PersonId(row["person"]),
        requester=row["requester"],
        contact=row["requester_contact"],
        text=row["text"],
        channel=NoticeChannel(row["channel"]),
        received_at=from_ms(row["received_at_ms"]),
        received_by=StaffId(row["received_by"]),
        is_locking=bool(row["locks_family"]),
        news=tuple(
            News(
                None if step is None else RequestStep(step),
                None if end is None else RequestEnd(end),
                from_ms(at_ms),
                instruction,
                note,
            )
            for step, end, at_ms, instruction, note, _ in told
        ),
    )
