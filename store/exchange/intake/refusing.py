"""A council's list of families that refused: nobody visits them any more, here and on every laptop.

Owns the deed; it can be done at any time. Refuses to own what a refusal at the door does (fieldwork, refusals).

Source: agreement 7.2a: two weeks to refuse; a refuser found in a delivery is reported to the council too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice

from store.agreement.london import in_utc, london_day
from store.clock import LONDON, Instant, from_ms, to_ms
from store.errors import DeliveryDoubledError
from store.exchange.containers import Opened
from store.exchange.intake import memory, notices
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import rows_below
from store.exchange.intake.dates import is_plain
from store.exchange.intake.identity import Identities
from store.exchange.intake.ledger import Counts, announce, arrived
from store.exchange.intake.locking import lock_everywhere
from store.exchange.intake.outcome import Outcome
from store.exchange.intake.parting import listed_by_others
from store.exchange.intake.reading_rows import Reader
from store.exchange.intake.sorting import standing_refusals, was_in_time
from store.exchange.intake.taking_in import ROWS_AT_ONCE, readable, understood
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.acts.terms.families import FamilyLockCause, WishBy, WishChannel, WishDecision, WishReach
from store.keeping.acts.values import IDS_COUNT
from store.keeping.follows_deliveries import ARRIVING, TAKEN_IN
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One family that refused."""

    family: FamilyId
    on: date | None
    reference: str = field(repr=False)


def take_refusals(store: Store, arrival: Arrival, opened: Opened, progress: Progress) -> Outcome:
    """Take in a list of families that refused.

    Raises:
        DeliveryUnreadableError, IntakeError: Nothing was taken in.
        DeliveryDoubledError: It was taken in before.
        StoreError: As `Store.record`; doing it again goes on from there.
    """
    if arrival.state == TAKEN_IN:
        raise DeliveryDoubledError
    table, columns = understood(store, arrival, opened)
    reader = Reader(columns, arrival.asked.council, arrival.agreement.languages)
    identities = Identities(store, arrival.asked.council)
    found: dict[FamilyId, _Refusal] = {}
    waiting: dict[FamilyId, tuple[HeldReason, ...]] = {}
    beside: set[FamilyId] = set()
    mailed = 0
    with readable(store, arrival, opened):
        for number, row in enumerate(rows_below(table, columns)):
            read = reader.row(row)
            mailed += 1
            if read.reference:  # a day that cannot be read changes nothing: who refused is left in peace
                ids = identities.refused(read.reference)
                if len(ids) > 1:
                    beside.update(set(ids).difference(identities.every(read.reference)))
                for family in ids:
                    found.setdefault(family, _Refusal(family, read.refused_on, read.reference))
            else:
                waiting[identities.row(arrival.delivery, number)] = (HeldReason.NO_ID,)
    if reader.is_unsure:  # a day that may be another is none: it counts as in time
        found = {each.family: each if is_plain(each.on) else replace(each, on=None) for each in found.values()}
    supplied = dict(store.rows("SELECT family, delivery FROM supplied"))
    movement = announce(store, arrival, mailed)
    before = {family for family, by in standing_refusals(store).items() if WishBy.COUNCIL_LIST in by}
    before -= listed_by_others(store, arrival.asked.council)
    new = [each for each in found.values() if each.family not in before]
    wishes = {each.family: new_id() for each in new}
    _wish(store, arrival, new, wishes, progress)
    to_lock = [family for family in found if family in supplied]
    on_laptops = lock_everywhere(store, to_lock, FamilyLockCause.CONTACT_WISH, wishes)
    # What was broken off is told of as a whole: its wishes may have been kept the first time.
    told = list(found.values()) if arrival.state == ARRIVING else new
    windows = arrival.agreement.windows
    came_in = _held_back(store, before) | supplied
    early = [
        each
        for each in told
        if each.family in came_in and was_in_time(each.on, _letter_on(store, each.family), windows)
    ]
    references = [each.reference for each in early]
    came_on = _came_on(store, [came_in[each.family] for each in early])
    report = notices.released(arrival.asked.council, arrival.delivery, references, came_on)
    counts = Counts(mailed, mailed - len(waiting), len(waiting), 0)
    held = tuple(acts.HeldRow(family=family, reasons=why) for family, why in waiting.items())
    store.record(
        *(
            acts.RowsHeld(delivery=arrival.delivery, rows=held[start : start + IDS_COUNT])
            for start in range(0, len(held), IDS_COUNT)
        ),
        *(_reported(early, came_in, report) if early else ()),
        *arrived(store, arrival, opened, movement, counts),
    )
    memory.remember(store, arrival.asked.council, arrival.asked.kind, columns)
    return Outcome(
        delivery=arrival.delivery,
        kind=arrival.asked.kind,
        counts=counts,
        reasons=Counter({HeldReason.NO_ID: len(waiting)} if waiting else {}),
        columns=columns,
        on_laptops_count=on_laptops,
        # A row may be of two families that are known.
        again_count=max(0, mailed - len(waiting) - sum(each.family not in beside for each in new)),
        matched_count=len(to_lock),
        unmatched_count=len(found.keys() - supplied.keys() - beside),
        report=report.text if early else "",
    )


def _wish(store: Store, arrival: Arrival, new: list[_Refusal], wishes: dict[FamilyId, str], progress: Progress) -> None:
    """Keep what each of them wishes; of a family that was never supplied nothing else is known."""
    now, left, kept = store.now(), iter(new), 0
    while batch := list(islice(left, ROWS_AT_ONCE)):
        store.record(
            *(
                acts.ContactWishRecorded(
                    wish=wishes[each.family],
                    follows=None,
                    family=each.family,
                    reach=WishReach.FAMILY,
                    person=None,
                    decision=WishDecision.NO_CONTACT,
                    by=WishBy.COUNCIL_LIST,
                    by_person=None,
                    by_description=None,
                    channel=WishChannel.COUNCIL_FILE,
                    at_ms=to_ms(_said_at(each.on, now)),
                    delivery=arrival.delivery,
                    attempt=None,
                    sheet=None,
                    reason=None,
                )
                for each in batch
            )
        )
        kept += len(batch)
        progress("Refusals kept", kept, len(new))


def _said_at(on: date | None, now: Instant) -> Instant:
    """Return when a family refused: noon of the day it is said to, or now where that is not known or still ahead."""
    return now if on is None else min(now, in_utc(datetime.combine(on, time(12), LONDON)))


def _letter_on(store: Store, family: FamilyId) -> date | None:
    """Return when the letter of a family that was supplied went."""
    rows = store.rows("SELECT letter_sent_on FROM family WHERE family = ?", (family,))
    letter = rows[0][0] if rows else None
    return None if letter is None else date.fromisoformat(letter)


def _held_back(store: Store, before: Set[FamilyId]) -> dict[FamilyId, str]:
    """Return the families whose rows wait, each with its delivery: the council named them too.

    Args:
        store: Base's.
        before: Whom the council had on its list already: a row that came later was told of when it came.
    """
    rows = store.rows("SELECT family, delivery, reasons FROM heldback")
    return {
        FamilyId(family): delivery
        for family, delivery, reasons in rows
        if not (family in before and HeldReason.OPTED_OUT in reasons.split())
    }


def _came_on(store: Store, deliveries: Sequence[str]) -> date:
    """Return the London day on which the first of some deliveries was taken in; today where there are none."""
    known = dict(store.rows("SELECT delivery, at_ms FROM delivery WHERE at_ms IS NOT NULL"))
    return london_day(min((from_ms(known[each]) for each in deliveries if each in known), default=store.now()))


def _reported(early: list[_Refusal], supplied: Mapping[FamilyId, str], report: notices.Draft) -> Iterator[acts.Act]:
    """Yield what tells of families that should not have been supplied, by the delivery that supplied them."""
    yield report.act()
    of_each: dict[str, list[FamilyId]] = {}
    for each in early:
        of_each.setdefault(supplied[each.family], []).append(each.family)
    for delivery, families in of_each.items():
        for start in range(0, len(families), IDS_COUNT):
            yield acts.ReleaseCheckReported(
                delivery=delivery,
                families=tuple(families[start : start + IDS_COUNT]),
                notice=report.notice,
                incident=None,
            )
