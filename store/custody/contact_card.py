"""Whom to ring, where it can be read although the store cannot be opened: a card beside it, in clear.

Owns the card. Refuses to own the directory itself (agreement). It names offices and their numbers, and no family.

Source: design 1, "Safety is never locked out"; clauses 14.1, 15, 17.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.agreement import Agreement
from store.agreement.parties import PartyKind
from store.errors import NotCanonicalError
from store.keeping import canonical
from store.keeping.files import disk_refusals, replace_durably

NAME: Final = "contact-card"
MAX_BYTES: Final = 1 << 16


class Contact(NamedTuple):
    """Somebody to ring.

    Attributes:
        title: What they are rung for.
        name: Who answers; empty where nobody entered it yet.
        telephone: Their number; empty where nobody entered it yet.
    """

    title: str
    name: str
    telephone: str


def contacts_of(agreement: Agreement, party: PartyKind | None = None) -> tuple[Contact, ...]:
    """Return whom an agreement says to ring, those for the interviewer first; or those of one party alone."""
    points = sorted(agreement.contacts, key=lambda point: point.party != "agency")
    points = [point for point in points if party is None or point.party == party]
    return tuple(Contact(each.title, each.name or "", each.telephone or "") for each in points)


def keep_card(folder: Path, contacts: Sequence[Contact]) -> None:
    """Lay the card beside a store, where it is not the one that lies there.

    Raises:
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: As the disk refuses.
    """
    content = canonical.dumps([list(each) for each in contacts])
    with disk_refusals():
        path = folder / NAME
        if not path.is_file() or path.read_bytes() != content:
            replace_durably(path, content)


def read_card(folder: Path) -> tuple[Contact, ...]:
    """Return what the card beside a store says; empty where there is none that can be read."""
    try:
        with (folder / NAME).open("rb") as file:
            told: Any = canonical.loads(file.read(MAX_BYTES), max_bytes=MAX_BYTES, max_depth=2)
        return tuple(Contact(*map(str, each)) for each in told)
    except (OSError, NotCanonicalError, TypeError):
        return ()
