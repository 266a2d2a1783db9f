"""A laptop that will not come back: what may be lost with it, whom somebody expects, and its families to another one.

Owns what base can say of it, and the one deed. Refuses to own revoking (revocation), what makes a family free
(allocation), and the incident, which is told apart: a laptop that broke is none, one that was stolen is.

What was taken down on paper meanwhile is keyed at the new laptop, each attempt with the time it was really made.

Source: agreement A9, 14.1; design 5: nothing unsent is erased, and what was never sent is gone with its keys.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from store.clock import Instant, to_ms
from store.exchange import allocation
from store.exchange.away import Away, away
from store.exchange.peers import Peer, peer
from store.exchange.revocation import revoke
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.booked import Booking, booked_of
from store.ids import DeviceId, FamilyId
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.store import Store

AHEAD: Final = timedelta(days=7)
"""Appointments of so many days are told: whoever waits at home is rung before they wait in vain."""


@dataclass(frozen=True, slots=True)
class Dead:
    """What base knows of a laptop that will not come back.

    Attributes:
        laptop: As it stood last.
        families_count: Those it was given and that did not come back.
        free_count: Those of them that another one can have once it is revoked, as far as is known now.
        booked: Appointments of its families that lie within a week, the earliest first.
    """

    laptop: Away
    families_count: int
    free_count: int
    booked: tuple[Booking, ...] = field(repr=False)


def look(store: Store, device: DeviceId) -> Dead:
    """Return what base knows of one laptop; runs in the thread that writes.

    Raises:
        NotBaseError: A laptop knows of no other.
        UnknownDeviceError: It is none of base's.
    """
    known = peer(store, device)
    (stands,) = [each for each in away(store) if each.device == known.device]
    families = set(_families(store, known))
    free_then = {each.family for each in allocation.free_families(store, without=known.device)}
    return Dead(stands, len(families), len(families & free_then), _booked(store, families))


def reissue(store: Store, dead: Peer, cause: RevocationCause, to: Peer | None) -> int:
    """Believe a dead laptop no longer, and give what may be visited of its families to another one.

    Args:
        store: Base's.
        dead: Which.
        cause: Why it is no longer believed.
        to: Who gets its families; None for nobody yet.

    Returns:
        How many families were given.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        DeviceRevokedError: It was revoked before.
        StoreError: As `allocation.give`; the laptop is revoked then, and giving can be done again.
    """
    hold_supervisor_of_base(store)
    families = _families(store, dead)
    revoke(store, dead, cause)
    free = {each.family for each in allocation.free_families(store)}
    given = [each for each in families if each in free]
    if to is None or not given:
        return 0
    allocation.give(store, to, given)
    return len(given)


def _families(store: Store, laptop: Peer) -> list[FamilyId]:
    """Return the families a laptop was given and that did not come back, by the council's reference."""
    rows = store.rows(
        "SELECT family FROM allocation JOIN family USING (family) WHERE device = ? AND state IN (?, ?)"
        " ORDER BY council_reference",
        (laptop.device, GIVEN, HELD),
    )
    return [FamilyId(family) for (family,) in rows]


def _booked(store: Store, families: set[FamilyId]) -> tuple[Booking, ...]:
    now: Instant = store.now()
    until_ms = to_ms(now + AHEAD)
    return tuple(each for each in booked_of(store) if each.family in families and to_ms(now) <= each.at_ms <= until_ms)
