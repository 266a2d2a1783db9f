"""The rows of a delivery, read through once and sorted: which may be worked, which wait, which were here before.

Owns what base knows beforehand of the families they name. Refuses to own the reasons themselves (judging), and keeping
anything: of rows that wait no value is held here but the references of families that had refused.

Source: agreement 7.2a.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import chain
from typing import Final

from store.agreement.london import london_day
from store.agreement.windows import Windows, refusal_window
from store.clock import LONDON, from_ms
from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Columns, rows_below
from store.exchange.intake.identity import Identities
from store.exchange.intake.judging import Judge, Known
from store.exchange.intake.ledger import Counts
from store.exchange.intake.reading_rows import PARTED, Reader, RowRead, digest_of
from store.exchange.intake.tables import Table
from store.ids import FamilyId
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.acts.terms.families import WishBy, WishDecision, WishReach
from store.keeping.merging.wishes import Wished, standing_wishes
from store.keeping.store import Store

_TOLD_EVERY: Final = 1_000
_PARTED: Final = PARTED.encode("ascii")

KEPT_BYTES: Final = 48 * 1024 * 1024
"""So much of a delivery's text is held until its families are kept in the order of their ids: 150,000 long rows."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a delivery, each with what becomes of it.

    Attributes:
        families: The id of each row, in order.
        why: Why a row waits, by its place; rows that do not are not named.
        early: References of the families that the council should not have supplied: they were on its own list in time.
        again: Places of rows that were supplied under this delivery before.
        held: What rows say that may be worked, by place; those that do not fit are read from the table again.
        waited: Under which id a row waits since this delivery was taken in, by its place.
    """

    families: list[FamilyId]
    why: dict[int, tuple[HeldReason, ...]]
    early: dict[FamilyId, str] = field(repr=False)
    again: set[int]
    held: dict[int, RowRead] = field(repr=False, default_factory=dict)
    waited: dict[int, FamilyId] = field(default_factory=dict)

    def counts(self) -> Counts:
        """Return what became of them."""
        opted_out = sum(HeldReason.OPTED_OUT in each for each in self.why.values())
        mailed, held = len(self.families), len(self.why) - opted_out
        return Counts(mailed, opted_out, held, mailed - opted_out - held)


def sort(store: Store, arrival: Arrival, table: Table, columns: Columns, reader: Reader, progress: Progress) -> Sorted:
    """Return what becomes of each row; nothing is kept.

    Raises:
        TableUnreadableError: It stops being a table on the way.
    """
    now, windows = store.now(), arrival.agreement.windows
    identities = Identities(store, arrival.asked.council)
    families: list[FamilyId] = []
    rows: list[RowRead] = []
    let_go: dict[int, str] = {}
    kept_bytes = 0
    for number, row in enumerate(rows_below(table, columns)):
        read = reader.row(row)
        family = identities.family(read.reference) if read.reference else identities.row(arrival.delivery, number)
        families.append(family)
        size = len(read.text)
        is_parted = read.is_plain or read.text.count(_PARTED) == len(row) - 1
        if read.is_short and is_parted and kept_bytes + size <= KEPT_BYTES:
            kept_bytes += size
        else:
            let_go[number] = digest_of(read.text)
            read.text = b""
        rows.append(read)
        if number % _TOLD_EVERY == 0:
            progress("Rows read", number, 0)
    for read in rows if reader.is_unsure else ():
        read.doubt_days()
    again, doubled = _again(families, rows, let_go)
    supplied = dict(store.rows("SELECT family, delivery FROM supplied"))
    refusals = standing_refusals(store)
    known = Known(
        refused=refusals.keys(),
        held={family for family, delivery in supplied.items() if delivery != arrival.delivery},
        doubled=doubled,
    )
    judged = Sorted(families, {}, {}, set())
    judge = Judge(known, windows, now)
    delivery, letters_on = arrival.delivery, arrival.asked.letters_sent_on
    for place, (family, read) in enumerate(zip(families, rows, strict=True)):
        letter_on = read.letter_on or letters_on
        why = judge.reasons(read, family, letter_on, place in again)
        if supplied.get(family) == delivery and HeldReason.DOUBLED_ID not in why:
            judged.again.add(place)
        elif why:
            judged.why[place] = why
            listed_on = refusals.get(family, {}).get(WishBy.COUNCIL_LIST, ())
            if family not in known.held and any(was_in_time(on, letter_on, windows) for on in listed_on):
                judged.early[family] = read.reference
        elif read.text:
            judged.held[place] = read
    waiting = {family for (family,) in store.rows("SELECT family FROM heldback WHERE delivery = ?", (delivery,))}
    for place, (family, read) in enumerate(zip(families, rows, strict=True)) if waiting else ():
        ids = chain((family,), identities.ever(read.reference) if read.reference else ())
        waited = None if place in judged.again else next((each for each in ids if each in waiting), None)
        if waited is not None:
            judged.waited[place] = waited
    return judged


def _again(
    families: Sequence[FamilyId], rows: Sequence[RowRead], let_go: Mapping[int, str]
) -> tuple[set[int], set[FamilyId]]:
    """Return the places of rows whose family stands further up, and the families whose rows do not say the same.

    Args:
        families: The id of each row.
        rows: What each says.
        let_go: The digests of those whose text is not held, by place.
    """
    again: set[int] = set()
    doubled: set[FamilyId] = set()
    if len(set(families)) == len(families):  # nearly always
        return again, doubled
    count_of = Counter(families)
    first: dict[FamilyId, str] = {}
    for place, (family, read) in enumerate(zip(families, rows, strict=True)):
        if count_of[family] == 1:
            continue
        digest = let_go.get(place) or digest_of(read.text)
        if family in first:
            again.add(place)
        if first.setdefault(family, digest) != digest:
            doubled.add(family)
    return again, doubled


def standing_refusals(store: Store) -> dict[FamilyId, dict[WishBy, list[date | None]]]:
    """Return whom nobody visits any more, supplied or not: by whose word, and on which days where these are known."""
    found: dict[FamilyId, dict[WishBy, list[date | None]]] = {}
    for family, _, by, at_ms in refusing_wishes(store):
        found.setdefault(family, {}).setdefault(by, []).append(_day_said(at_ms))
    return found


def refusing_wishes(store: Store) -> Iterator[tuple[FamilyId, str, WishBy, int]]:
    """Yield every wish that stands and leaves a whole family in peace: whose, which, by whom, and when, in UTC ms."""
    wishes: defaultdict[str, list[tuple[Wished, bool, WishBy, int]]] = defaultdict(list)
    for family, wish, follows, decision, counts, reach, person, by, at_ms in store.rows(
        "SELECT family, wish, follows, decision, counts, reach, person, by, at_ms FROM wish"
    ):
        is_of_all = reach == WishReach.FAMILY or person is None
        wished = Wished(wish, follows, WishDecision(decision), bool(counts))
        wishes[family].append((wished, is_of_all, WishBy(by), at_ms))
    for family, said in wishes.items():
        standing = standing_wishes(wished for wished, *_ in said)
        for wished, is_of_all, by, at_ms in said:
            if wished.wish in standing and is_of_all and wished.decision is WishDecision.NO_CONTACT:
                yield FamilyId(family), wished.wish, by, at_ms


def was_in_time(refused_on: date | None, letter_on: date | None, windows: Windows) -> bool:
    """Say whether a family refused within its two weeks, so that it should not have been supplied.

    A day that nobody knows counts as in time: what is not known is reported rather than passed over.
    """
    if letter_on is None or refused_on is None:
        return True
    return refused_on <= refusal_window(windows, letter_on).last_day_on


def _day_said(at_ms: int) -> date | None:
    """Return the day on which a family refused; a list that says none is kept under the moment it was taken in."""
    at = from_ms(at_ms).astimezone(LONDON)
    return london_day(from_ms(at_ms)) if at.time() == time(12) else None
