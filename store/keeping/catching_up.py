"""Catching up: what an older release, or a crash between an act and the sidecar, left half done.

Owns the order in which it is finished when somebody comes in. Refuses to own each part (leftovers, journal, training).
"""

import contextlib
from dataclasses import replace

from store.errors import StoreError, WrongPassphraseError
from store.keeping import database, leftovers
from store.keeping.store import Store
from store.keeping.training import run_training_clock_on


def catch_up(store: Store, *, is_only_looking: bool = False) -> None:
    """Finish what was left half done.

    What is left of another epoch goes, the tables are replayed where another release wrote them, a training clock
    stands where the journal says it was moved to, and whoever left has no slot any more.

    Args:
        store: Just opened.
        is_only_looking: Whether everything is to be left as it is; who left is refused all the same.

    Raises:
        WrongPassphraseError: Whoever signs in here has left.
    """
    may_mend = store.frozen is None and not is_only_looking
    if may_mend:
        with contextlib.suppress(StoreError):  # nobody is locked out for it; the next coming in tries again
            leftovers.clear(store)
        if int(store.notebook.note("projection")) != database.PROJECTION:
            store.replay()
        run_training_clock_on(store, int(store.fact("training_clock") or 0))
    left = {staff for (staff,) in store.rows("SELECT staff FROM staff WHERE left_on IS NOT NULL")}
    if may_mend and any(slot.staff in left for slot in store.sidecar.people):
        staying = tuple(slot for slot in store.sidecar.people if slot.staff not in left)
        store.rewrite_sidecar(replace(store.sidecar, people=staying))
    if store.keys.person.staff in left:
        raise WrongPassphraseError
