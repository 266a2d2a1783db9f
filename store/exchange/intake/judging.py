"""Which rows of a delivery may be worked, and why each of the others waits. Pure.

Owns the reasons. Refuses to own what is known of a family (it is told), and reading a row.

Source: agreement 7.2a: two weeks to refuse, 14 full days of them, before anybody is supplied.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from store.agreement.london import end_of
from store.agreement.windows import Windows, refusal_window
from store.clock import Instant
from store.exchange.intake.reading_rows import RowRead
from store.ids import FamilyId
from store.keeping.acts.terms.exchange import HeldReason


@dataclass(frozen=True, slots=True)
class Known:
    """What base knows of families already.

    Attributes:
        refused: Who wished for no contact, whether ever supplied or not.
        held: Who came in another delivery.
        doubled: Ids that stand in several rows of this one that do not say the same.
    """

    refused: Set[FamilyId]
    held: Set[FamilyId]
    doubled: Set[FamilyId]


def reasons(
    row: RowRead,
    family: FamilyId,
    *,
    is_again: bool,
    known: Known,
    letter_on: date | None,
    windows: Windows,
    now: Instant,
) -> tuple[HeldReason, ...]:
    """Return why a row waits, or is left out; none where it may be worked.

    Args:
        row: What it says.
        family: The id under its reference.
        is_again: Whether the same row stood further up.
        known: What is known already.
        letter_on: When the letter went: as the row says, or the batch.
        windows: The agreement's.
        now: When it is judged.
    """
    is_known = family in known.refused or family in known.held or family in known.doubled or is_again
    is_whole = row.reference and row.has_address and row.is_short and row.is_readable
    if is_whole and not is_known and letter_on is not None and letter_on >= windows.records_from:
        return _of_window(letter_on, row.refuse_by, windows, now)  # nearly always; what follows says the same
    found = (
        (HeldReason.NO_ID, not row.reference),
        (HeldReason.OPTED_OUT, family in known.refused),
        (HeldReason.ALREADY_HELD, family in known.held),
        (HeldReason.DOUBLED_ID, bool(row.reference) and (is_again or family in known.doubled)),
        (HeldReason.NO_ADDRESS, not row.has_address),
        (HeldReason.TOO_LONG, not row.is_short),
        (HeldReason.UNREADABLE, not row.is_readable or (letter_on is not None and letter_on < windows.records_from)),
        (HeldReason.LETTER_DATE_MISSING, letter_on is None and row.is_readable),
    )
    of_row = tuple([each for each, is_so in found if is_so])
    return of_row if letter_on is None else of_row + _of_window(letter_on, row.refuse_by, windows, now)


@lru_cache(maxsize=256)  # a delivery names few days, each of them thousands of times
def _of_window(letter_on: date, refuse_by: date | None, windows: Windows, now: Instant) -> tuple[HeldReason, ...]:
    window = refusal_window(windows, letter_on)
    is_short = refuse_by is not None and refuse_by < window.last_day_on
    is_open = window.is_open_at(now) or (refuse_by is not None and now < end_of(refuse_by))
    return (HeldReason.WINDOW_TOO_SHORT,) * is_short + (HeldReason.WINDOW_STILL_OPEN,) * is_open
