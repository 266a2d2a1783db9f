"""The laptops of a base as a supervisor lists them, and a laptop's base as its interviewer does.

Owns gathering what is known of each. Refuses to own the register of peers (peers) and how a line reads.
"""

from dataclasses import dataclass, field

from store.clock import Instant, from_ms
from store.exchange.peers import Peer, peers
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceState
from store.keeping.acts.terms.store import StoreRole
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.header import unpack
from store.keeping.journal import Entry, Journal
from store.keeping.store import Store
from store.keeping.taking import N_BITS

REVOKED = "revoked"
"""Where a device stands that is no longer believed, beside every `DeviceState`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a peer.

    Attributes:
        interviewer: Who carries it; None for base.
        families_count: How many families it was given and is not known to have erased; 0 for base.
        state: `REVOKED`, or a `DeviceState`.
        last_in_at: When something new of it was last taken in, by this store's clock; None for never.
        receipted: How much of this store's journal base countersigned; None at base.
    """

    peer: Peer
    interviewer: str | None = field(repr=False)
    families_count: int
    state: str
    last_in_at: Instant | None
    receipted: int | None


def known(store: Store) -> list[Known]:
    """Return every peer, revoked ones too, by name."""
    is_base = store.sidecar.role == StoreRole.BASE
    names = dict(store.rows("SELECT staff, name FROM staff"))
    counts = dict(
        store.rows("SELECT device, count(*) FROM allocation WHERE state IN (?, ?) GROUP BY device", (GIVEN, HELD))
    )
    states = dict(store.rows("SELECT device, state FROM device"))
    return [
        Known(
            peer=each,
            interviewer=None if each.staff is None else names.get(each.staff, each.staff),
            families_count=counts.get(each.device, 0) if is_base else 0,
            state=REVOKED if each.revoked_from is not None else states.get(each.device, DeviceState.IN_USE.value),
            last_in_at=_taken_up_at(store, each) if is_base else _taken_down_at(store, each),
            receipted=None if is_base else _receipted(store),
        )
        for each in peers(store)
    ]


def carried_by(store: Store, name: str) -> list[Known]:
    """Return the laptops, still believed, of somebody who works here, by name.

    Whoever leaves is let in by base no longer. Their laptop hears it at its next sync, and shows no family from then
    on; it still opens, so that what it has not sent is not locked away with them.

    Source:
        Agreement 9.1e, A3, 13.2: need to know.
    """
    theirs = {staff for (staff,) in store.rows("SELECT staff FROM staff WHERE name = ? AND left_on IS NULL", (name,))}
    return [each for each in known(store) if each.peer.staff in theirs and each.state != REVOKED]


def _taken_up_at(store: Store, laptop: Peer) -> Instant | None:
    """Return when base took in the newest of a laptop's entries."""
    told = told_of_newest(store, laptop)
    return None if told is None else from_ms(unpack(told.header).at_ms)


def told_of_newest(store: Store, laptop: Peer) -> Entry | None:
    """Return base's own entry that tells of the newest of a laptop's entries it took in; None where it took none."""
    ((at,),) = store.rows("SELECT max(at) FROM passage WHERE journal = ?", (laptop.journal,))
    if at is None:
        return None
    journal: Journal = [*store.former_branches(), store.journal][at >> N_BITS]
    return journal.entry(at & ((1 << N_BITS) - 1))


def _taken_down_at(store: Store, base: Peer) -> Instant | None:
    if not base.number_in:
        return None
    for entry in store.journal.entries(0, store.journal.size, newest_first=True):
        header = unpack(entry.header)
        if header.kind == acts.BundleReceived.kind:
            return from_ms(header.at_ms)
    return None  # of a branch that ended


def _receipted(store: Store) -> int:
    ((size,),) = store.rows(
        "SELECT coalesce(max(size), 0) FROM receipt WHERE journal = ? AND branch = ?",
        (store.sidecar.journal, store.sidecar.branch),
    )
    return int(size)
