"""Acts about wave 2 and linkage: the blinded resupply, its return, who is left, who is linked.

Owns their shapes. A family that is left out is counted and hashed with a salt, never listed. Refuses to own the rule of
who may be re-contacted or linked.
"""

from typing import Any, Final

from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import Channel
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    Count,
    Digest,
    FamilyIds,
    Hidden,
    HouseLine,
    Id,
    Ids,
    PersonIds,
    Slug,
    Small,
)


class ResupplySent(Act):
    """Every family originally provided went back to the council, as delivered, for updating."""

    kind = "resupply_sent"
    clause = "7.2e, 8.2"
    subject = Subject.DATASET

    resupply: Id
    movement: Id
    recipient: Id
    instruction: Id | None
    deliveries: Ids
    rows_count: Count
    list_digest: Digest
    plaintext_digest: Digest
    sha256: Digest


class ResupplyReturned(Act):
    """The council sent the resupplied families back, updated; its ids were counted against those sent."""

    kind = "resupply_returned"
    clause = "7.2d, 7.2e"
    subject = Subject.DATASET

    resupply: Id
    delivery: Id
    returned_count: Count
    missing_count: Count
    doubled_count: Count
    new_count: Count
    list_digest: Digest


class WaveTwoSelected(Act):
    """Families with a live yes to re-contact make up wave 2; a long list comes in several parts."""

    kind = "wave_two_selected"
    clause = "4.4, 7.2e"
    subject = Subject.LIST

    selection: Id
    resupply: Id
    part: Small
    parts_count: Small
    families: FamilyIds
    selected_count: Count
    approvals: Ids


class WaveTwoRemainderDestroyed(Act):
    """What was held of the families that are not of wave 2 was destroyed in the same job."""

    kind = "wave_two_remainder_destroyed"
    clause = "7.2e"
    subject = Subject.DATASET

    selection: Id
    order: Id
    families_count: Count
    rows_never_kept_count: Count
    salted_list_digest: Digest
    approvals: Ids


class LinkageExtractMade(Act):
    """Persons with a live yes to linkage were extracted for the named recipient; a long list comes in parts."""

    kind = "linkage_extract_made"
    version = 2
    clause = "4.2, 8.2"
    subject = Subject.LIST

    extract: Id
    movement: Id
    recipient: Id
    part: Small
    parts_count: Small
    people: PersonIds
    people_count: Count
    records: Slug | None
    sha256: Digest


def linked_with_some_records(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an extract of version 1, which did not say with which records people are linked, as version 2."""
    return fields | {"records": None}


class LinkageListRevised(Act):
    """The recipients of an extract were told whom to take out of it again (the stop-list)."""

    kind = "linkage_list_revised"
    clause = "4.2, 10"
    subject = Subject.LIST

    revision: Id
    extract: Id
    movement: Id
    recipients: Ids
    people: PersonIds


class LinkageAcknowledged(Act):
    """A recipient confirmed having an extract or its revision."""

    kind = "linkage_acknowledged"
    clause = "4.2, 7.2f"
    subject = Subject.DATASET

    extract: Id
    revision: Id | None
    recipient: Id
    acknowledged_by: Hidden[HouseLine]
    channel: Channel
    at_ms: AtMs
    document_digest: Digest | None


ACTS: Final = (
    ResupplySent,
    ResupplyReturned,
    WaveTwoSelected,
    WaveTwoRemainderDestroyed,
    LinkageExtractMade,
    LinkageListRevised,
    LinkageAcknowledged,
)
