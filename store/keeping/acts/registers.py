"""Acts about who may receive what, and on whose word: recipients, grants, instructions, permissions, disclosures.

Owns their shapes. Refuses to own the documents, which are named by digest.
"""

from typing import Annotated, Any, Final

from pydantic import Field

from store.keeping.acts.act import Act
from store.keeping.acts.terms.exchange import (
    DisclosureAuthority,
    ExportPurpose,
    GrantMatter,
    InstructionMatter,
    RecipientKind,
    Shipment,
)
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    AtMs,
    Count,
    Country,
    Day,
    Digest,
    FamilyIds,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    SealingKey,
)

Purposes = Annotated[tuple[ExportPurpose, ...], Field(min_length=1, max_length=len(ExportPurpose))]
Shipments = Annotated[tuple[Shipment, ...], Field(min_length=1, max_length=len(Shipment))]


class RecipientRegistered(Act):
    """Somebody to whom something may be sent was put on the register, or their entry renewed."""

    kind = "recipient_registered"
    clause = "9.1d, 9.1f, A6"
    subject = Subject.RECIPIENT

    recipient: Id
    recipient_kind: RecipientKind
    name: Hidden[HouseLine]
    organisation: Hidden[HouseLine]
    country: Country
    purposes: Purposes
    sealing_key: SealingKey | None
    openpgp_fingerprint: Hidden[HouseLine | None]
    openpgp_key: Hidden[HouseText | None]
    grant: Id | None


class RecipientEnded(Act):
    """Nothing goes to a recipient any more."""

    kind = "recipient_ended"
    clause = "9.1d, 9.1f"
    subject = Subject.RECIPIENT

    recipient: Id
    reason: Hidden[HouseText]


class GrantRecorded(Act):
    """The department allowed a sub-contractor, an affiliate or a place outside the EEA in writing."""

    kind = "grant_recorded"
    clause = "9.1d, A6, A7"
    subject = Subject.RECIPIENT

    grant: Id
    matter: GrantMatter
    recipient: Id
    country: Country | None
    shipments: Shipments
    granted_by: Hidden[HouseLine]
    document_digest: Digest
    from_on: Day
    until_on: Day | None


class GrantEnded(Act):
    """What was allowed in writing is allowed no longer."""

    kind = "grant_ended"
    clause = "9.1d, A6, A7"
    subject = Subject.RECIPIENT

    grant: Id
    ended_on: Day
    document_digest: Digest | None


class InstructionRecorded(Act):
    """The department told the agency in writing what to do; to erase somebody it names a request, or the families."""

    kind = "instruction_recorded"
    version = 2
    clause = "2.1, A1"
    subject = Subject.AGREEMENT

    instruction: Id
    matter: InstructionMatter
    instructed_by: Hidden[HouseLine]
    received_at_ms: AtMs
    document_digest: Digest
    request: Id | None
    families: FamilyIds
    text: Hidden[HouseText]


def instructed_of_nobody(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an instruction of version 1, which could name a request alone, as version 2."""
    return fields | {"families": []}


class PermissionRecorded(Act):
    """The council permitted another use of the data."""

    kind = "permission_recorded"
    clause = "7.1, 9.3"
    subject = Subject.AGREEMENT

    permission: Id
    permitted_by: Hidden[HouseLine]
    use: Hidden[HouseText]
    document_digest: Digest
    from_on: Day
    until_on: Day | None


class DisclosureRecorded(Act):
    """Data was disclosed on the department's direction, a statute or a court's order."""

    kind = "disclosure_recorded"
    clause = "9.1f, A5"
    subject = Subject.RECIPIENT

    disclosure: Id
    recipient: Id
    authority: DisclosureAuthority
    citation: Hidden[HouseLine]
    instruction: Id | None
    movement: Id | None
    shipments: Shipments
    families: FamilyIds
    families_count: Count
    at_ms: AtMs


ACTS: Final = (
    RecipientRegistered,
    RecipientEnded,
    GrantRecorded,
    GrantEnded,
    InstructionRecorded,
    PermissionRecorded,
    DisclosureRecorded,
)
