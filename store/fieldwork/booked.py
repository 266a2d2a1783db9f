"""Appointments that still stand, of every family here: what a diary shows, and what a new one can clash with.

Owns reading them in one query. Refuses to own the day's order (agenda) and what becomes of one (appointments).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from store.clock import Instant, to_ms
from store.fieldwork.agenda import clashing
from store.fieldwork.carrier import shows_families

if TYPE_CHECKING:
    from store.keeping.store import Store


class Booking(NamedTuple):
    """One appointment that still stands, with what its family's line in the list says anyway.

    Attributes:
        family: Whose.
        appointment: Its id.
        at_ms: When it begins.
        duration_min: How long it takes.
        is_firm: Whether the time was agreed, not only hoped for.
        mode: A value of `AttemptMode`; empty where it came with the family.
        name: Of the main carer; empty where nobody's is known.
        street: The first line of the address; empty where none is known.
        postcode: As it is written; empty where none is known.
        standing: A value of `Standing`.
        is_told_on: Whether another laptop made it, and base told of it.
    """

    family: str
    appointment: str
    at_ms: int
    duration_min: int
    is_firm: int
    mode: str
    name: str
    street: str
    postcode: str
    standing: str
    is_told_on: int

    def __repr__(self) -> str:
        """Show which it is by ids alone."""
        return f"Booking(family={self.family!r}, appointment={self.appointment!r})"


class _Meant(NamedTuple):
    at_ms: int
    duration_min: int


_STANDING: Final = (
    "SELECT a.family, a.appointment, a.at_ms, a.duration_min, a.is_firm, coalesce(a.mode, ''), l.name, l.street,"
    " l.postcode, l.standing, a.is_told_on FROM appointment AS a JOIN contactline AS l ON l.family = a.family"
    ' WHERE a."end" IS NULL ORDER BY a.at_ms, a.duration_min, a.appointment'
)


def read_booked(connection: Any) -> tuple[Booking, ...]:
    """Return every appointment that still stands, the earliest first, also those that are past.

    Args:
        connection: Over which to read; nothing is written.

    Raises:
        StoreDamagedError, StoreUnreadableError: As the connection's owner turns what SQLCipher refuses.
    """
    return tuple(map(Booking._make, connection.execute(_STANDING)))


def booked_of(store: "Store") -> tuple[Booking, ...]:
    """Return the same from an open store, in the thread that writes; nothing where no family is shown (carrier)."""
    if not shows_families(store):
        return ()
    with store.looking() as connection:
        return read_booked(connection)


def clashes(at: Instant, duration_min: int, booked: Iterable[Booking], moved: str | None = None) -> tuple[Booking, ...]:
    """Return what an appointment would overlap with, in order of time.

    Args:
        at: When it would begin, with its zone.
        duration_min: How long it would take.
        booked: Those that stand.
        moved: The one that would be moved there; it is no hindrance to itself.
    """
    return clashing(_Meant(to_ms(at), duration_min), (each for each in booked if each.appointment != moved))
