"""Who keeps eligibility, and the key of its file, sealed to each of them and to nobody else.

Owns both. Refuses to own what is in the file (file), and a supervisor's way in: there is none.

Source: agreement 7.2c: contact details and eligibility are kept apart; design 4, 7.
"""

import json
import os
from dataclasses import dataclass
from typing import Final

from store.errors import EligibilityKeyError, NotAKeeperError, NotBaseError
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.sealing import seal
from store.keeping.secret import Secret
from store.keeping.store import Store

NOTE: Final = "eligibility/slots"

AT: Final = "eligibility/at"
"""Which file that key opens, and from which epoch of base it is."""

FIRST: Final = "eligibility.db"

WAITING: Final = "eligibility/waiting"
"""Families that were destroyed at base, whose rows go the next time a keeper opens the file."""

_KEY_BYTES: Final = 32


def hold_keeper(store: Store) -> None:
    """Make sure that a keeper of eligibility is signed in at base, who sees no contacts.

    Raises:
        NotBaseError, NotAKeeperError: It is a laptop, or somebody else.
    """
    if store.sidecar.role != StoreRole.BASE:
        raise NotBaseError
    roles = store.roles()
    if StaffRole.ELIGIBILITY_KEEPER not in roles or StaffRole.SUPERVISOR in roles:
        raise NotAKeeperError


def key(store: Store, *, is_new: bool) -> Secret:
    """Return the key of the file, shared from now on with everybody who keeps eligibility, and nobody who left.

    Args:
        store: Base's; a keeper is signed in.
        is_new: Whether there is no file yet, so that a key is made.

    Raises:
        EligibilityKeyError: It is not sealed to whoever is signed in.
    """
    found = fresh_key() if is_new else _opened(store)
    share(store, found, None if is_new else at(store))
    return found


def fresh_key() -> Secret:
    """Return a key for the file."""
    return Secret(os.urandom(_KEY_BYTES))


@dataclass(frozen=True, slots=True)
class Place:
    """Which file is the one that counts.

    Attributes:
        name: In the store's folder.
        epoch: Of base when its key was made.
    """

    name: str
    epoch: int


def at(store: Store) -> Place | None:
    """Return where the file lies; None where nobody said so yet."""
    said = store.notebook.note_if_any(AT)
    return None if said is None else Place(**json.loads(said))


def share(store: Store, key: Secret, place: Place | None) -> None:
    """Seal the key to whoever keeps eligibility now, and say which file it opens: both at one stroke.

    Args:
        store: Base's.
        key: Of the file.
        place: Where it lies; None for the first, made in the present epoch.
    """
    place = place or Place(FIRST, store.sidecar.epoch)
    keepers = store.rows("SELECT staff, roles, sealing_key FROM staff WHERE left_on IS NULL ORDER BY staff")
    slots = {
        staff: seal(bytes(key.reveal()), bytes.fromhex(sealing_key), _info(store, staff)).hex()
        for staff, roles, sealing_key in keepers
        if StaffRole.ELIGIBILITY_KEEPER in roles.split() and StaffRole.SUPERVISOR not in roles.split()
    }
    said = json.dumps({"name": place.name, "epoch": place.epoch})
    store.notebook.write_notes({NOTE: json.dumps(slots, sort_keys=True), AT: said})


def _opened(store: Store) -> Secret:
    slots = json.loads(store.notebook.note_if_any(NOTE) or "{}")
    mine = store.keys.person
    if mine.staff not in slots:
        raise EligibilityKeyError
    sealed = bytes.fromhex(slots[mine.staff])
    return Secret(mine.seeds.sealing_key().open(sealed, _info(store, mine.staff)))


def _info(store: Store, staff: str) -> bytes:
    return f"doorstep/eligibility/{store.sidecar.store}/{staff}".encode()
