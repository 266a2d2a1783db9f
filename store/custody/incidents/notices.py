"""Telling of an incident: the draft of a notice, and who was told when; that is what stops its clocks.

Owns what a notice says and which clock each one stops. Refuses to own sending it: people ring and write.

The department is owed both notices, of the loss (14.1) and of the security incident (A10), and one call gives both. The
24 hours stop only once the Information Commissioner has been told as well.

Source: clauses 2.2d, 14.1, A10.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind
from store.agreement.parties import PartyKind
from store.clock import LONDON, Instant, to_ms
from store.custody.clocks import DutyClock, clocks_about, running_for, stopping
from store.custody.incidents.following import hold_supervisor
from store.custody.incidents.known import Action, Incident, Told, actions_of, notices_of
from store.custody.naming import device_names
from store.errors import StillAheadError, ToldTooEarlyError
from store.ids import new_id
from store.keeping.acts.terms.incidents import AS_WRITTEN, ClockEnd, NoticeChannel, NoticeMatter
from store.keeping.agreed import agreement_of
from store.keeping.lines import in_lines
from store.keeping.names import hold_line
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act


class Whom(StrEnum):
    """Who has to hear of an incident."""

    COMMISSIONER = "commissioner"
    DEPARTMENT = "department"


MATTERS: Final = {
    Whom.DEPARTMENT: (NoticeMatter.LOSS, NoticeMatter.SECURITY_INCIDENT),
    Whom.COMMISSIONER: (NoticeMatter.REGULATOR_BREACH,),
}
"""Which notices telling them gives."""

STOPPED_BY: Final = {
    ClockKind.LOSS: frozenset((NoticeMatter.LOSS, NoticeMatter.REGULATOR_BREACH)),
    ClockKind.INCIDENT: frozenset((NoticeMatter.SECURITY_INCIDENT,)),
    ClockKind.REGULATOR_NOTICE: frozenset((NoticeMatter.REGULATOR_BREACH,)),
}
"""Which notices have to be out before a clock stops."""


def stopped_now(
    clocks: Iterable[DutyClock], told: Sequence[Told], fresh: Sequence[NoticeMatter]
) -> list[tuple[DutyClock, Instant | None]]:
    """Return the clocks that stop once some notices are out too, and when the last of the others was told.

    Args:
        clocks: Those that run.
        told: What was told before, the earliest first: telling somebody again changes nothing.
        fresh: What is told now.
    """
    before: dict[NoticeMatter, Instant] = {}
    for each in told:
        if each.at is not None:
            before.setdefault(each.matter, each.at)
    stops = []
    for clock in clocks:
        needed = STOPPED_BY.get(clock.kind, frozenset())
        if needed and needed <= before.keys() | set(fresh):
            stops.append((clock, max((at for matter in needed if (at := before.get(matter))), default=None)))
    return stops


def record_told(
    store: Store, incident: Incident, whom: Whom, told: str, channel: NoticeChannel, at: Instant | None = None
) -> list[DutyClock]:
    """Record that somebody was told of an incident; return the clocks that this stopped.

    Args:
        store: Where it is followed.
        incident: Open or closed: what was told late is recorded late.
        whom: For whom they answer.
        told: Who took the call or the letter.
        channel: How.
        at: When, aware; None for now.

    Raises:
        NotASupervisorError, LineFormError: It is not recorded.
        StillAheadError, ToldTooEarlyError: Nobody can have been told then.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import NoticeSent

    hold_supervisor(store)
    hold_line(told)
    now = store.now()
    when = at or now
    if to_ms(when) > to_ms(now):
        raise StillAheadError
    if to_ms(when) < to_ms(incident.identified_at):
        raise ToldTooEarlyError
    stops = stopped_now(running_for(store, incident.incident), notices_of(store, incident.incident), MATTERS[whom])
    by_matter = {matter: new_id() for matter in MATTERS[whom]}
    acts: list[Act] = []
    for matter, notice in by_matter.items():
        stopped = next((clock for clock, _ in stops if matter in STOPPED_BY[clock.kind]), None)
        acts.append(
            NoticeSent(
                notice=notice,
                matter=matter,
                about=incident.incident,
                recipient=None,
                told=told,
                channel=channel,
                at_ms=to_ms(when),
                sha256=None,
                clock=None if stopped is None else stopped.clock,
            )
        )
    for clock, earlier in stops:
        notice = next(by_matter[matter] for matter in MATTERS[whom] if matter in STOPPED_BY[clock.kind])
        acts.append(stopping(clock, ClockEnd.DUTY_DONE, max(when, earlier or when), notice=notice))
    store.record(*acts)
    return [clock for clock, _ in stops]


def draft_notice(store: Store, incident: Incident, whom: Whom) -> str:
    """Return the draft of a notice, and record that it was written.

    Raises:
        NotASupervisorError: Only a supervisor tells the department or the Commissioner.
        StoreError: As `Store.record`.
    """
    from store.keeping.acts import NoticeDrafted

    hold_supervisor(store)
    names = device_names(store)
    text = notice_text(
        incident,
        whom,
        agreement_of(store),
        devices=[names.get(device, device) for device in incident.devices],
        actions=actions_of(store, incident.incident),
        clocks=clocks_about(store, incident.incident),
        written_at=store.now(),
    )
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    about = incident.incident
    store.record(
        *(
            NoticeDrafted(notice=new_id(), matter=matter, about=about, recipient=None, sha256=sha256)
            for matter in MATTERS[whom]
        )
    )
    return text


def notice_text(
    incident: Incident,
    whom: Whom,
    agreement: Agreement,
    *,
    devices: Sequence[str],
    actions: Sequence[Action],
    clocks: Sequence[DutyClock],
    written_at: Instant,
) -> str:
    """Return what a notice says: it counts families and names none.

    Args:
        incident: What it tells.
        whom: Whom.
        agreement: Names the parties.
        devices: Names of those concerned.
        actions: What was agreed or done.
        clocks: Of the incident, whose duties the notice serves.
        written_at: When it is written.
    """
    parties = {party.id: party.name for party in agreement.parties}
    to = {Whom.DEPARTMENT: parties[PartyKind.DEPARTMENT], Whom.COMMISSIONER: "Information Commissioner's Office"}[whom]
    serves = [each for each in clocks if STOPPED_BY.get(each.kind, frozenset()) & set(MATTERS[whom])]
    lines = [
        f"To: {to}",
        f"From: {parties[PartyKind.AGENCY]}",
        f"Written: {_at(written_at)}",
        f"About: {agreement.title}",
        f"Reference: {incident.incident[:8]}",
        "",
        f"What happened: {incident.what}",
        f"Kind: {AS_WRITTEN.get(incident.kind) or incident.kind.replace('_', ' ')}",
        f"Where: {incident.place or 'not known'}",
        f"When it happened: {_at(incident.happened_at)}",
        f"When it was identified: {_at(incident.identified_at)}",
        f"When the agency became aware: {_at(incident.aware_at)}",
        f"Devices: {', '.join(devices) or 'none named'}",
        f"Families concerned: {incident.families_count or 'not known yet, or none'}",
        f"Risk to them: {incident.risk.replace('_', ' ')}",
        f"How it came about: {incident.root_cause or 'being looked into'}",
        "",
        "What was done or agreed:",
        *([f"  {_action(each)}" for each in actions] or ["  nothing recorded yet"]),
        "",
        "This notice serves:",
        *(f"  {each.rule}: {each.title.lower()}, due {_at(each.due_at)}" for each in serves),
    ]
    return in_lines(lines)


def _action(action: Action) -> str:
    done = f" (done {_on(action.done_on)})" if action.done_on else f" (due {_on(action.due_on)})"
    return action.what + (done if action.done_on or action.due_on else "")


def _at(instant: Instant | None) -> str:
    if instant is None:
        return "not known"
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M} London time"


def _on(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"
