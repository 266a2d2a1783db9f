"""Acts about staff: who they are, what they were trained in, and what two of them decided together.

Owns their shapes. Refuses to own private keys and the rules of who may do what.
"""

from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from store.agreement.safeguards import Topic
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import (
    ApprovalDecision,
    ApprovalMatter,
    CredentialEvidence,
    StaffRole,
    Subject,
)
from store.keeping.acts.values import (
    Day,
    Digest,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    SealingKey,
    Signature,
    StaffId,
    VerifyKey,
)

Roles = Annotated[tuple[StaffRole, ...], Field(min_length=1, max_length=len(StaffRole))]


class StaffAdded(Act):
    """Somebody joined, with the public halves of their keys."""

    kind = "staff_added"
    clause = "9.1e, 13.2, A3"
    subject = Subject.STAFF

    staff: StaffId
    name: Hidden[HouseLine]
    employer: Hidden[HouseLine | None]
    roles: Roles
    verify_key: VerifyKey
    sealing_key: SealingKey


class StaffRolesChanged(Act):
    """Somebody may do other things from here on."""

    kind = "staff_roles_changed"
    clause = "9.1e, A3"
    subject = Subject.STAFF

    staff: StaffId
    old: Roles
    new: Roles


class StaffKeysRenewed(Act):
    """Somebody got new keys; what the old ones signed still stands."""

    kind = "staff_keys_renewed"
    clause = "9.1c, A8"
    subject = Subject.STAFF

    staff: StaffId
    verify_key: VerifyKey
    sealing_key: SealingKey
    reason: Hidden[HouseText]


class StaffLeft(Act):
    """Somebody no longer works here."""

    kind = "staff_left"
    clause = "9.1e, 13.2, A3"
    subject = Subject.STAFF

    staff: StaffId
    left_on: Day


class CredentialRecorded(Act):
    """Somebody was trained or briefed, until a date."""

    kind = "credential_recorded"
    clause = "9.1e, 13.2, A3"
    subject = Subject.STAFF

    credential: Id
    staff: StaffId
    topics: Annotated[tuple[Topic, ...], Field(min_length=1, max_length=len(Topic))]
    evidence: CredentialEvidence
    from_on: Day
    expires_on: Day
    document_digest: Digest | None


class CredentialEnded(Act):
    """A credential ended before its day."""

    kind = "credential_ended"
    clause = "9.1e, A3"
    subject = Subject.STAFF

    credential: Id
    staff: StaffId
    reason: Hidden[HouseText]


class ApprovalRecorded(Act):
    """A second person looked at what a first one proposes, and said so under their own key."""

    kind = "approval_recorded"
    version = 2
    clause = "9.1c, 16.1, A8"
    subject = Subject.STAFF

    approval: Id
    matter: ApprovalMatter
    digest: Digest
    proposed_by: StaffId
    approver: StaffId
    decision: ApprovalDecision
    signature: Signature

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.approver == self.proposed_by:
            raise PydanticCustomError("one_person", "nobody approves what they propose themselves")
        return self


def approved_all_the_same(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an approval of version 1 as version 2, which knows one more matter."""
    return fields


ACTS: Final = (
    StaffAdded,
    StaffRolesChanged,
    StaffKeysRenewed,
    StaffLeft,
    CredentialRecorded,
    CredentialEnded,
    ApprovalRecorded,
)
