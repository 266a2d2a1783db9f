"""The rows of a delivery, read through once and sorted: which may be worked, which wait, which were here before.

Owns what base knows beforehand of the families they name. Refuses to own the reasons themselves (judging), and keeping
anything: no value of any row is held here but the references of families that had refused.

Source: agreement 7.2a.
"""

from dataclasses import dataclass, field
from typing import Final

from store.exchange.intake.arriving import Arrival, Progress
from store.exchange.intake.columns import Columns, rows_below
from store.exchange.intake.identity import Identities
from store.exchange.intake.judging import Known, reasons
from store.exchange.intake.ledger import Counts
from store.exchange.intake.reading_rows import Reader
from store.exchange.intake.tables import Table
from store.ids import FamilyId
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.acts.terms.families import WishDecision, WishReach
from store.keeping.store import Store

_TOLD_EVERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a delivery, each with what becomes of it; no value of any is held here.

    Attributes:
        families: The id of each row, in order.
        why: Why a row waits, by its place; rows that do not are not named.
        references: Of the rows whose families had refused.
        again: Places of rows that were supplied under this delivery before.
    """

    families: list[FamilyId]
    why: dict[int, tuple[HeldReason, ...]]
    references: list[str] = field(repr=False)
    again: set[int]

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
    seen: dict[FamilyId, str] = {}
    doubled: set[FamilyId] = set()
    families: list[FamilyId] = []
    rows = []
    for number, row in enumerate(rows_below(table, columns)):
        read = reader.row(row)
        family = identities.family(read.reference) if read.reference else identities.row(arrival.delivery, number)
        if seen.setdefault(family, read.digest) != read.digest:
            doubled.add(family)
        families.append(family)
        rows.append((read, reader.has_address(row), reader.is_short(row)))
        if number % _TOLD_EVERY == 0:
            progress("Rows read", number, number)
    supplied = dict(store.rows("SELECT family, delivery FROM supplied"))
    known = Known(
        refused=refused_families(store),
        held={family for family, delivery in supplied.items() if delivery != arrival.delivery},
        doubled=doubled,
    )
    judged = Sorted(families, {}, [], set())
    before: set[FamilyId] = set()
    for place, (family, (read, has_address, is_short)) in enumerate(zip(families, rows, strict=True)):
        why = reasons(
            read,
            family,
            has_address=has_address,
            is_short=is_short,
            is_again=family in before,
            known=known,
            letter_on=read.letter_on or arrival.asked.letters_sent_on,
            windows=windows,
            now=now,
        )
        before.add(family)
        if family in supplied and supplied[family] == arrival.delivery and HeldReason.DOUBLED_ID not in why:
            judged.again.add(place)
        elif why:
            judged.why[place] = why
            if HeldReason.OPTED_OUT in why:
                judged.references.append(read.reference)
    return judged


def refused_families(store: Store) -> set[FamilyId]:
    """Return whom nobody visits any more, supplied or not."""
    rows = store.rows(
        "SELECT family FROM wish WHERE decision = ? AND reach = ?", (WishDecision.NO_CONTACT, WishReach.FAMILY)
    )
    return {FamilyId(family) for (family,) in rows}
