"""The two weeks a family has to refuse, and the six months a council has to supply.

Owns windows and the batch schedule. Refuses to own who refused and which row is held back: intake decides, from what
this room tells it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from store.agreement.london import add_months, end_of, in_utc
from store.clock import Instant


@dataclass(frozen=True, slots=True)
class Windows:
    """The agreement's windows.

    Attributes:
        refusal_full_days: Full days a family has, after the letter is assumed to have come.
        postal_allowance_days: Days from posting to assumed receipt.
        records_from: The earliest day a supplied record may have been collected on.
        supply_opens_on: First day of the supply.
        supply_months: How long it lasts.
        schedule_document_sha256: The document the batches were agreed in; None while it is to be asked for.
    """

    refusal_full_days: int
    postal_allowance_days: int
    records_from: date
    supply_opens_on: date
    supply_months: int
    schedule_document_sha256: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """One agreed batch: a delivery outside every batch is quarantined."""

    id: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class RefusalWindow:
    """The window of one letter.

    Attributes:
        letter_on: The day the letter was posted.
        assumed_receipt_on: The day it is assumed to have come; itself no full day.
        last_day_on: The last full day a refusal is in time.
        closes_at: The first instant after it, UTC.
    """

    letter_on: date
    assumed_receipt_on: date
    last_day_on: date
    closes_at: Instant

    def is_open_at(self, at: datetime) -> bool:
        """Say whether a family may still refuse, so that its row has to be held back.

        Raises:
            NaiveInstantError: `at` carries no zone.
        """
        return in_utc(at) < self.closes_at


def refusal_window(windows: Windows, letter_on: date) -> RefusalWindow:
    """Return the window that a letter posted on a London day opens.

    Source:
        Agreement 7.2a.
    """
    assumed_receipt_on = letter_on + timedelta(days=windows.postal_allowance_days)
    last_day_on = assumed_receipt_on + timedelta(days=windows.refusal_full_days)
    return RefusalWindow(letter_on, assumed_receipt_on, last_day_on, end_of(last_day_on))


def supply_closes_on(windows: Windows) -> date:
    """Return the last day of the supply.

    Source:
        Agreement 7.2b.
    """
    return add_months(windows.supply_opens_on, windows.supply_months) - timedelta(days=1)


def batch_on(batches: tuple[Batch, ...], on: date) -> Batch | None:
    """Return the batch a delivery of a London day belongs to; None for one that is unscheduled or late.

    Source:
        Agreement 7.2b.
    """
    return next((batch for batch in batches if batch.opens_on <= on <= batch.closes_on), None)
