"""What becomes of the families that are not of wave 2: told once nothing of them is left anywhere.

Owns that act. Refuses to own the destruction (destroying), which waits for every laptop's signed receipt.

Source: agreement 7.2e.
"""

from store.exchange.destroying.known import destructions
from store.exchange.wave_two.known import selections
from store.exchange.wave_two.originals import deliveries_of
from store.keeping import acts
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def originals_of(store: Store, order: str) -> list[str]:
    """Return the deliveries whose originals go with a destruction: what came back is kept, they hold who did not agree.

    Args:
        store: Base's.
        order: A destruction; none go with one that no selection decided.
    """
    councils = dict(store.rows("SELECT delivery, council FROM delivery"))
    theirs = (councils.get(each.delivery) for each in selections(store) if each.order == order)
    return [act.delivery for council in theirs if council is not None for act in deliveries_of(store, council)]


def tell_destroyed(store: Store) -> None:
    """Tell of each selection, once, that the destruction of all others is done.

    Raises:
        StoreError: As `Store.record`.
    """
    waiting = [each for each in selections(store) if each.order]
    if not waiting:
        return
    told = {
        act.selection
        for held in acts_of(store, acts.WaveTwoRemainderDestroyed)
        if isinstance(act := held.act, acts.WaveTwoRemainderDestroyed)
    }
    done = {each.order: each.asked for each in destructions(store) if each.is_done}
    for each in waiting:
        if each.selection in told or each.order not in done:
            continue
        asked = done[each.order]
        assert asked.salted_list_digest is not None
        store.record(
            acts.WaveTwoRemainderDestroyed(
                selection=each.selection,
                order=each.order,
                families_count=asked.families_count,
                rows_never_kept_count=each.never_kept_count,
                salted_list_digest=asked.salted_list_digest,
                approvals=each.approvals,
            )
        )
