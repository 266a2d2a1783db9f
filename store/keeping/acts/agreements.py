"""Acts about the agreement: adopted, extended, ended, its wordings and whom to turn to.

Owns their shapes. Refuses to own the terms, which are data of the agreement room and named here by digest.
"""

from typing import Any, Final

from store.agreement.purposes import Purpose
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import Representative, Subject, TermEnd, TranslationState, WordingForm
from store.keeping.acts.values import Day, Digest, Hidden, HouseLine, HouseText, Ids, Language, Slug, Small


class AgreementAdopted(Act):
    """An agreement file came into force here."""

    kind = "agreement_adopted"
    clause = "2.2d, 3.1, 2.5"
    subject = Subject.AGREEMENT

    agreement: Slug
    digest: Digest
    follows_digest: Digest | None
    council: Hidden[HouseLine]
    starts_on: Day
    ends_on: Day
    end_document_digest: Digest | None


class AgreementExtended(Act):
    """The term was extended in writing; where that was recorded after the end, it says when it was agreed."""

    kind = "agreement_extended"
    version = 2
    clause = "3.1, 18"
    subject = Subject.AGREEMENT

    agreement: Slug
    old_ends_on: Day
    new_ends_on: Day
    agreed_on: Day | None
    document_digest: Digest
    approvals: Ids


def extended_in_time(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an extension of version 1, which was always recorded before the end, as version 2."""
    return fields | {"agreed_on": None, "approvals": []}


class TermEnded(Act):
    """The term ran out or notice was served; from here on, hand in and erase."""

    kind = "term_ended"
    clause = "3.2, 14.2, 18"
    subject = Subject.AGREEMENT

    agreement: Slug
    cause: TermEnd
    notice_on: Day | None
    ends_on: Day
    document_digest: Digest | None


class WordingIssued(Act):
    """A wording was put to use; ceremonies already open keep theirs."""

    kind = "wording_issued"
    clause = "1.2, 2.1, 4.2"
    subject = Subject.AGREEMENT

    wording: Slug
    wording_version: Small
    language: Language
    form: WordingForm
    purpose: Purpose
    translation: TranslationState
    text: Hidden[HouseText]
    digest: Digest
    from_on: Day


class WordingRetired(Act):
    """A wording is not to be shown any more."""

    kind = "wording_retired"
    clause = "1.2, 4.2"
    subject = Subject.AGREEMENT

    wording: Slug
    wording_version: Small
    language: Language
    from_on: Day
    reason: Hidden[HouseText]


class ContactCardSet(Act):
    """Somebody became the one to ring or write to."""

    kind = "contact_card_set"
    clause = "15, 17"
    subject = Subject.AGREEMENT

    representative: Representative
    name: Hidden[HouseLine]
    organisation: Hidden[HouseLine]
    phone: Hidden[HouseLine | None]
    email: Hidden[HouseLine | None]
    address: Hidden[HouseText | None]
    from_on: Day


ACTS: Final = (
    AgreementAdopted,
    AgreementExtended,
    TermEnded,
    WordingIssued,
    WordingRetired,
    ContactCardSet,
)
