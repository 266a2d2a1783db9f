"""Whoever carries a laptop works here no longer: it shows no family, sends what is unsent, and is handed in.

Owns whether base said so, and what is closed then. Refuses to own telling it (exchange) and handing in (exchange,
told_locked).

As after the end of the agreement (after_the_end) nothing is kept and nothing is erased: that waits for base's orders,
and for its receipt. Whoever left still signs in, or what they did last would never be sent. A loss, a withdrawal by its
code, a refusal by number and handing in ask for no family that is shown. A laptop that is away goes by what it heard
last.

Source: agreement 9.1e, A3, A9, 13.2: need to know.
"""

from datetime import date
from typing import TYPE_CHECKING

from store.keeping.acts.terms.store import StoreRole
from store.keeping.taking import LEFT

if TYPE_CHECKING:
    from store.keeping.store import Store


def left_on(store: "Store") -> date | None:
    """Return on which London day whoever is signed in left, as base told this laptop; None otherwise, and at base."""
    if store.sidecar.role != StoreRole.FIELD:
        return None
    said = store.fact(f"{LEFT}{store.keys.person.staff}")
    return date.fromisoformat(said) if said else None


def shows_families(store: "Store") -> bool:
    """Say whether families may be shown to whoever is signed in."""
    return left_on(store) is None
