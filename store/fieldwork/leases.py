"""A lease: for how long a laptop works its families without a word of base.

Owns its length, and the lock of every family once it ended. Refuses to own hearing of base (exchange): each bundle that
is taken in begins it anew, on a stick as well as over a network, and nobody has to open anything then.

Nothing is kept when it ends, and nothing is erased: the lock follows from the clock, and what was done before is told
all the same. Whatever protects somebody asks for no lease (workable).

Source: design 5; agreement 9.1e, A9: a laptop that nobody hears of holds families whom base may have given up.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import Instant, from_ms, to_ms
from store.fieldwork.family_words import Lock
from store.fieldwork.lines import Standing
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.terms.store import StoreRole
from store.keeping.taking import HEARD_AT

if TYPE_CHECKING:
    from store.fieldwork.family import FamilyFile
    from store.keeping.store import Store

LEASE: Final = timedelta(days=28)
"""Longer than any leave, and far longer than a laptop is quiet before base is told so."""


def ended_at(heard_at: Instant | None, now: Instant) -> Instant | None:
    """Return when a lease ended; None where it runs. Pure.

    Args:
        heard_at: When the laptop heard of base last, by its own clock; None where it never did: then it has none.
        now: By the same clock.
    """
    return None if heard_at is None or now < heard_at + LEASE else heard_at + LEASE


def heard_at(store: "Store") -> Instant | None:
    """Return when a laptop heard of base last; None at base, and where it never did."""
    said = store.fact(HEARD_AT) if store.sidecar.role == StoreRole.FIELD else None
    return from_ms(int(said)) if said else None


def under_lease(file: "FamilyFile", ended: Instant | None) -> "FamilyFile":
    """Return a family's file as it stands under a lease: locked since that ended. Pure."""
    if ended is None:
        return file
    lock = Lock(None, FamilyLockCause.LEASE_ENDED, is_pause=False, since_ms=to_ms(ended), by=None)
    return replace(file, locks=(*file.locks, lock), standing=Standing.LOCKED)
