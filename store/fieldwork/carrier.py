"""Whoever carries a laptop works here no longer: it shows no family, sends what is unsent, and is handed in.

Owns whether base said so, and what is closed then; likewise for whoever came in with no training in force (coming_in).
Refuses to own telling it (exchange) and handing in (exchange, told_locked).

As after the end of the agreement (after_the_end) nothing is kept and nothing is erased: that waits for base's orders,
and for its receipt. Whoever left still signs in, or what they did last would never be sent. A loss, a withdrawal by its
code, a refusal by number and handing in ask for no family that is shown. A laptop that is away goes by what it heard
last. Where nobody knows their passphrase, two people at base let somebody in to send (recovery): their answer says so
too.

Source: agreement 9.1e, A3, A9, 13.2: need to know.
"""

import contextlib
from datetime import date
from typing import TYPE_CHECKING

from store.errors import ActBodyError, NotForUsError, UnknownActError
from store.keeping.acts.terms.store import StoreRole
from store.keeping.taking import LEFT

if TYPE_CHECKING:
    from store.keeping.store import Store


def left_on(store: "Store") -> date | None:
    """Return on which London day whoever is signed in left, as base told this laptop; None otherwise, and at base."""
    if store.sidecar.role != StoreRole.FIELD:
        return None
    said = store.fact(f"{LEFT}{store.keys.person.staff}")
    if not said and store.frozen is not None:
        said = _noted(store)
    return date.fromisoformat(said) if said else None


def shows_families(store: "Store") -> bool:
    """Say whether families may be shown to whoever is signed in."""
    return left_on(store) is None and not store.is_untrained


def _noted(store: "Store") -> str | None:
    """Return the same as a recovery told it that was noted meanwhile: a frozen store takes no acts."""
    from store.keeping.acts import RecoveryApplied

    for each in store.queue.undamaged():
        if each.what.startswith(f"{RecoveryApplied.kind}/"):
            with contextlib.suppress(NotForUsError, UnknownActError, ActBodyError):
                told = store.unseal(each)
                if isinstance(told, RecoveryApplied) and told.staff == store.keys.person.staff and told.left_on:
                    return told.left_on
    return None
