"""A visit without contact, kept in two keys: made ready while the first one is answered.

Owns what is made ready, and whether it still holds. Refuses to own asking (contacts) and the rules (store).
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from store.clock import Instant
from store.errors import FamilyUnknownError
from store.fieldwork.attempts import no_contact_now
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.looking import file_of
from store.ids import FamilyId
from tui.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.keeping.acts import Act
    from store.keeping.checkpoint import Checkpoint
    from store.keeping.store import Store

READY_FOR: Final = timedelta(minutes=1)
"""How long what was made ready is as good as made now: the question tells the time to the minute."""


class NoContact:
    """One visit that met nobody. Both of its steps run in the clerk's thread, one after the other.

    Args:
        family: Whose.
        desk: Who was there.
    """

    def __init__(self, family: FamilyId, desk: Desk) -> None:
        self._family = family
        self._desk = desk
        self._ready: tuple[Checkpoint, Instant, Sequence[Act]] | None = None

    def make_ready(self, store: "Store") -> None:
        """Read the family and make the acts, so that Enter has but to keep them.

        Raises:
            StoreError: As `acts`, which says it again where it is heard.
        """
        self._ready = None
        head, now = store.journal.head(), store.now()
        self._ready = head, now, self._made(store)

    def acts(self, store: "Store") -> "Sequence[Act]":
        """Return the acts: those made ready, unless anything was kept since, or time went by.

        Raises:
            FamilyUnknownError: The family is gone.
            StoreError: As `no_contact_now`.
        """
        if self._ready is not None:
            head, made_at, acts = self._ready
            if head == store.journal.head() and timedelta() <= store.now() - made_at < READY_FOR:
                return acts
        return self._made(store)

    def _made(self, store: "Store") -> "Sequence[Act]":
        file = file_of(store, self._family)
        if file is None:
            raise FamilyUnknownError
        return no_contact_now(file, circumstances_of(store, self._desk.agreement))
