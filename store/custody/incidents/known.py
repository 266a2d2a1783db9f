"""Incidents as they are known now, from the tables alone.

Owns reading them. Refuses to own what may be done about one (following).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from store.clock import Instant, from_ms
from store.errors import IncidentUnknownError
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping.acts.terms.incidents import IncidentEnd, IncidentKind, NoticeChannel, NoticeMatter, Risk
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Action:
    """What was agreed, or done, so that it does not happen again."""

    action: str
    what: str = field(repr=False)
    owner: StaffId
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A notice about an incident: drafted, and once somebody was told, whom and when."""

    notice: str
    matter: NoticeMatter
    told: str | None = field(repr=False)
    channel: NoticeChannel | None
    at: Instant | None


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as it is known now.

    Attributes:
        incident: Its id.
        told_by: The laptop that told it; empty where it is this store's own.
        end: How it came to its end; None while it is open.
    """

    incident: str
    told_by: str
    kind: IncidentKind
    what: str = field(repr=False)
    place: str | None = field(repr=False)
    happened_at: Instant | None
    identified_at: Instant
    aware_at: Instant
    raised_by: StaffId
    devices: tuple[DeviceId, ...]
    families: tuple[FamilyId, ...]
    families_count: int
    risk: Risk
    root_cause: str | None = field(repr=False)
    end: IncidentEnd | None
    agreed_by: str | None = field(repr=False)


def incidents(store: Store, *, is_open_only: bool = False) -> list[Incident]:
    """Return every incident, the newest first; or those that are open."""
    where = " WHERE end IS NULL" if is_open_only else ""
    text = f"SELECT {', '.join(_NAMES)} FROM incident{where} ORDER BY identified_at_ms DESC, incident"  # noqa: S608
    return [_read(dict(zip(_NAMES, row, strict=True))) for row in store.rows(text)]


def incident_named(store: Store, beginning: str) -> Incident:
    """Return the one incident whose id begins with something.

    Raises:
        IncidentUnknownError: None does, or more than one.
    """
    found = [each for each in incidents(store) if each.incident.startswith(beginning.lower())] if beginning else []
    if len(found) != 1:
        raise IncidentUnknownError
    return found[0]


def actions_of(store: Store, incident: str) -> list[Action]:
    """Return what was agreed or done about an incident, in the order of its ids."""
    rows = store.rows(
        "SELECT action, what, owner, due_on, done_on FROM correctiveaction WHERE incident = ? ORDER BY action",
        (incident,),
    )
    return [Action(action, what, StaffId(owner), _day(due), _day(done)) for action, what, owner, due, done in rows]


def news_of(store: Store, incident: str) -> list[str]:
    """Return what was added to an incident in words, oldest first; a count that was corrected stands there twice."""
    rows = store.rows(
        "SELECT text, count_before, count_since FROM incidentnews WHERE incident = ? ORDER BY entry", (incident,)
    )
    return [_news(text, before, since) for text, before, since in rows]


def _news(text: str, before: int | None, since: int | None) -> str:
    if before is None:
        return text
    counted = f"families concerned: {since:,}, and {before:,} as told before"
    return f"{text} ({counted})" if text else counted


def notices_of(store: Store, about: str) -> list[Told]:
    """Return the notices about an incident or a request; those that were sent last."""
    rows = store.rows(
        "SELECT notice, matter, told, channel, at_ms FROM notice WHERE about = ? ORDER BY at_ms, notice", (about,)
    )
    return [
        Told(
            notice,
            NoticeMatter(matter),
            told,
            None if channel is None else NoticeChannel(channel),
            None if at_ms is None else from_ms(at_ms),
        )
        for notice, matter, told, channel, at_ms in rows
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_NAMES: Final = (
    "incident", "told_by", "incident_kind", "what", "place", "happened_at_ms", "identified_at_ms", "aware_at_ms",
    "raised_by", "devices", "families", "families_count", "risk", "root_cause", "end", "agreed_by",
)  # fmt: skip


def _read(row: dict[str, Any]) -> Incident:
    return Incident(
        incident=row["incident"],
        told_by=row["told_by"],
        kind=IncidentKind(row["incident_kind"]),
        what=row["what"],
        place=row["place"],
        happened_at=None if row["happened_at_ms"] is None else from_ms(row["happened_at_ms"]),
        identified_at=from_ms(row["identified_at_ms"]),
        aware_at=from_ms(row["aware_at_ms"]),
        raised_by=StaffId(row["raised_by"]),
        devices=tuple(map(DeviceId, row["devices"].split())),
        families=tuple(map(FamilyId, row["families"].split())),
        families_count=row["families_count"],
        risk=Risk(row["risk"]),
        root_cause=row["root_cause"],
        end=None if row["end"] is None else IncidentEnd(row["end"]),
        agreed_by=row["agreed_by"],
    )
