"""What follows from incidents, requests, notices and clocks: on this store, and at base from a laptop's journal.

Owns how each act changes the rows. Refuses to own which act may happen (custody). A laptop changes what it told itself
and nothing that base or another laptop told.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.incidents import Risk
from store.keeping.by_name import Table, name_of
from store.keeping.by_name import tables_clocks as tables
from store.keeping.follows_exchange import address

if TYPE_CHECKING:
    from store.keeping.projection import Projection

HERE: Final = ""
"""Who told what this store's own journal tells."""


def _raised(tables_: "Projection", _: int, act: acts.IncidentRaised, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.Incident, "incident", act.incident, sender):
        tables_.put(
            tables.Incident,
            **_of(act, "incident", "incident_kind", "what", "place", "happened_at_ms", "identified_at_ms"),
            **_of(act, "aware_at_ms", "raised_by", "families_count"),
            devices=" ".join(act.devices),
            families=" ".join(act.families),
            told_by=sender,
            risk=Risk.NOT_ASSESSED,
            root_cause=None,
            end=None,
            agreed_by=None,
        )


def _updated(tables_: "Projection", key: int, act: acts.IncidentUpdated, sender: str = HERE) -> None:
    if _is_anothers(tables_, tables.Incident, "incident", act.incident, sender):
        return
    told: dict[str, object] = {} if act.root_cause is None else {"root_cause": act.root_cause}
    before = tables_.value("incident", "families_count", "incident", act.incident)
    is_amended = before not in (None, act.families_count)
    tables_.change(
        tables.Incident,
        {"incident": act.incident},
        risk=act.risk,
        devices=" ".join(act.devices),
        families=" ".join(act.families),
        families_count=act.families_count,
        **told,
    )
    if act.what is not None or is_amended:
        tables_.put(
            tables.IncidentNews,
            incident=act.incident,
            entry=key,
            text=act.what or "",
            count_before=before if is_amended else None,
            count_since=act.families_count if is_amended else None,
        )


def _acted_on(tables_: "Projection", _: int, act: acts.CorrectiveActionRecorded, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.CorrectiveAction, "action", act.action, sender):
        told = _of(act, "action", "incident", "what", "owner", "agreed_by", "due_on", "done_on")
        tables_.put(tables.CorrectiveAction, **told, told_by=sender)


def _incident_closed(tables_: "Projection", _: int, act: acts.IncidentClosed, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.Incident, "incident", act.incident, sender):
        told = _of(act, "end", "risk", "root_cause", "agreed_by")
        tables_.change(tables.Incident, {"incident": act.incident}, **told)


def _drafted(tables_: "Projection", _: int, act: acts.NoticeDrafted, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.Notice, "notice", act.notice, sender):
        told = _of(act, "notice", "matter", "about", "recipient", "sha256")
        tables_.put(tables.Notice, **told, told_by=sender, told=None, channel=None, at_ms=None, clock=None)


def _sent(tables_: "Projection", _: int, act: acts.NoticeSent, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.Notice, "notice", act.notice, sender):
        told = _of(act, "notice", "matter", "about", "recipient", "sha256", "told", "channel", "at_ms", "clock")
        tables_.put(tables.Notice, **told, told_by=sender)


def _started(tables_: "Projection", _: int, act: acts.ClockStarted, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.DutyClock, "clock", act.clock, sender):
        tables_.put(
            tables.DutyClock,
            **_of(act, "clock", "clock_kind", "about", "about_id", "rule", "for_clause", "citation", "law"),
            **_of(act, "law_citation", "unit", "amount", "rolls", "may_pause", "started_at_ms", "due_on", "due_at_ms"),
            told_by=sender,
            asked_on=None,
            end=None,
            stopped_at_ms=None,
            is_in_time=None,
        )


def _paused(tables_: "Projection", _: int, act: acts.ClockPaused, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.DutyClock, "clock", act.clock, sender):
        tables_.change(tables.DutyClock, {"clock": act.clock}, asked_on=act.asked_on)


def _resumed(tables_: "Projection", _: int, act: acts.ClockResumed, sender: str = HERE) -> None:
    if _is_anothers(tables_, tables.DutyClock, "clock", act.clock, sender):
        return
    asked_on = tables_.value("dutyclock", "asked_on", "clock", act.clock)
    if asked_on is not None:
        tables_.put(tables.ClockPause, clock=act.clock, asked_on=asked_on, answered_on=act.answered_on)
    told = _of(act, "due_on", "due_at_ms")
    tables_.change(tables.DutyClock, {"clock": act.clock}, **told, asked_on=None)


def _stopped_here(tables_: "Projection", key: int, act: acts.ClockStopped) -> None:
    """A clock stopped; where base stops what a laptop started, that laptop is to hear of it."""
    _stopped(tables_, key, act)
    told_by = tables_.value("dutyclock", "told_by", "clock", act.clock)
    if told_by and tables_.is_base:
        address(tables_, told_by, key)


def _stopped_by_base(tables_: "Projection", key: int, act: acts.ClockStopped, _sender: str) -> None:
    _stopped(tables_, key, act)


def _stopped(tables_: "Projection", _: int, act: acts.ClockStopped, sender: str = HERE) -> None:
    if not _is_anothers(tables_, tables.DutyClock, "clock", act.clock, sender):
        told = _of(act, "end", "stopped_at_ms", "is_in_time")
        tables_.change(tables.DutyClock, {"clock": act.clock}, **told)


def _asked(tables_: "Projection", key: int, act: acts.RequestReceived, sender: str = HERE) -> None:
    told = _of(act, "request", "request_kind", "person", "requester", "requester_contact", "text", "channel")
    more = _of(act, "received_at_ms", "received_by", "locks_family", "sheet")
    tables_.put(tables.Request, **told, **more, family=act.family or "", entry=key, told_by=sender)


def _followed(tables_: "Projection", key: int, act: acts.RequestUpdated, sender: str = HERE) -> None:
    told = _of(act, "request", "step", "at_ms", "instruction", "note")
    tables_.put(tables.RequestNews, **told, family=act.family or "", entry=key, told_by=sender, end=None)


def _answered(tables_: "Projection", key: int, act: acts.RequestClosed, sender: str = HERE) -> None:
    told = _of(act, "request", "end", "at_ms", "instruction", "note")
    tables_.put(tables.RequestNews, **told, family=act.family or "", entry=key, told_by=sender, step=None)


def _of(act: Act, *names: str) -> dict[str, Any]:
    return {name: getattr(act, name) for name in names}


def _is_anothers(tables_: "Projection", table: Table, column: str, sought: str, sender: str) -> bool:
    """Say whether a laptop speaks of what somebody else told; base speaks of everything."""
    if sender == HERE:
        return False
    told_by = tables_.value(name_of(table), "told_by", column, sought)
    return told_by is not None and told_by != sender


OF_DUTIES: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.IncidentRaised: _raised,
    acts.IncidentUpdated: _updated,
    acts.CorrectiveActionRecorded: _acted_on,
    acts.IncidentClosed: _incident_closed,
    acts.NoticeDrafted: _drafted,
    acts.NoticeSent: _sent,
    acts.ClockStarted: _started,
    acts.ClockPaused: _paused,
    acts.ClockResumed: _resumed,
    acts.ClockStopped: _stopped_here,
    acts.RequestReceived: _asked,
    acts.RequestUpdated: _followed,
    acts.RequestClosed: _answered,
}

OF_DUTIES_FROM_BASE: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.ClockStopped: _stopped_by_base,
}

OF_DUTIES_FROM_LAPTOP: Final[dict[type[Act], Callable[["Projection", int, Any, str], None]]] = {
    acts.IncidentRaised: _raised,
    acts.IncidentUpdated: _updated,
    acts.CorrectiveActionRecorded: _acted_on,
    acts.IncidentClosed: _incident_closed,
    acts.NoticeDrafted: _drafted,
    acts.NoticeSent: _sent,
    acts.ClockStarted: _started,
    acts.ClockPaused: _paused,
    acts.ClockResumed: _resumed,
    acts.ClockStopped: _stopped,
    acts.RequestReceived: _asked,
    acts.RequestUpdated: _followed,
    acts.RequestClosed: _answered,
}
