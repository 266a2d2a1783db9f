"""Contact details of families are taken in: in the ledger first, row by row, each that waits with its reason.

Owns the order of the deed; broken off anywhere, it goes on where it was when it is done again. Refuses to own what
turns a delivery away before its first row (arriving), and who refused (refusing).

Source: agreement 7.2a-7.2e, 8.1, 8.2.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from store.agreement.london import london_day
from store.errors import (
    DeliveryDoubledError,
    FamiliesGoneError,
    IntakeError,
    OtherCouncilsFamiliesError,
    TableUnreadableError,
)
from store.exchange.containers import Opened
from store.exchange.intake import memory, notices
from store.exchange.intake.arriving import Arrival, Progress, cannot_read, quarantine, turn_away
from store.exchange.intake.beside import WORTH_BYTES, Begun, Other, started
from store.exchange.intake.columns import Columns, columns_of, hold, rows_below
from store.exchange.intake.identity import council_id, joined_with
from store.exchange.intake.ledger import announce, arrived, seal_original
from store.exchange.intake.locking import lock_everywhere
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.reading_rows import Delivery, Reader, RowRead, row_of
from store.exchange.intake.sorting import Sorted, sort
from store.exchange.intake.tables import Row, Table, table_in
from store.exchange.intake.whose import LOOKED_AT, join, lock_refused_elsewhere, other_councils, unnamed
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.family_told import FamilyTold
from store.keeping.acts.terms.exchange import QuarantineCause, RowDecision
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.values import IDS_COUNT
from store.keeping.follows_deliveries import TAKEN_IN
from store.keeping.made_ready import AT_ONCE, Ready, make_ready
from store.keeping.store import Store

ROWS_AT_ONCE: Final = AT_ONCE
"""Families kept in one transaction: few enough to hold in memory, so many, in the order of their ids, that a page of
the file is written once for many of them."""


def understood(store: Store, arrival: Arrival, opened: Opened) -> tuple[Table, Columns]:
    """Return the table of a delivery and its columns, which hold what was said and nothing beside.

    Raises:
        DeliveryUnreadableError: It is no table; the week for telling the council runs.
        IntakeError: It was turned away whole, or waits until its columns are explained.
    """
    asked = arrival.asked
    try:
        table = table_in(opened.content)
        known = memory.remembered(store, asked.council, asked.kind)
        has_day = asked.letters_sent_on is not None
        columns = columns_of(table, asked.kind, known, asked.told, has_letters_day=has_day, is_headed=asked.is_headed)
        hold(columns, asked.kind)
    except TableUnreadableError as refusal:
        cannot_read(store, arrival, opened.container, refusal)
    except IntakeError as refusal:
        turn_away(store, arrival, opened.container, refusal)
    return table, columns


@contextlib.contextmanager
def readable(store: Store, arrival: Arrival, opened: Opened) -> Iterator[None]:
    """Read a table to its last row before any of it is kept; one that stops being one cannot be read.

    Raises:
        DeliveryUnreadableError: The week for telling the council runs.
    """
    try:
        yield
    except TableUnreadableError as refusal:
        cannot_read(store, arrival, opened.container, refusal)


def take_in(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Outcome:
    """Take in a delivery of contact details.

    Raises:
        DeliveryUnreadableError, IntakeError: Nothing was taken in.
        DeliveryDoubledError: It was taken in before, and no row of it that waited may be worked now.
        OtherCouncilsFamiliesError: Other councils supplied most of its families, and nobody said that they may.
        FamiliesGoneError: Families of an earlier delivery are missing in it, and nobody said what becomes of them.
        StoreError: As `Store.record`; what was kept until then is kept, and doing it again goes on from there.
    """
    table, columns = understood(store, arrival, opened)
    reader = Reader(columns, arrival.asked.council, arrival.agreement.languages)
    with _beside(arrival, opened, table, columns) as other:
        with readable(store, arrival, opened):
            judged = sort(store, arrival, table, columns, reader, progress)
        if others := other_councils(store, arrival.asked.council, _to_work(judged, reader)):
            if not arrival.asked.joined:
                raise OtherCouncilsFamiliesError(others)
            join(store, arrival, others, arrival.asked.joined)
            with readable(store, arrival, opened):
                judged = sort(store, arrival, table, columns, reader, progress)
            # Behind those that were named, others may come to light: what was said was not said of them.
            if others := other_councils(store, arrival.asked.council, _to_work(judged, reader)):
                raise OtherCouncilsFamiliesError(others)
        if arrival.state == TAKEN_IN:
            return _release(store, arrival, table, columns, reader, judged, progress)
        gone = _hold_whole(store, arrival, judged)
        movement = announce(store, arrival, len(judged.families), QuarantineCause.IDS_GONE if gone else None)
        told = _Told(progress)
        with store.settling_beside() as kept:
            for batch in _batches(arrival, table, columns, reader, judged, told, other):
                store.record(batch)
                kept()
                progress("Families kept", told.kept, judged.counts().supplied)
        report = _report(store, arrival, judged)
        if gone:
            store.record(*gone)
        # Before it counts as taken in: broken off here, it is done again.
        on_laptops = _lock_gone(store, gone) + lock_refused_elsewhere(store, arrival.asked.council)
        original = seal_original(store, arrival, opened, len(judged.families))
        store.record(
            *_rows_held(arrival, judged),
            original,
            *(() if report is None else _reported(arrival, judged, report)),
            *arrived(store, arrival, opened, movement, judged.counts()),
        )
        memory.remember(store, arrival.asked.council, arrival.asked.kind, columns, arrival.delivery)
        outcome = _outcome(arrival, columns, reader, judged, told, on_laptops)
        return outcome if report is None else replace(outcome, report=report.text)


@contextlib.contextmanager
def _beside(arrival: Arrival, opened: Opened, table: Table, columns: Columns) -> Iterator[Other | None]:
    """Give the process that makes families ready, where there are so many that it is worth one."""
    asked = arrival.asked
    if arrival.state == TAKEN_IN or not table.is_text or len(opened.content) < WORTH_BYTES:
        yield None
        return
    delivery = Delivery(arrival.delivery, asked.letters_sent_on)
    begun = Begun(columns, asked.council, arrival.agreement.languages, delivery)
    with started(begun) as other:
        yield other


def _to_work(judged: Sorted, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield references and postcodes of rows that may be worked: so many of them, from all over the delivery."""
    held = list(judged.held.values())
    every = max(1, -(-len(held) // LOOKED_AT))
    return ((read.reference, reader.postcode(row_of(read.text))) for read in held[::every])


@dataclass(slots=True)
class _Told:
    """What was counted on the way, and whom to tell how far it is."""

    progress: Progress
    kept: int = 0
    notes: int = 0


def _hold_whole(store: Store, arrival: Arrival, judged: Sorted) -> list[acts.AbsencesSettled]:
    """Make sure that no family of an earlier delivery stays away unnoticed: it is asked about, never removed by itself.

    A delivery that names some families of an earlier one was meant to name all of them; a new batch names none. So it
    is with an earlier one of a council that this one was joined with.

    Returns:
        The acts that settle it, where somebody said what becomes of them.

    Source:
        Agreement 7.2d, 7.2e.
    """
    named = set(judged.families)
    earlier: dict[str, set[FamilyId]] = {}
    council = arrival.asked.council
    others = joined_with(store, council)
    names = {council_id(each) for each in (council, *others)}
    for family, delivery, of in store.rows(
        "SELECT family, delivery, council FROM supplied JOIN delivery USING (delivery)"
        " WHERE council IS NOT NULL AND delivery <> ?",
        (arrival.delivery,),
    ):
        if council_id(of) in names:
            earlier.setdefault(delivery, set()).add(FamilyId(family))
    locked = {family for (family,) in store.rows("SELECT family FROM contactline WHERE standing = 'locked'")}
    absent = sorted(
        family for each in earlier.values() if each & named for family in each - named if family not in locked
    )
    if absent and others:
        absent = unnamed(store, council, absent, named)
    if not absent:
        return []
    if arrival.asked.gone is None:
        quarantine(store, arrival, QuarantineCause.IDS_GONE, FamiliesGoneError(len(absent)))
    return [
        acts.AbsencesSettled(
            delivery=arrival.delivery,
            families=tuple(absent[start : start + IDS_COUNT]),
            decision=arrival.asked.gone,
            document_digest=None,
        )
        for start in range(0, len(absent), IDS_COUNT)
    ]


def _lock_gone(store: Store, gone: Sequence[acts.AbsencesSettled]) -> int:
    families = [family for each in gone if each.decision is RowDecision.REMOVE for family in each.families]
    return lock_everywhere(store, families, FamilyLockCause.BASE_DECISION, {})


def _batches(
    arrival: Arrival,
    table: Table,
    columns: Columns,
    reader: Reader,
    judged: Sorted,
    told: _Told,
    other: Other | None = None,
) -> Iterator[Ready]:
    """Yield the families that are supplied, some at a time, and each of those times one of them read back as an act.

    The other process, where there is one, makes the next ones ready while whoever asks for them keeps the last.
    """
    passed = {*judged.why, *judged.again}
    for numbers, ready, notes, odd in other.made(judged) if other is not None else ():
        ready.act(0)
        passed.update(numbers)
        told.kept += len(ready.families)
        told.notes += notes
        reader.odd_count += odd
        yield ready
    left = _families(arrival, table, columns, reader, judged, passed, told)
    while (ready := make_ready(islice(left, ROWS_AT_ONCE))).families:
        ready.act(0)
        told.kept += len(ready.families)
        yield ready


def _families(
    arrival: Arrival,
    table: Table,
    columns: Columns,
    reader: Reader,
    judged: Sorted,
    passed: set[int],
    told: _Told,
) -> Iterator[FamilyTold]:
    delivery = Delivery(arrival.delivery, arrival.asked.letters_sent_on)
    for place, read, row in _rows(table, columns, reader, judged, passed):
        family = reader.told(row, read, judged.families[place], delivery, place)
        told.notes += len(family.held_notes)
        yield family


def _rows(
    table: Table, columns: Columns, reader: Reader, judged: Sorted, passed: set[int]
) -> Iterator[tuple[int, RowRead, Row]]:
    """Yield the rows that are not passed, in the order of their families' ids, so that each table grows at its end.

    Rows that were not held come last, some at a time in that order. What was yielded is held no longer.
    """
    held = sorted(judged.held.keys() - passed, key=judged.families.__getitem__)
    for place in held:
        read = judged.held.pop(place)
        yield place, read, row_of(read.text)
    passed.update(held)
    if len(passed) == len(judged.families):
        return
    left = (each for each in enumerate(rows_below(table, columns)) if each[0] not in passed)
    while some := sorted(islice(left, ROWS_AT_ONCE), key=lambda each: judged.families[each[0]]):
        for place, row in some:
            yield place, reader.row(row), row


def _rows_held(arrival: Arrival, judged: Sorted) -> Iterator[acts.Act]:
    places = sorted(judged.why)
    for start in range(0, len(places), IDS_COUNT):
        yield acts.RowsHeld(
            delivery=arrival.delivery,
            rows=tuple(
                acts.HeldRow(family=judged.families[place], reasons=judged.why[place])
                for place in places[start : start + IDS_COUNT]
            ),
        )


def _report(store: Store, arrival: Arrival, judged: Sorted) -> notices.Draft | None:
    if not judged.early:
        return None
    references = list(judged.early.values())
    return notices.released(arrival.asked.council, arrival.delivery, references, london_day(store.now()))


def _reported(arrival: Arrival, judged: Sorted, report: notices.Draft) -> Iterator[acts.Act]:
    yield report.act()
    early = list(judged.early)
    for start in range(0, len(early), IDS_COUNT):
        yield acts.ReleaseCheckReported(
            delivery=arrival.delivery,
            families=tuple(early[start : start + IDS_COUNT]),
            notice=report.notice,
            incident=None,
        )


def _release(
    store: Store,
    arrival: Arrival,
    table: Table,
    columns: Columns,
    reader: Reader,
    judged: Sorted,
    progress: Progress,
) -> Outcome:
    """Let rows through that waited and may be worked now, and tell of the others why they wait by now.

    Raises:
        DeliveryDoubledError: There are none, and each waits for what it waited for.
    """
    on_laptops = lock_refused_elsewhere(store, arrival.asked.council)
    due = {judged.families[place]: family for place, family in judged.waited.items() if place not in judged.why}
    changed = _why_now(store, arrival, judged)
    if not due and not changed:
        raise DeliveryDoubledError
    store.record(*changed)
    told = _Told(progress)
    for batch in _batches(arrival, table, columns, reader, judged, told):
        released = acts.RowsSettled(
            delivery=arrival.delivery,
            families=tuple(due.get(each, each) for each in batch.families),
            decision=RowDecision.RELEASE,
            reason=None,
        )
        store.record(batch, released)
        progress("Families kept", told.kept, len(due))
    return _outcome(arrival, columns, reader, judged, told, on_laptops)


def _why_now(store: Store, arrival: Arrival, judged: Sorted) -> list[acts.Act]:
    """Return what tells of rows that wait for something else than they did: since, they came under another name."""
    told = dict(store.rows("SELECT family, reasons FROM heldback WHERE delivery = ?", (arrival.delivery,)))
    now = {family: judged.why[place] for place, family in judged.waited.items() if place in judged.why}
    rows = [acts.HeldRow(family=family, reasons=why) for family, why in now.items() if told[family] != " ".join(why)]
    return [
        acts.RowsHeld(delivery=arrival.delivery, rows=tuple(rows[start : start + IDS_COUNT]))
        for start in range(0, len(rows), IDS_COUNT)
    ]


def _outcome(
    arrival: Arrival, columns: Columns, reader: Reader, judged: Sorted, told: _Told, on_laptops: int
) -> Outcome:
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=judged.counts(),
        reasons=Counter(reason for each in judged.why.values() for reason in each),
        columns=columns,
        notes_count=told.notes,
        odd_numbers_count=reader.odd_count,
        on_laptops_count=on_laptops,
        again_count=len(judged.again),
    )
