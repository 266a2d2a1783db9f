"""Acts about looking back and letting out: audits, checkpoints shown to a witness, released tables.

Owns their shapes. Refuses to own proofs and suppression.
"""

from typing import Annotated, Final

from pydantic import Field

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.exchange import Geography, OutputDecision
from store.keeping.acts.terms.store import Subject, Verdict
from store.keeping.acts.values import (
    PARTS_COUNT,
    Count,
    Day,
    Digest,
    Hidden,
    HouseLine,
    HouseText,
    Id,
    Ids,
    JournalId,
    Small,
    StaffId,
)


class AuditOpened(Act):
    """An auditor began to read a period, and writes nothing."""

    kind = "audit_opened"
    clause = "A12"
    subject = Subject.STORE

    audit: Id
    auditor: StaffId
    from_on: Day
    to_on: Day
    notice_digest: Digest | None


class AuditPackMade(Act):
    """Evidence about a period was put together for the controller."""

    kind = "audit_pack_made"
    clause = "A12"
    subject = Subject.DATASET

    audit: Id | None
    movement: Id | None
    recipient: Id | None
    from_on: Day
    to_on: Day
    first_checkpoint: Digest
    last_checkpoint: Digest
    entries_count: Count
    sha256: Digest


class WitnessCheckpointSent(Act):
    """Base's checkpoint went to somebody outside base who keeps it."""

    kind = "witness_checkpoint_sent"
    clause = "A12, A9"
    subject = Subject.JOURNAL

    recipient: Id
    mailbox: Id | None
    journal: JournalId
    branch: Small
    size: Count
    root: Digest
    note_digest: Digest


class CheckpointCompared(Act):
    """A checkpoint brought from outside was held against the journal."""

    kind = "checkpoint_compared"
    clause = "A12"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    old_size: Count
    old_root: Digest
    size: Count
    root: Digest
    verdict: Verdict


class TableTold(Part):
    """One table of an output: what is crossed with what, and what suppression did to it."""

    rows_by: Hidden[HouseLine]
    columns_by: Hidden[HouseLine | None]
    unweighted_base: Count
    cells_count: Count
    primary_suppressed_count: Count
    complementary_suppressed_count: Count


class OutputMade(Act):
    """Tables were made, suppressed and set aside for checking."""

    kind = "output_made"
    clause = "12.1, 16.1"
    subject = Subject.OUTPUT

    output: Id
    geography: Geography
    smallest_cell_kept: Count
    tables: Annotated[tuple[TableTold, ...], Field(max_length=PARTS_COUNT)]
    sha256: Digest
    made_by: StaffId


class OutputReleased(Act):
    """Two people let an output out, or held it back."""

    kind = "output_released"
    clause = "12.1, 16.1"
    subject = Subject.OUTPUT

    output: Id
    decision: OutputDecision
    sha256: Digest
    recipient: Id | None
    movement: Id | None
    approvals: Ids
    reason: Hidden[HouseText | None]


ACTS: Final = (
    AuditOpened,
    AuditPackMade,
    WitnessCheckpointSent,
    CheckpointCompared,
    OutputMade,
    OutputReleased,
)
