"""A council's file of eligibility is taken in by a keeper, into the file of its own.

Owns the deed. Refuses to own why a family may not be visited: whoever sees contacts learns that it is locked, and no
more.

Source: agreement 7.2a (records collected from September 2014 on; who refused is in no file), 7.2c, 8.2.
"""

import json
from collections import Counter
from datetime import date

from store.errors import DeliveryDoubledError
from store.exchange.containers import Opened
from store.exchange.eligibility import file
from store.exchange.intake import memory
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Column, Columns, rows_below
from store.exchange.intake.dates import day_of
from store.exchange.intake.fields import Field, bare
from store.exchange.intake.identity import Identities
from store.exchange.intake.ledger import Counts, announce, arrived
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.reading_rows import Reader
from store.exchange.intake.sorting import standing_refusals
from store.exchange.intake.tables import Row
from store.exchange.intake.taking_in import readable, understood
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.store import Store

_COLLECTED = frozenset({"assessmentdate", "dateofassessment"})


def take_eligibility(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Outcome:
    """Take in a file of eligibility; a keeper is signed in.

    Raises:
        DeliveryUnreadableError, IntakeError: Nothing was taken in.
        DeliveryDoubledError: It was taken in before.
        EligibilityKeyError: The file does not open for this keeper.
        StoreError: As `Store.record`, or as the disk refuses; doing it again goes on from there.
    """
    if arrival.state == TAKEN_IN:
        raise DeliveryDoubledError
    table, columns = understood(store, arrival, opened)
    reader = Reader(columns, arrival.asked.council, arrival.agreement.languages)
    identities, refused = Identities(store, arrival.asked.council), set(standing_refusals(store))
    collected = [column for column in columns.every if bare(column.heading) in _COLLECTED]
    kept: dict[FamilyId, str] = {}
    reasons: Counter[HeldReason] = Counter()
    early: list[FamilyId] = []
    mailed = 0
    with readable(store, arrival, opened):
        for row in rows_below(table, columns):
            mailed += 1
            reference = reader.row(row).reference
            family = identities.family(reference)
            why = _why(row, family, reference, collected, refused, kept, arrival.agreement.windows.records_from)
            if why is None:
                kept[family] = json.dumps(_said(columns, row))
                continue
            reasons[why] += 1
            if why is HeldReason.RECORD_TOO_EARLY:
                early.append(family)
    movement = announce(store, arrival, mailed)
    with file.opened(store) as connection:
        for family in kept.keys() & file.from_others(connection, arrival.delivery):
            del kept[family]  # what an earlier delivery said stands, and this one is told to have said it again
            reasons[HeldReason.ALREADY_HELD] += 1
        file.put(connection, ((family, arrival.delivery, said) for family, said in kept.items()), refused)
    progress("Rows kept", len(kept), len(kept))
    opted_out = reasons[HeldReason.OPTED_OUT]
    counts = Counts(mailed, opted_out, mailed - opted_out - len(kept), len(kept))
    store.record(
        *(
            acts.FamilyLockSet(
                family=family,
                lock=FamilyLock.LOCKED,
                cause=FamilyLockCause.BASE_DECISION,
                follows_from=None,
                reason=None,
            )
            for family in early
        ),
        *arrived(store, arrival, opened, movement, counts),
    )
    memory.remember(store, arrival.asked.council, arrival.asked.kind, columns)
    supplied = {family for (family,) in store.rows("SELECT family FROM supplied")}
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=counts,
        reasons=reasons,
        columns=columns,
        unmatched_count=len(set(kept) - supplied),
    )


def _why(
    row: Row,
    family: FamilyId,
    reference: str,
    collected: list[Column],
    refused: set[FamilyId],
    kept: dict[FamilyId, str],
    records_from: date,
) -> HeldReason | None:
    """Return why a row is left out, or None where it is kept."""
    if not reference:
        return HeldReason.NO_ID
    if family in refused:
        return HeldReason.OPTED_OUT
    if family in kept:
        return HeldReason.DOUBLED_ID
    for column in collected:
        cell = row[column.number - 1].strip() if column.number <= len(row) else ""
        on = day_of(cell, column.order)
        if on is None:
            return HeldReason.UNREADABLE
        if on < records_from:
            return HeldReason.RECORD_TOO_EARLY
    return None


def _said(columns: Columns, row: Row) -> dict[str, str]:
    """Return what a row says, by the heading it stands under."""
    return {
        column.heading or str(column.number): row[column.number - 1]
        for column in columns.every
        if column.holds is Field.ELIGIBILITY and column.number <= len(row)
    }
