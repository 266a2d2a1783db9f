"""What ids are called here: the register of devices and the staff, read for the trail's sentences.

Owns reading both. Refuses to own the sentences (trail_words).
"""

from typing import TYPE_CHECKING

from store.custody.naming import devices_on_register, staff_names
from tui.common.trail.trail_words import Names

if TYPE_CHECKING:
    from store.keeping.store import Store


def names_of(store: "Store") -> Names:
    """Return what devices and staff are called as the register stands now."""
    return Names(
        devices=devices_on_register(store),
        staff=staff_names(store),
    )
