"""Who does something, where, when, and under which agreement: what every deed has to know beside what was entered.

Owns that value and London's offset. Refuses to own who may sign in.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from store.agreement.london import london_day
from store.agreement.terms import Agreement
from store.clock import LONDON, Instant, to_ms
from store.errors import StillAheadError
from store.ids import StaffId
from store.keeping.acts.terms.store import StaffRole, StoreRole

if TYPE_CHECKING:
    from store.keeping.store import Store

MINUTE_MS: Final = 60_000
"""Times are typed to the minute, so that one may lie up to a minute before what it follows."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who, where, when.

    Attributes:
        staff: Who is signed in.
        role: Which side of the exchange this store is.
        is_supervisor: Whether they are one.
        now: By the store's clock, UTC.
        agreement: The one the store lives under.
    """

    staff: StaffId
    role: StoreRole
    is_supervisor: bool
    now: Instant
    agreement: Agreement

    @property
    def now_ms(self) -> int:
        """Now, as acts have it."""
        return to_ms(self.now)

    @property
    def today(self) -> date:
        """The London day it is."""
        return london_day(self.now)


def circumstances_of(store: "Store", agreement: Agreement) -> Circumstances:
    """Return the circumstances of a deed in an open store.

    Args:
        store: Somebody is signed in to it.
        agreement: As `store.door.agreement_of`; it is read once, not for each deed.
    """
    return Circumstances(
        staff=store.keys.person.staff,
        role=StoreRole(store.sidecar.role),
        is_supervisor=StaffRole.SUPERVISOR in store.roles(),
        now=store.now(),
        agreement=agreement,
    )


def past_ms(at: Instant | None, circumstances: Circumstances) -> int:
    """Return when something happened, as acts have it.

    Args:
        at: As it was entered, with its zone; None for now.
        circumstances: Of the deed.

    Raises:
        StillAheadError: It lies ahead.
        NaiveInstantError: It carries no zone.
    """
    at_ms = circumstances.now_ms if at is None else to_ms(at)
    if at_ms > circumstances.now_ms:
        raise StillAheadError
    return at_ms


def offset_min(at: Instant) -> int:
    """Return how many minutes London is ahead of UTC at an instant: 0 or 60."""
    return (at.astimezone(LONDON).utcoffset() or timedelta()) // timedelta(minutes=1)
