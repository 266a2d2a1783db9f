"""A way on for a laptop whose store is frozen: its request, a supervisor's answer, and the branch it opens.

Owns the two files and what they lead to. Refuses to own what freezes a store (freshness) and how a tree is begun
(store). Both sides of a fork are kept: the branch that was written goes up as it is, the new one names where it ended.

Source: design 2; agreement A9, A10; FORMAT.md, "A way on".
"""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, assert_never

from pydantic import Field

from store.clock import Instant, from_ms
from store.errors import (
    LiftAnswerOldError,
    NotFrozenError,
    StoreDamagedError,
    UnknownDeviceError,
    UnliftableError,
)
from store.exchange.carrying_out import loaded_here
from store.exchange.peers import Peer, base_of, peer
from store.exchange.put_back import contradicted_memory, incident
from store.exchange.signed_file import claimed, read_signed, write_signed
from store.exchange.ticket import Said, hold_supervisor_of_base
from store.exchange.told_locked import acts_told
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts import values as v
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import FreezeCause
from store.keeping.files import ready_to_replace, replace_durably
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.noted import acts_noted, clear, noted
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN

REQUEST: Final = "branch-request/1"
ANSWER: Final = "branch-answer/1"

COPIED_BACK: Final = "A laptop's store was frozen: an older copy was put back, or its memory of how far it was is gone."


class BranchRequest(Said):
    """What a frozen store asks.

    Attributes:
        branch, size, root: What it holds.
        cause: Why it is frozen.
    """

    device: v.DeviceId
    journal: v.JournalId
    branch: v.Small
    size: v.Count
    root: v.Digest
    cause: Annotated[FreezeCause, Field(strict=False)]  # read from a file, where it is a word


class BranchAnswer(Said):
    """What a supervisor answers.

    Attributes:
        request: SHA-256 of the request's file.
        branch: The number of the branch that may be opened.
    """

    device: v.DeviceId
    journal: v.JournalId
    request: v.Digest
    branch: v.Small


def request_name(device: DeviceId) -> str:
    """Return what a laptop calls its request: with the eight first digits of the device, for one folder serves many."""
    return f"branch-request-{device[:8]}.doorstep"


def answer_name(device: DeviceId) -> str:
    """Return what base calls the answer to a laptop; likewise."""
    return f"branch-answer-{device[:8]}.doorstep"


def request(store: Store, to: Path) -> Path:
    """Write a frozen laptop's request into a folder.

    Raises:
        NotFrozenError: It takes acts; there is nothing to ask.
        UnliftableError: Its journal is damaged: another branch would not mend it.
        NotEnrolledError: It has no base.
    """
    base_of(store)
    path = to / request_name(DeviceId(store.sidecar.store))
    replace_durably(path, write_signed(REQUEST, _asked(store).model_dump(mode="json"), store.keys.device.signing))
    return path


def asked_by(store: Store, raw: bytes) -> tuple[Peer, BranchRequest]:
    """Return whose request a file is, and what it asks; nothing is changed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base answers.
        UnknownDeviceError: The request is of no laptop that is still believed here.
        SignedFileFormError, SignedFileForgedError: It is none, or not that laptop's.
    """
    hold_supervisor_of_base(store)
    laptop = peer(store, BranchRequest.of(claimed(raw, REQUEST)).device)
    asked = BranchRequest.of(read_signed(raw, REQUEST, laptop.key))
    if laptop.revoked_from is not None or asked.journal != laptop.journal:
        raise UnknownDeviceError
    return laptop, asked


def stands_at(store: Store, asked: BranchRequest) -> Instant | None:
    """Return when the newest act was told that a frozen store still has, by its own clock; None if unheard here."""
    held = store.journal_of(asked.journal, asked.branch)
    if held is None or not 0 < asked.size <= held.size:
        return None
    return from_ms(unpack(held.entry(asked.size - 1).header).at_ms)


def answer(store: Store, raw: bytes, reason: str, to: Path) -> Path:
    """Write the answer that lets a laptop go on in a new branch, and raise the incident.

    Args:
        store: Base's.
        raw: The request's file.
        reason: Why it may.
        to: The folder the answer is written into.

    Raises:
        StoreError: As `asked_by`, or as `Store.record`.
    """
    laptop, asked = asked_by(store, raw)
    known = [
        branch
        for (branch,) in store.rows(
            "SELECT branch FROM stem WHERE journal = ? AND branch < ?", (laptop.journal, FIRST_TWIN)
        )
    ]
    says = BranchAnswer(
        device=laptop.device,
        journal=asked.journal,
        request=sha256(raw).hexdigest(),
        branch=max([asked.branch, *known]) + 1,
    )
    content = write_signed(ANSWER, says.model_dump(mode="json"), store.keys.device.signing)
    path = to / answer_name(laptop.device)
    with ready_to_replace(content, path) as put:
        store.record(*_lifted(store, laptop, asked, sha256(content).hexdigest(), reason))
        put()
    return path


def _lifted(store: Store, laptop: Peer, asked: BranchRequest, answer_digest: str, reason: str) -> list[Act]:
    """Return what tells of an answer: the incident, and that the laptop may go on."""
    begun = incident(store, laptop.device, COPIED_BACK)
    return [
        *begun,
        acts.FreezeLifted(
            journal=asked.journal,
            cause=asked.cause,
            answer_digest=answer_digest,
            approvals=(),
            reason=reason,
        ),
    ]


def apply(store: Store, raw: bytes) -> None:
    """Open the branch that base's answer allows, and go on in it, with what was noted while the store was frozen.

    Args:
        store: The frozen one.
        raw: The answer's file.

    Raises:
        NotFrozenError: It takes acts; there is nothing to lift.
        SignedFileFormError, SignedFileForgedError: It is no answer, or not base's.
        LiftAnswerOldError: It answers another request, or this store as it was before.
    """
    asked = _asked(store)
    says = BranchAnswer.of(read_signed(raw, ANSWER, base_of(store).key))
    asking = write_signed(REQUEST, asked.model_dump(mode="json"), store.keys.device.signing)
    if says.request != sha256(asking).hexdigest() or says.branch <= asked.branch:
        raise LiftAnswerOldError
    opened = acts.BranchOpened(
        journal=asked.journal,
        branch=says.branch,
        parent_branch=asked.branch,
        parent_size=asked.size,
        parent_root=asked.root,
        cause=asked.cause,
        answer_digest=sha256(raw).hexdigest(),
    )
    store.replay()  # an attempt that was killed may have left what follows from it, also how far the queue was taken
    lines = noted(store)
    begun_with = [opened, *contradicted_memory(store), *acts_noted(store, lines, acts_told), *loaded_here(store)]
    store.go_on_in(store.sidecar.journal, says.branch, begun_with)
    clear(store, lines)


def _asked(store: Store) -> BranchRequest:
    if store.frozen is None:
        raise NotFrozenError
    head = store.journal.head() if store.frozen is not Frozen.DAMAGED else None
    if head is None:
        raise UnliftableError
    return BranchRequest(
        device=DeviceId(store.sidecar.store),
        journal=head.journal,
        branch=head.branch,
        size=head.size,
        root=head.root.hex(),
        cause=cause_of(store.frozen),
    )


def cause_of(frozen: Frozen) -> FreezeCause:
    """Return why a store is frozen, in the words of acts.

    Raises:
        StoreDamagedError: It is damaged, and no answer lifts that.
    """
    match frozen:
        case Frozen.ROLLED_BACK:
            return FreezeCause.ROLLBACK
        case Frozen.FORKED:
            return FreezeCause.FORK
        case Frozen.ANCHOR_LOST:
            return FreezeCause.ANCHOR_LOST
        case Frozen.DAMAGED:
            raise StoreDamagedError
    assert_never(frozen)
