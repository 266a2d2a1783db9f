"""A lease: for how long a laptop works its families without a word of base.

Owns its length, and the lock of every family once it ended. Refuses to own hearing of base (exchange): each bundle that
is taken in begins it anew, on a stick as well as over a network, and nobody has to open anything then.

Nothing is kept when it ends, and nothing is erased: the lock follows from the clock, and what was done before is told
all the same. Whatever protects somebody asks for no lease (workable).

It is measured by the laptop's own clock from the bundle on, whatever date that shows, so a clock that is always wrong
changes nothing. A clock set back takes back none of what passed (keeping, HEARD_AT goes back with it): neither is a
lease stretched by it, nor does one last for years that began while the clock was far ahead. What cannot be told apart
is a clock set ahead for a while and a laptop that lay away and whose clock is set back now to the day base was heard:
both lock, until base is heard of. Nothing on the laptop tells the two apart, for whoever sets the clock chooses what
every other instant on it says; base's next bundle does.

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


def ended_at(heard_at: Instant | None, now: Instant, last_act_at: Instant | None = None) -> Instant | None:
    """Return when a lease ended; None where it runs. Pure.

    Args:
        heard_at: When the laptop heard of base last, by its own clock as that stood at the last act; None where it
            never did: then it has none.
        now: By the same clock.
        last_act_at: When the last act was dated: it is that late at least, though the clock was set back since and no
            act has told so yet. None where nothing was kept.
    """
    latest = now if last_act_at is None else max(now, last_act_at)
    return None if heard_at is None or latest < heard_at + LEASE else heard_at + LEASE


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
