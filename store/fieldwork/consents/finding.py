"""Finding somebody's consents by their receipt code.

Owns the search. Refuses to own the code (receipt_code). A code that two people share finds neither of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import ReceiptCodeUnknownError
from store.fieldwork.consents.receipt_code import number_of_ceremony, number_of_code, read_code
from store.ids import FamilyId, PersonId
from store.keeping.store import Store

if TYPE_CHECKING:
    from store.keeping.acts import ConsentRecorded
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
    code = read_code(typed)
    rows = store.rows("SELECT family, person, ceremony FROM ceremony")
    number = number_of_code(code)
    found = [
        Found(FamilyId(family), PersonId(person), ceremony, code)
        for family, person, ceremony in rows
        if number_of_ceremony(ceremony) == number
    ]
    if len(found) != 1:
        raise ReceiptCodeUnknownError
    return found[0]


def records_of(store: Store, found: Found) -> "list[Held]":
    """Return every record that bears the code, and what came after each: withdrawals and marks without it; by time."""
    from store.fieldwork.consents.proof import with_followers
    from store.keeping.acts import ConsentRecorded
    from store.keeping.kinds import acts_of

    theirs = [
        (held, held.act)
        for held in acts_of(store, ConsentRecorded)
        if isinstance(held.act, ConsentRecorded) and held.act.person == found.person
    ]
    told_of = with_followers((act for _, act in theirs), found.receipt_code)
    first: dict[str, tuple[Held, ConsentRecorded]] = {}
    for held, act in theirs:
        if act.record not in told_of:
            continue
        if held.journal == store.sidecar.journal and act.record in first:
            continue  # told on by base: the entry of whoever took it down is the evidence
        first[act.record] = held, act
    return [held for held, _ in sorted(first.values(), key=lambda each: each[1].at_ms)]


def records_by_id(store: Store) -> "dict[str, ConsentRecorded]":
    """Return every consent record that is held, by its id."""
    from store.keeping.acts import ConsentRecorded
    from store.keeping.kinds import acts_of

    return {
        held.act.record: held.act for held in acts_of(store, ConsentRecorded) if isinstance(held.act, ConsentRecorded)
    }
