"""Acts about what two stores tell each other: mailboxes, bundles, receipts.

Owns their shapes. Refuses to own the sealing of bundles and whatever opens a mailbox.
"""

from typing import Annotated, Final

from pydantic import Field

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.exchange import BundleFault, MailboxScheme
from store.keeping.acts.terms.store import Subject
from store.keeping.acts.values import (
    PARTS_COUNT,
    Count,
    Country,
    DeviceId,
    Digest,
    Drift,
    Hidden,
    HouseLine,
    Id,
    Ids,
    JournalId,
    Signature,
    Small,
    VerifyKey,
)


class EntrySpan(Part):
    """A run of entries of one branch: the first index, and how many."""

    journal: JournalId
    branch: Small
    first: Count
    count: Count


EntrySpans = Annotated[tuple[EntrySpan, ...], Field(max_length=PARTS_COUNT)]


class MailboxSet(Act):
    """A folder or server became the place where bundles are left."""

    kind = "mailbox_set"
    clause = "8.1, A6"
    subject = Subject.DEVICE

    mailbox: Id
    scheme: MailboxScheme
    country: Country
    address: Hidden[HouseLine]
    host_key_digest: Digest | None


class BundleSent(Act):
    """A sealed bundle was left in a mailbox."""

    kind = "bundle_sent"
    clause = "8.1, 8.2, A9"
    subject = Subject.JOURNAL

    bundle_digest: Digest
    number: Count
    to_device: DeviceId
    mailbox: Id
    size_bytes: Count
    entries: EntrySpans
    orders: Ids
    checkpoint_size: Count
    checkpoint_root: Digest


class BundleReceived(Act):
    """A bundle was opened and what it carries was kept."""

    kind = "bundle_received"
    clause = "8.1, 8.2, A9"
    subject = Subject.JOURNAL

    bundle_digest: Digest
    number: Count
    from_device: DeviceId
    mailbox: Id
    size_bytes: Count
    entries: EntrySpans
    new_entries_count: Count
    orders: Ids
    checkpoint_size: Count
    checkpoint_root: Digest
    unsent_count: Count
    sender_ahead_s: Drift


class BundleRejected(Act):
    """A file in the mailbox was not let in, and nothing of it was kept."""

    kind = "bundle_rejected"
    clause = "8.1, 8.3, 9.1c"
    subject = Subject.JOURNAL

    bundle_digest: Digest | None
    from_device: DeviceId | None
    mailbox: Id
    size_bytes: Count
    fault: BundleFault
    incident: Id | None


class ReceiptReceived(Act):
    """The other side countersigned what it holds of this journal."""

    kind = "receipt_received"
    clause = "8.2, A9"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    size: Count
    root: Digest
    cosigner: VerifyKey
    cosigned_at_s: Count
    cosignature: Signature
    backed_up_size: Count


ACTS: Final = (
    MailboxSet,
    BundleSent,
    BundleReceived,
    BundleRejected,
    ReceiptReceived,
)
