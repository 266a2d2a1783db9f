"""Acts about trust between devices: tickets, answers, six words, recovery.

Owns their shapes. Refuses to own one-time secrets: a ticket and an answer are named by digest.
"""

from typing import Any, ClassVar, Final

from store.keeping.acts.act import Act
from store.keeping.acts.terms.devices import TicketEnd, WordsCheck
from store.keeping.acts.terms.store import StoreRole, Subject
from store.keeping.acts.values import (
    AtMs,
    Day,
    DeviceId,
    Digest,
    Hidden,
    HouseLine,
    Id,
    Ids,
    JournalId,
    SealingKey,
    Small,
    StaffId,
    VerifyKey,
)


class TicketIssued(Act):
    """Base wrote a ticket with which one laptop may enrol."""

    kind = "ticket_issued"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    ticket: Id
    ticket_digest: Digest
    device: DeviceId
    name: Hidden[HouseLine]
    staff: StaffId
    staff_name: Hidden[HouseLine]
    expires_at_ms: AtMs
    is_practice: bool


class TicketEnded(Act):
    """A ticket can no longer be used."""

    kind = "ticket_ended"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    ticket: Id
    cause: TicketEnd


class EnrolmentAnswered(Act):
    """A laptop answered a ticket with its own keys and keeps those of base."""

    kind = "enrolment_answered"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    ticket: Id
    ticket_digest: Digest
    answer_digest: Digest
    device: DeviceId
    base_device: DeviceId
    base_journal: JournalId
    base_verify_key: VerifyKey
    base_sealing_key: SealingKey
    words_digest: Digest


class EnrolmentAccepted(Act):
    """Base took a laptop's answer, after the six words were compared."""

    kind = "enrolment_accepted"
    clause = "A9, 9.1c"
    subject = Subject.DEVICE

    ticket: Id
    answer_digest: Digest
    words_digest: Digest
    words_check: WordsCheck
    device: DeviceId
    role: StoreRole
    journal: JournalId
    epoch: Small
    verify_key: VerifyKey
    sealing_key: SealingKey
    staff: StaffId
    staff_verify_key: VerifyKey
    staff_sealing_key: SealingKey


class RecoveryKeyMade(Act):
    """A pair of keys was made with which a forgotten passphrase can be got over."""

    kind = "recovery_key_made"
    clause = "9.1c, A8"
    subject = Subject.DEVICE

    device: DeviceId
    epoch: Small
    public_key: SealingKey
    fingerprint: Digest
    holder: StaffId | None


class RecoveryRequested(Act):
    """A store asked to be opened for somebody who forgot their passphrase."""

    kind = "recovery_requested"
    clause = "9.1c, A8"
    subject = Subject.DEVICE

    device: DeviceId
    staff: StaffId
    epoch: Small
    request_digest: Digest


class RecoveryAnswered(Act):
    """Two people at base answered a recovery request."""

    kind = "recovery_answered"
    clause = "9.1c, A8"
    subject = Subject.DEVICE

    device: DeviceId
    staff: StaffId
    epoch: Small
    request_digest: Digest
    answer_digest: Digest
    approvals: Ids


class RecoveryApplied(Act):
    """An answer opened the store, and a new passphrase was set."""

    kind = "recovery_applied"
    version: ClassVar[int] = 2
    clause = "9.1c, A8"
    subject = Subject.DEVICE

    device: DeviceId
    staff: StaffId
    old_epoch: Small
    new_epoch: Small
    answer_digest: Digest
    left_on: Day | None
    """On which day the person left, where base said so with its answer: they are shown no family then."""


def recovered_at_work(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a recovery of version 1, which base answered only for who still worked there, as version 2."""
    return fields | {"left_on": None}


ACTS: Final = (
    TicketIssued,
    TicketEnded,
    EnrolmentAnswered,
    EnrolmentAccepted,
    RecoveryKeyMade,
    RecoveryRequested,
    RecoveryAnswered,
    RecoveryApplied,
)
