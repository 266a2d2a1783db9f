"""Acts about the journal itself: branches, forks, rollbacks, epochs, checkpoints, erased bodies.

Owns their shapes. Refuses to own the tree and its proofs, and to say whose bodies were erased.
"""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from store.keeping.acts.act import Act, Part
from store.keeping.acts.terms.store import AnchorPlace, Direction, EpochCause, ErasureReason, FreezeCause, Subject
from store.keeping.acts.values import (
    IDS_COUNT,
    PARTS_COUNT,
    Clause,
    Count,
    DeviceId,
    DeviceIds,
    Digest,
    Digests,
    Hidden,
    HouseText,
    Id,
    Ids,
    JournalId,
    SealingKey,
    Signature,
    Slug,
    Small,
    StoreId,
    VerifyKey,
)


class BranchOpened(Act):
    """A new branch began where a supervisor's answer file said."""

    kind = "branch_opened"
    clause = "A9, 9.1c"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    parent_branch: Small
    parent_size: Count
    parent_root: Digest
    cause: FreezeCause
    answer_digest: Digest


class ForkFound(Act):
    """Two different entries stand at one index of a journal; both branches are kept."""

    kind = "fork_found"
    clause = "A9, A10"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    index: Count
    first_leaf: Digest
    second_leaf: Digest
    first_note_digest: Digest
    second_note_digest: Digest
    incident: Id | None


class RollbackFound(Act):
    """A store is behind what was remembered of it: an older copy was put back."""

    kind = "rollback_found"
    clause = "A9, A10"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    place: AnchorPlace
    anchored_epoch: Small
    anchored_size: Count
    anchored_root: Digest
    found_epoch: Small
    found_size: Count
    found_root: Digest
    incident: Id | None


class FreezeLifted(Act):
    """A frozen store was allowed to go on."""

    kind = "freeze_lifted"
    clause = "A9, 9.1c"
    subject = Subject.JOURNAL

    journal: JournalId
    cause: FreezeCause
    answer_digest: Digest | None
    approvals: Ids
    reason: Hidden[HouseText]


class JournalSucceeded(Act):
    """A lost base was restored from a backup under a new journal, by two people."""

    kind = "journal_succeeded"
    clause = "A9, 9.1c"
    subject = Subject.JOURNAL

    store: StoreId
    old_journal: JournalId
    old_size: Count
    old_root: Digest
    new_journal: JournalId
    backup: Id
    approvals: Ids
    asked_again: DeviceIds


class EpochChanged(Act):
    """The store was re-encrypted under a new key and its old keys destroyed."""

    kind = "epoch_changed"
    clause = "7.2f, A11, 9.1c"
    subject = Subject.STORE

    cause: EpochCause
    order: Id | None
    old_epoch: Small
    new_epoch: Small
    old_data_key_fingerprint: Digest
    new_data_key_fingerprint: Digest
    device_sealing_key: SealingKey
    recovery_key_fingerprint: Digest | None
    destroyed_key_fingerprints: Digests
    emptied_tables: Annotated[tuple[Slug, ...], Field(max_length=PARTS_COUNT)]
    entries_count: Count


class CheckpointExchanged(Act):
    """A checkpoint was handed to the other side, or came from it."""

    kind = "checkpoint_exchanged"
    clause = "A9, 8.2"
    subject = Subject.JOURNAL

    direction: Direction
    peer: DeviceId
    journal: JournalId
    branch: Small
    size: Count
    root: Digest
    note_digest: Digest


class CheckpointCosigned(Act):
    """A checkpoint was found consistent with the last one and countersigned."""

    kind = "checkpoint_cosigned"
    clause = "A9, A12"
    subject = Subject.JOURNAL

    journal: JournalId
    branch: Small
    size: Count
    root: Digest
    note_digest: Digest
    cosigner: VerifyKey
    cosigned_at_s: Count
    cosignature: Signature


Range = tuple[Count, Count]
"""A first and a last index, both meant."""


class ErasedRanges(Part):
    """The entries of one branch whose bodies are gone: sorted, apart from each other, as few as can be."""

    journal: JournalId
    branch: Small
    ranges: Annotated[tuple[Range, ...], Field(min_length=1, max_length=IDS_COUNT)]

    @model_validator(mode="after")
    def _one_spelling(self) -> Self:
        if any(last < first for first, last in self.ranges):
            raise PydanticCustomError("range_backwards", "a range ends before it begins")
        if any(after[0] <= before[1] + 1 for before, after in zip(self.ranges, self.ranges[1:], strict=False)):
            raise PydanticCustomError("ranges_touch", "ranges are out of order, overlap or touch")
        return self


class BodiesErased(Act):
    """What some entries said was erased for ever; their headers stay."""

    kind = "bodies_erased"
    clause = "7.2f, 13.5, A11"
    subject = Subject.JOURNAL

    erased: Annotated[tuple[ErasedRanges, ...], Field(min_length=1, max_length=PARTS_COUNT)]
    reason: ErasureReason
    authority: Clause
    order: Id | None

    @model_validator(mode="after")
    def _each_branch_once(self) -> Self:
        branches = [(part.journal, part.branch) for part in self.erased]
        if branches != sorted(set(branches)):
            raise PydanticCustomError("branches_disorder", "branches are out of order or named twice")
        return self


ACTS: Final = (
    BranchOpened,
    ForkFound,
    RollbackFound,
    FreezeLifted,
    JournalSucceeded,
    EpochChanged,
    CheckpointExchanged,
    CheckpointCosigned,
    BodiesErased,
)
