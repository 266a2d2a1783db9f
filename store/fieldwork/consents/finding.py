"""Finding somebody's consents by their receipt code.

Owns the search. Refuses to own the code (receipt_code). A code that two people share finds neither of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import ReceiptCodeUnknownError
from store.fieldwork.consents.receipt_code import code_of, read_code
from store.ids import FamilyId, PersonId
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.kinds import Held


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a code finds."""

    family: FamilyId
    person: PersonId
    ceremony: str
    receipt_code: str


def find(store: Store, typed: str) -> Found:
    """Return whom a receipt code finds.

    Args:
        store: Whichever holds the records.
        typed: As somebody reads it off a leaflet.

    Raises:
        ReceiptCodeFormError: It is no code: one wrong symbol is enough.
        ReceiptCodeUnknownError: It finds nobody here, or more than one person.
    """
    from store.keeping.acts import CeremonyOpened
    from store.keeping.kinds import acts_of

    code = read_code(typed)
    found = {
        Found(held.act.family, held.act.person, held.act.ceremony, code)
        for held in acts_of(store, CeremonyOpened)
        if isinstance(held.act, CeremonyOpened) and code_of(held.act.ceremony) == code
    }
    if len(found) != 1:
        raise ReceiptCodeUnknownError
    return found.pop()


def records_of(store: Store, found: Found) -> "list[Held]":
    """Return every record that bears the code: what was answered then, and what was withdrawn with it; as kept."""
    from store.keeping.acts import ConsentRecorded
    from store.keeping.kinds import acts_of

    return [
        held
        for held in acts_of(store, ConsentRecorded)
        if isinstance(held.act, ConsentRecorded)
        and held.act.person == found.person
        and held.act.receipt_code == found.receipt_code
    ]
