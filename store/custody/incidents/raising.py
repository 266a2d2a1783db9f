"""Raising an incident: what is known of it, and the clocks that start with it, in one transaction.

Owns the rules of what may be entered and which clocks start. Refuses to own what is noted while a store is locked
(exchange, told_locked) and when a clock runs out (agreement, deadlines).

Source: clauses 2.2d, 14.1, A10.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.agreement import Agreement
from store.agreement.deadlines import ClockKind, rule_on
from store.agreement.london import london_day
from store.clock import Instant, from_ms, to_ms
from store.custody.clocks import starting
from store.errors import AsOfTooEarlyError, IncidentOrderError, StillAheadError
from store.ids import DeviceId, FamilyId, StaffId, new_id
from store.keeping.acts.terms.incidents import ClockAbout, IncidentKind
from store.keeping.agreed import agreement_of
from store.keeping.names import hold_line
from store.keeping.noting import keep_or_note
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import Act, IncidentRaised

OF_WHOLE_DEVICE: Final = frozenset(
    (
        IncidentKind.DEVICE_LOST,
        IncidentKind.DEVICE_STOLEN,
        IncidentKind.FORK,
        IncidentKind.MALWARE,
        IncidentKind.ROLLBACK,
        IncidentKind.UNAUTHORISED_ACCESS,
        IncidentKind.UNENCRYPTED,
    )
)
"""Kinds that touch every family a device holds."""

NOTED_COUNT: Final = 1_000
"""Of how many families an incident tells which, beside a frozen store: a line of its queue takes 256 KiB."""


@dataclass(frozen=True, slots=True)
class IncidentEntered:
    """An incident as it was entered.

    Attributes:
        kind: What went wrong.
        what: What happened, a line that names no family.
        place: Where, if it is known.
        happened_at: When, if it is known; aware.
        identified_at: When somebody first noticed; None for now.
        aware_at: When the agency came to know; None for the moment it was noticed.
        devices: Which are concerned.
        families: Whose data is; None for those that the devices hold, where the kind touches all of them.
    """

    kind: IncidentKind
    what: str = field(repr=False)
    place: str | None = field(default=None, repr=False)
    happened_at: Instant | None = None
    identified_at: Instant | None = None
    aware_at: Instant | None = None
    devices: tuple[DeviceId, ...] = ()
    families: tuple[FamilyId, ...] | None = None


def raised(
    entered: IncidentEntered, agreement: Agreement, by: StaffId, now: Instant, families: Sequence[FamilyId] = ()
) -> "IncidentRaised":
    """Return the incident that was entered.

    Args:
        entered: What is known of it.
        agreement: The one the store lives under.
        by: Who says so.
        now: When they do.
        families: Whose data is concerned, where `entered` leaves it to the devices.
            Of more than a list takes the count alone is told.

    Raises:
        LineFormError: A line cannot be kept and shown.
        StillAheadError: It is dated in the future.
        IncidentOrderError: It was noticed, or known of, before it happened.
        NoRuleThenError: It is dated before the agreement has a clock for it.
        NaiveInstantError: An instant carries no zone.
    """
    from store.keeping.acts import IncidentRaised
    from store.keeping.acts.values import IDS_COUNT

    for line in (entered.what, entered.place):
        if line is not None:
            hold_line(line)
    identified_at = entered.identified_at or now
    aware_at = entered.aware_at or identified_at
    happened_ms = None if entered.happened_at is None else to_ms(entered.happened_at)
    if max(to_ms(identified_at), to_ms(aware_at), happened_ms or 0) > to_ms(now):
        raise StillAheadError
    if happened_ms is not None and happened_ms > min(to_ms(identified_at), to_ms(aware_at)):
        raise IncidentOrderError
    if entered.identified_at is not None:
        rule_on(agreement.clocks, ClockKind.LOSS, london_day(identified_at))
    if entered.identified_at is not None or entered.aware_at is not None:
        rule_on(agreement.clocks, ClockKind.INCIDENT, london_day(aware_at))
    concerned = entered.families if entered.families is not None else tuple(families)
    return IncidentRaised(
        incident=new_id(),
        incident_kind=entered.kind,
        what=entered.what,
        place=entered.place,
        happened_at_ms=happened_ms,
        identified_at_ms=to_ms(identified_at),
        aware_at_ms=to_ms(aware_at),
        raised_by=by,
        devices=entered.devices,
        families=concerned if len(concerned) <= IDS_COUNT else (),
        families_count=len(concerned),
    )


def with_clocks(told: "IncidentRaised", agreement: Agreement) -> "list[Act]":
    """Return an incident with the clocks that start with it: they are kept in one transaction.

    Twenty-four hours from when it was identified (14.1); two working days from when the agency became aware (A10); and
    72 hours from then where the law of that day says so (2.2d). All run; a duty to tell that turns out not to be owed
    is stopped by hand, with the reason.

    Args:
        told: The incident.
        agreement: The one the store lives under.

    Source:
        Agreement 2.2d, 14.1, A10; Regulation (EU) 2016/679, article 33(1), from 25 May 2018.
    """
    starts = (
        (ClockKind.LOSS, told.identified_at_ms),
        (ClockKind.INCIDENT, told.aware_at_ms),
        (ClockKind.REGULATOR_NOTICE, told.aware_at_ms),
    )
    clocks = [
        each
        for kind, at_ms in starts
        for each in starting(agreement, kind, from_ms(at_ms), ClockAbout.INCIDENT, told.incident)
    ]
    return [told, *clocks]


def raise_incident(store: Store, entered: IncidentEntered) -> "list[Act]":
    """Raise an incident and start its clocks; anybody may, on any store, for any device.

    A frozen store notes the incident alone: its clocks start, with the same instants, as soon as it takes acts.

    Returns:
        The incident, then its clocks as they run or will.

    Raises:
        StoreError: As `raised` and `Store.record`; nothing was kept.
    """
    agreement = agreement_of(store)
    families = proposed_families(store, entered.devices) if entered.kind in OF_WHOLE_DEVICE else []
    told = raised(entered, agreement, store.keys.person.staff, store.now(), families)
    if store.frozen is not None and len(told.families) > NOTED_COUNT:
        told = told.model_copy(update={"families": ()})
    acts = with_clocks(told, agreement)
    keep_or_note(store, *(acts if store.frozen is None else acts[:1]))
    return acts


def proposed_families(store: Store, devices: Sequence[DeviceId], then: Instant | None = None) -> list[FamilyId]:
    """Return whose data some devices hold, as far as this store knows: what lies there, and what was given to them.

    What was given may be on its way: it is counted in, for a family too many is struck out and one too few is not told.

    Args:
        store: Open.
        devices: Which.
        then: A past instant: what lay there then counts as well.
    """
    from store.custody.holdings import lying_on  # loads every act: here, in the thread that writes
    from store.keeping.exchange_words import GIVEN, HELD

    held = {lying.family for device in devices for lying in lying_on(store, device)}
    if then is not None:
        with contextlib.suppress(AsOfTooEarlyError):  # before this store's first act it knew of nothing
            held |= {lying.family for device in devices for lying in lying_on(store, device, then)}
    given = {
        family
        for device in devices
        for (family,) in store.rows(
            "SELECT family FROM allocation WHERE state IN (?, ?) AND device = ?", (GIVEN, HELD, device)
        )
    }
    return sorted(held | {FamilyId(family) for family in given})
