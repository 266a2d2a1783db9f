"""Whether the disk has room for what a destruction writes before it takes anything away.

Owns the measure. Refuses to own the copies themselves (keeping, epochs).
"""

import shutil
from typing import Final

from store.errors import NoRoomToDestroyError
from store.keeping.files import disk_refusals
from store.keeping.store import Store

COPIES: Final = 1
"""What comes along, under the next key, beside what is there."""

BESIDE_BYTES: Final = 1 << 22
"""For logs, anchors, queue and sidecar."""


def hold_room(store: Store) -> None:
    """Make sure that there is room, before anything is begun.

    Raises:
        NoRoomToDestroyError: There is not.
    """
    with disk_refusals():
        needed = COPIES * store.database_path.stat().st_size + BESIDE_BYTES
        free = shutil.disk_usage(store.folder).free
    if free < needed:
        raise NoRoomToDestroyError(needed)
