"""Which rows of a delivery may be worked, and why each of the others waits. Pure.

Owns the reasons. Refuses to own what is known of a family (it is told), and reading a row.

Source: agreement 7.2a: two weeks to refuse, 14 full days of them, before anybody is supplied.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

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


class Judge:
    """Says why rows of one delivery wait.

    Args:
        known: What is known already.
        windows: The agreement's.
        now: When they are judged.
    """

    def __init__(self, known: Known, windows: Windows, now: Instant) -> None:
        self._known = known
        self._records_from = windows.records_from
        # A delivery names few days, each of them thousands of times.
        self._of_window = lru_cache(maxsize=256)(partial(_of_window, windows, now))

    def reasons(self, row: RowRead, family: FamilyId, letter_on: date | None, is_again: bool) -> tuple[HeldReason, ...]:
        """Return why a row waits, or is left out; none where it may be worked.

        Args:
            row: What it says.
            family: The id under its reference.
            letter_on: When the letter went: as the row says, or the batch.
            is_again: Whether one of the same family stood further up.
        """
        known, earliest = self._known, self._records_from
        is_known = is_again or family in known.refused or family in known.held or family in known.doubled
        is_whole = row.reference and row.has_address and row.is_short and row.is_readable
        if is_whole and not is_known and letter_on is not None and letter_on >= earliest:
            return self._of_window(letter_on, row.refuse_by)  # nearly always; what follows says the same
        found = (
            (HeldReason.NO_ID, not row.reference),
            (HeldReason.OPTED_OUT, family in known.refused),
            (HeldReason.ALREADY_HELD, family in known.held),
            (HeldReason.DOUBLED_ID, bool(row.reference) and (is_again or family in known.doubled)),
            (HeldReason.NO_ADDRESS, not row.has_address),
            (HeldReason.TOO_LONG, not row.is_short),
            (HeldReason.UNREADABLE, not row.is_readable or (letter_on is not None and letter_on < earliest)),
            (HeldReason.LETTER_DATE_MISSING, letter_on is None and row.is_readable),
        )
        of_row = tuple([each for each, is_so in found if is_so])
        return of_row if letter_on is None else of_row + self._of_window(letter_on, row.refuse_by)


def _of_window(windows: Windows, now: Instant, letter_on: date, refuse_by: date | None) -> tuple[HeldReason, ...]:
    window = refusal_window(windows, letter_on)
    is_short = refuse_by is not None and refuse_by < window.last_day_on
    is_open = window.is_open_at(now) or (refuse_by is not None and now < end_of(refuse_by))
    return (HeldReason.WINDOW_TOO_SHORT,) * is_short + (HeldReason.WINDOW_STILL_OPEN,) * is_open
