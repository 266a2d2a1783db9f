"""What councils sent so far: where each delivery stands, which of its rows wait and why, which councils there are.

Owns reading it. Refuses to own the rules that decided it (sorting, refusing), and the words it is told in (tui).

Source: agreement 7.2a, 8.2.
"""

from dataclasses import dataclass, field

from store.agreement.purposes import DatasetKind
from store.clock import Instant, from_ms
from store.exchange.intake.ledger import Counts
from store.ids import FamilyId
from store.keeping.acts.terms.exchange import HeldReason
from store.keeping.follows_deliveries import UNREADABLE
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as it stands.

    Attributes:
        council: Whose; None while only its movement is known.
        kind: What it held; None until it is taken in.
        state: As `store.keeping.follows_deliveries` names it.
        why: The word for why it was turned away or waits apart, where it does.
        at: When it arrived; None where that is not told.
        counts: Of its rows when it was taken in; None until then.
        waiting_count: Rows that are still held back now.
    """

    delivery: str
    council: str | None = field(repr=False)
    kind: DatasetKind | None
    state: str
    why: str | None
    at: Instant | None
    counts: Counts | None
    waiting_count: int


def deliveries(store: Store) -> list[Delivery]:
    """Return every delivery, the newest first."""
    rows = store.rows(
        "SELECT delivery.delivery, council, dataset_kind, state, why, at_ms, mailed_count, opted_out_count, held_count,"
        " supplied_count, (SELECT count(*) FROM heldback WHERE heldback.delivery = delivery.delivery)"
        " FROM delivery ORDER BY delivery.rowid DESC"
    )
    return [
        Delivery(
            delivery,
            council,
            None if kind is None else DatasetKind(kind),
            state,
            why,
            None if at_ms is None else from_ms(at_ms),
            None if counts[0] is None else Counts(*counts),
            waiting,
        )
        for delivery, council, kind, state, why, at_ms, *counts, waiting in rows
    ]


def unreadable(store: Store) -> list[tuple[str, Instant]]:
    """Return the deliveries that cannot be read, each with when it came, the oldest first."""
    rows = store.rows("SELECT delivery, at_ms FROM delivery WHERE state = ? ORDER BY at_ms", (UNREADABLE,))
    return [(delivery, from_ms(at_ms)) for delivery, at_ms in rows]


def held_back(store: Store, delivery: str) -> list[tuple[FamilyId, tuple[HeldReason, ...]]]:
    """Return the rows of a delivery that wait, by the id their family would have, and every reason of each."""
    rows = store.rows("SELECT family, reasons FROM heldback WHERE delivery = ? ORDER BY reasons, family", (delivery,))
    return [(FamilyId(family), tuple(map(HeldReason, reasons.split()))) for family, reasons in rows]


def councils(store: Store) -> list[str]:
    """Return the councils that anything came from, as they were written last, by name."""
    return sorted({council for (council,) in store.rows("SELECT council FROM delivery WHERE council IS NOT NULL")})
