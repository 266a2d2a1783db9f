"""Notices, filled in and ready to send: one way for each that the agreement asks for, as text and as pages.

Owns which facts a notice is filled with, and how it leaves. Refuses to own sending it, the words about an incident
(custody, incidents) and about a delivery (intake), and stopping a clock: that is done once somebody was told.

Source: agreement 8.4 (one week), 14.1 (24 hours), A10 (two working days), 10 and A4 (requests), 13.4 and 13.7
(destruction).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from store.agreement.deadlines import ClockKind
from store.agreement.london import london_day
from store.agreement.parties import PartyKind
from store.clock import LONDON, Instant, from_ms, to_ms
from store.custody.clocks import clocks_about
from store.custody.incidents.known import incident_named
from store.custody.incidents.notices import Whom, draft_notice
from store.custody.requests.known import request_named
from store.errors import NoticeAboutError
from store.exchange.destroying.known import destruction_named
from store.exchange.intake.notices import unreadable
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.family import read_family
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import ExportPurpose
from store.keeping.acts.terms.incidents import NoticeMatter, RequestKind
from store.keeping.agreed import agreement_of
from store.keeping.follows_deliveries import UNREADABLE
from store.keeping.store import Store

WEEK = timedelta(days=7)
"""When a council has to be told at the latest that its delivery cannot be read. Source: agreement 8.4."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was drafted and is in the trail.

    Attributes:
        clause: The clause it serves.
        families: Whose data stands in it.
    """

    text: str = field(repr=False)
    clause: str
    purpose: ExportPurpose
    families: Sequence[FamilyId]


def of_incident(store: Store, beginning: str, whom: Whom) -> Notice:
    """Return what tells the department or the Commissioner of an incident (24 hours, two working days).

    Raises:
        NotBaseError, NotASupervisorError, IncidentUnknownError: It is not drafted.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    text = draft_notice(store, incident_named(store, beginning), whom)
    return Notice(text, "14.1", ExportPurpose.INCIDENT, ())


def of_request(store: Store, beginning: str) -> Notice:
    """Return what tells the department of somebody's request, or a complaint (subject access).

    Raises:
        NotBaseError, NotASupervisorError, RequestUnknownError: It is not drafted.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    request = request_named(store, beginning)
    parties = {each.id: each.name for each in agreement_of(store).parties}
    clocks = clocks_about(store, request.request)
    lines = [
        f"To: {parties[PartyKind.DEPARTMENT]}",
        f"From: {parties[PartyKind.AGENCY]}",
        f"Written: {_at(store.now())}",
        f"About: {agreement_of(store).title}",
        f"Reference: {request.request[:8]}",
        "",
        f"Somebody asked us for what the department answers: {request.kind.replace('_', ' ')}.",
        f"Received: {_at(request.received_at)}, by {request.channel.replace('_', ' ')}",
        f"Who asks: {request.requester or 'not known'}",
        f"How they can be reached: {request.contact or 'not known'}",
        f"Their reference: {_reference(store, request.family)}",
        f"What they said: {request.text}",
        "",
        "The department answers; we supply what we hold once it was read for what it tells of others (10, A4).",
        "This is due:",
        *(f"  {each.title} ({each.rule}), {_at(each.due_at)}" for each in clocks),
        *([] if clocks else ["  without delay"]),
    ]
    is_access = request.kind is RequestKind.SUBJECT_ACCESS
    matter = NoticeMatter.SUBJECT_ACCESS if is_access else NoticeMatter.REQUEST_FORWARDED
    families = () if request.family is None else (request.family,)
    return _drafted(store, matter, request.request, lines, "10", ExportPurpose.DATA_SUBJECT, families)


def of_delivery(store: Store, beginning: str) -> Notice:
    """Return what tells a council that its delivery cannot be read (one week).

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base drafts it.
        NoticeAboutError: No delivery of that beginning is unreadable.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    rows = store.rows(
        "SELECT delivery, council, sha256, at_ms FROM delivery WHERE state = ? AND delivery LIKE ?",
        (UNREADABLE, f"{beginning.lower()}%"),
    )
    if len(rows) != 1 or not beginning.isalnum():
        raise NoticeAboutError
    ((delivery, council, sha256, at_ms),) = rows
    due = [each.due_on for each in clocks_about(store, delivery) if each.kind is ClockKind.UNREADABLE]
    arrived_on = london_day(from_ms(at_ms))
    draft = unreadable(
        council, delivery, sha256, "It could not be opened.", arrived_on, (due or [arrived_on + WEEK])[0]
    )
    store.record(draft.act())
    return Notice(draft.text, "8.4", ExportPurpose.EVIDENCE, ())


def of_destruction(store: Store, beginning: str) -> Notice:
    """Return what tells the controller that something was destroyed; the certificate goes with it.

    Raises:
        NotBaseError, NotASupervisorError, DestructionUnknownError: It is not drafted.
        NoticeAboutError: It is not done.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    destruction = destruction_named(store, beginning)
    if not destruction.is_done:
        raise NoticeAboutError
    parties, asked = {each.id: each.name for each in agreement_of(store).parties}, destruction.asked
    done_at = max((each.executed_at_ms for each in destruction.parts), default=to_ms(store.now()))
    lost = len(destruction.missing)
    lines = [
        f"To: {parties[PartyKind.DEPARTMENT]}",
        f"From: {parties[PartyKind.AGENCY]}",
        f"Written: {_at(store.now())}",
        f"About: {agreement_of(store).title}",
        f"Reference: {destruction.order[:8]}",
        "",
        f"We destroyed what we held of {asked.families_count:,} families, under clause {asked.for_clause}.",
        f"Decided: {_at(from_ms(destruction.at_ms))}. Done: {_at(from_ms(done_at))}.",
        f"Standard: {asked.standard}, {asked.technique}, {asked.method.replace('_', ' ')}.",
        f"Holders: {len(destruction.parts)}, each of which confirmed." + (f" Written off: {lost}." if lost else ""),
        "The certificate goes with this notice; it says what was not done, and `doorstep verify` checks it.",
    ]
    return _drafted(store, NoticeMatter.DESTRUCTION, destruction.order, lines, "13.7", ExportPurpose.EVIDENCE, ())


def _drafted(
    store: Store,
    matter: NoticeMatter,
    about: str,
    lines: Sequence[str],
    clause: str,
    purpose: ExportPurpose,
    families: Sequence[FamilyId],
) -> Notice:
    text = "\n".join(lines) + "\n"
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    store.record(acts.NoticeDrafted(notice=new_id(), matter=matter, about=about, recipient=None, sha256=digest))
    return Notice(text, clause, purpose, families)


def _reference(store: Store, family: FamilyId | None) -> str:
    if family is None:
        return "not known"
    with store.reader() as connection:
        file = read_family(connection, family, None)
    return "not known" if file is None else file.reference


def _at(instant: Instant) -> str:
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M} London time"
