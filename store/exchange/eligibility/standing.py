"""How the file of eligibility stands, told without opening it: who can, who did and what for.

Owns reading that. Refuses to own the file and its key (file, keepers).

Source: agreement 7.2c.
"""

import json
from dataclasses import dataclass, field

from store.clock import Instant, from_ms
from store.errors import NotBaseError, StoreDamagedError
from store.exchange.eligibility import file, keepers
from store.keeping import acts
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.header import unpack
from store.keeping.kinds import Held, acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who keeps eligibility now.

    Attributes:
        can_open: Whether the file's key is sealed to them: it is from when a keeper with the key next opens it.
    """

    name: str = field(repr=False)
    can_open: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that it was opened to be read.

    Attributes:
        at: When; aware, UTC.
        by: Who was signed in.
        reason: What for, as they said.
    """

    at: Instant
    by: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands.

    Attributes:
        waiting_count: Families destroyed at base that a keeper takes out next.
        opened: Every time it was, the oldest first.
    """

    is_there: bool
    keepers: tuple[Keeper, ...]
    waiting_count: int
    opened: tuple[Opening, ...]


def standing_of(store: Store) -> Standing:
    """Return how the file stands; anybody of base may know that much.

    Raises:
        NotBaseError: It is a laptop, where eligibility never comes.
    """
    if store.sidecar.role != StoreRole.BASE:
        raise NotBaseError
    slots = json.loads(store.notebook.note_if_any(keepers.NOTE) or "{}")
    people = store.rows("SELECT staff, name, roles FROM staff WHERE left_on IS NULL ORDER BY name")
    called: dict[str, str] = dict(store.rows("SELECT staff, name FROM staff"))
    return Standing(
        is_there=file.path_of(store).exists(),
        keepers=tuple(
            Keeper(name, staff in slots)
            for staff, name, roles in people
            if StaffRole.ELIGIBILITY_KEEPER in roles.split() and StaffRole.SUPERVISOR not in roles.split()
        ),
        waiting_count=len(json.loads(store.notebook.note_if_any(keepers.WAITING) or "[]")),
        opened=tuple(
            Opening(_at(store, held), called.get(held.act.opened_by, held.act.opened_by), held.act.reason)
            for held in acts_of(store, acts.EligibilityOpened)
            if isinstance(held.act, acts.EligibilityOpened)
        ),
    )


def _at(store: Store, held: Held) -> Instant:
    journal = store.journal_of(held.journal, held.branch)
    if journal is None:
        raise StoreDamagedError
    return from_ms(unpack(journal.entry(held.n).header).at_ms)
