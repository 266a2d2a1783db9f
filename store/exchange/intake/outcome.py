"""What came of a delivery, to be told to whoever took it in.

Owns the values. Refuses to own the words they are told in (tui).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from store.agreement.purposes import DatasetKind
from store.exchange.intake.columns import Columns
from store.exchange.intake.ledger import Counts
from store.keeping.acts.terms.exchange import HeldReason


@dataclass(frozen=True, slots=True)
class Outcome:
    """A delivery that was taken in.

    Attributes:
        delivery: Its id in the trail.
        counts: Of its rows, and nothing is missing among them.
        reasons: How many rows wait, or are left out, for each reason; a row may have several.
        notes_count: Notes that wait until somebody has read them.
        odd_numbers_count: Telephone numbers that can be none, kept as they came.
        on_laptops_count: Families that are locked on laptops by an order.
        again_count: Rows that said nothing new.
        matched_count: Families of a list of refusals whose contact details were supplied.
        unmatched_count: Families of it, or of a file of eligibility, whose contact details were never supplied.
        left_out_count: Rows of updates that never reached the disk: of families without a live yes.
        moved_count: Families of wave 2 whose address changed since wave 1.
        called_back_count: Families of wave 2 that laptops had from wave 1 and are asked to give back.
        waiting: Laptops that have yet to destroy what they hold of the others, by name.
        columns: What its columns were taken for.
        report: What tells the council of a release that should not have been, drafted; empty where there was none.
    """

    delivery: str
    kind: DatasetKind
    counts: Counts
    reasons: Mapping[HeldReason, int]
    columns: Columns
    notes_count: int = 0
    odd_numbers_count: int = 0
    on_laptops_count: int = 0
    again_count: int = 0
    matched_count: int = 0
    unmatched_count: int = 0
    left_out_count: int = 0
    moved_count: int = 0
    called_back_count: int = 0
    waiting: Sequence[str] = field(default=(), repr=False)
    report: str = field(default="", repr=False)
