"""Keeping what protects somebody: in the journal, or in the queue while the journal takes nothing.

Owns that choice. Refuses to own which acts protect somebody: whoever calls says so. Work is never kept like this.

Source: design 1, "Safety is never locked out".
"""

from typing import TYPE_CHECKING

from store.keeping.store import Store

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping.acts import Act


def keep_or_note(store: Store, *acts: "Act") -> None:
    """Append acts at one stroke; where nothing can be appended, note them one by one, the first one first.

    Args:
        store: Open; a frozen one notes them for the next time that it takes acts.
        acts: In their order.

    Raises:
        StoreError: They were not kept.
    """
    if store.frozen is None:
        store.record(*acts)
        return
    for act in acts:
        store.queue.note_act(act, store.now(), bytes.fromhex(store.sidecar.device.sealing))
