"""Somebody's consents as evidence: from a receipt code to the file that proves them.

Owns putting the parts together. Refuses to own finding the records, the file's form, and letting it out.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from store.agreement import Agreement
from store.agreement.wordings import YOUNG_PERSON, Wording, show
from store.errors import ConsentUnknownError, WordingRefusedError
from store.exchange.evidence import proof_of
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.finding import Found, find, records_of
from store.fieldwork.consents.proof import Part, write_consent_proof
from store.fieldwork.consents.texts import wordings_of
from store.ids import FamilyId, PersonId
from store.keeping import acts
from store.keeping.history import acts_about
from store.keeping.store import Store

CLAUSE: Final = "4.2"
"""Of the agreement, under which a proof leaves base."""


def consent_proof(store: Store, agreement: Agreement, typed: str) -> tuple[Found, bytes, int]:
    """Return whom a receipt code finds, the file that proves their consents, and how many records are in it.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets evidence out.
        ReceiptCodeFormError, ReceiptCodeUnknownError: As `find`.
        ConsentUnknownError: The code's records were erased.
        ConsentUnprovableError: As `proof_of`.
    """
    hold_supervisor_of_base(store)
    found = find(store, typed)
    records = records_of(store, found)
    if not records:
        raise ConsentUnknownError
    texts = list(wordings_of(store, agreement))
    names = list(dict.fromkeys(_names_of(store, found.family, found.person)))
    parts = []
    for held in records:
        assert isinstance(held.act, acts.ConsentRecorded)
        agreed, shown = _texts(held.act.wording, texts, names)
        parts.append(Part(proof_of(store, held), agreed, shown))
    return found, write_consent_proof(found.receipt_code, parts), len(parts)


def _texts(
    told: acts.WordingShown | None, texts: Iterable[Wording], names: Iterable[str]
) -> tuple[str | None, str | None]:
    """Return the text that was agreed and the text as it was shown, each only where its hash is the record's.

    What was put in is not kept with the record: it is what the person was called, and the hash says which.
    """
    if told is None:
        return None, None
    wording = next((each for each in texts if each.sha256 == told.digest), None)
    if wording is None:
        return None, None
    for name in ["", *names]:
        try:
            shown = show(wording, {YOUNG_PERSON: name})
        except WordingRefusedError:
            continue
        if shown.sha256 == told.shown_digest:
            return wording.text, shown.text
    return wording.text, None


def _names_of(store: Store, family: FamilyId, person: PersonId) -> Iterator[str]:
    """Yield whatever somebody was ever called here."""
    kinds = (acts.FamilyDelivered, acts.FamilyAllocated, acts.PersonAdded, acts.DetailsCorrected)
    for act, _ in acts_about(store, family, *kinds):
        match act:
            case acts.FamilyDelivered() | acts.FamilyAllocated():
                people = [each for each in act.details.people if each.person == person]
            case acts.PersonAdded():
                people = [act.member] if act.member.person == person else []
            case acts.DetailsCorrected() if act.person == person and act.new:
                yield act.new
                continue
            case _:
                continue
        for each in people:
            yield from (name for name in (each.known_as, each.first_names, each.surname) if name)
