"""Eligibility in a destruction: its file opens for keepers alone, so a supervisor destroys its key, never a row.

Owns taking the key away with everything, and leaving single families to the next keeper who signs in. Refuses to own
the file (eligibility).

Source: agreement 7.2c, 13.3.
"""

import json
from collections.abc import Sequence

from store.exchange.eligibility.file import path_of
from store.exchange.eligibility.keepers import NOTE as KEYS
from store.exchange.eligibility.keepers import WAITING
from store.exchange.intake.ledger import ORIGINALS
from store.ids import FamilyId
from store.keeping import database
from store.keeping.store import Store

__all__ = ["KEYS", "ORIGINALS", "WAITING", "leave_for_a_keeper", "remove_what_opens_no_more", "waiting_count"]


def leave_for_a_keeper(store: Store, families: Sequence[FamilyId]) -> None:
    """Note families whose rows go the next time a keeper opens the file; nothing where there is no file."""
    if path_of(store).exists():
        waiting = set(json.loads(store.notebook.note_if_any(WAITING) or "[]")) | set(families)
        store.notebook.write_note(WAITING, json.dumps(sorted(waiting)))


def waiting_count(store: Store) -> int:
    """Return how many families wait for a keeper."""
    return len(json.loads(store.notebook.note_if_any(WAITING) or "[]"))


def remove_what_opens_no_more(store: Store) -> None:
    """Remove a file whose every key was destroyed; a crash before it leaves ciphertext that nobody opens."""
    path = path_of(store)
    if not path.exists() or store.notebook.note_if_any(KEYS):
        return
    database.remove(path)
