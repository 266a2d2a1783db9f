"""Whether what a bundle carries may be believed: entries, and how they stand to what is held already.

Owns those checks. Refuses to own opening a bundle (bundle), what follows from an entry (projection) and every write.
Pure but for reading the journals it holds things against.

Source: design 2 and 5; FORMAT.md, "What a bundle must show".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import (
    ActBodyError,
    BundleContradictsError,
    BundleEntryError,
    BundleForkedError,
    BundleGapError,
    BundleTooNewError,
    HeaderFormError,
    SealingKeyError,
    UnknownActError,
)
from store.exchange.bundle_contents import CarriedEntry, Run
from store.ids import NOBODY, JournalId, StaffId
from store.keeping import acts
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.header import digest_body, told_at, unpack
from store.keeping.journal import Journal
from store.keeping.sealing import seal
from store.keeping.signing_keys import is_signed, read_signing_key
from store.keeping.taking import TakenEntry
from store.keeping.tree import Frontier, Node, hash_leaf

CHECKED_AT_ONCE: Final = frozenset(
    (acts.ConsentRecorded.kind, acts.ContactWishRecorded.kind, acts.OrderExecuted.kind, acts.StaffKeysRenewed.kind)
)
"""Kinds that somebody's rights, or an erasure, hang on: their persons' signatures are checked as they come in. Those of
the rest are checked by `verify --signatures`; all of them are bound by the device's signed head from the start."""


@dataclass(frozen=True, slots=True)
class Continued:
    """What of a run is new here.

    Attributes:
        head: The signed head of the run's branch.
        entries: Those not held yet, in order; empty for a run that brings nothing new.
        nodes: Tree nodes they complete; empty in a twin.
        forked_at: Index of the first entry that contradicts one held here; None where none does.
        leaves: The held and the contradicting leaf at that index.
    """

    head: Checkpoint
    entries: Sequence[TakenEntry]
    nodes: Sequence[Node]
    forked_at: int | None
    leaves: tuple[bytes, bytes] | None


def head_of(run: Run, journal: JournalId, key: Ed25519PublicKey) -> Checkpoint:
    """Return the head a run was signed under.

    Raises:
        CheckpointError: The note is malformed, or not signed with `key`.
        BundleContradictsError: It is of another journal or branch, or of another size than the run ends at.
    """
    head = read_checkpoint(run.checkpoint, key)
    if (head.journal, head.branch, head.size) != (journal, run.branch, run.first + len(run.entries)):
        raise BundleContradictsError
    return head


def continued(run: Run, head: Checkpoint, held: Journal | None) -> Continued:
    """Hold a run against what is held of its branch.

    Args:
        run: From a bundle whose signature holds.
        head: As `head_of` returned it.
        held: The branch as it is here; None where nothing is held.

    Raises:
        BundleGapError: It begins after what is held.
        BundleEntryError: An entry is not as a journal holds it.
        BundleContradictsError: The entries do not make up the signed head.
        BundleForkedError: It contradicts what is held, before its first entry.
        BundleTooNewError: An act is of a later release.
    """
    size = 0 if held is None else held.size
    if run.first > size:
        raise BundleGapError
    leaves = [hash_leaf(entry.header) for entry in run.entries]
    overlap = min(size - run.first, len(leaves))
    if held is not None:
        ours = held.leaves(run.first, run.first + overlap)
        for place, (mine, theirs) in enumerate(zip(ours, leaves, strict=False)):
            if mine != theirs:
                _hold_other_side(run, head, held, place, leaves)
                return Continued(
                    head, _entries(run, head.journal, leaves, place), (), run.first + place, (mine, theirs)
                )
        if head.size <= size:
            if held.root_at(head.size) != head.root:
                raise BundleForkedError
            return Continued(head, (), (), None, None)
    frontier = Frontier() if held is None else held.frontier_at(size)
    nodes = frontier.extend(leaves[overlap:])
    if frontier.root() != head.root:
        raise BundleContradictsError if held is None or run.first == 0 else BundleForkedError
    return Continued(head, _entries(run, head.journal, leaves, overlap), nodes, None, None)


def _hold_other_side(run: Run, head: Checkpoint, held: Journal, place: int, leaves: Sequence[bytes]) -> None:
    """Make sure that a fork's other side is what its device signed: the held entries below, then these.

    Raises:
        BundleContradictsError: It is not.
    """
    frontier = held.frontier_at(run.first + place)
    frontier.extend(list(leaves[place:]))
    if frontier.root() != head.root:
        raise BundleContradictsError


def read_entry(carried: CarriedEntry, n: int, journal: JournalId, branch: int) -> "acts.Act | None":
    """Return the act of an entry, held against its header; None once erased.

    Raises:
        BundleEntryError: It stands in another place, its body is another's, half of it is missing, or it says what such
            an entry cannot say there.
        BundleTooNewError: Its kind, or version, is of a later release.
    """
    try:
        told = told_at(carried.header, journal, branch, n)
    except HeaderFormError:
        raise BundleEntryError(n) from None
    if told is None:
        raise BundleEntryError(n)
    kind, version, digest = told
    if carried.salt is None or carried.body is None:
        if carried.salt is not None or carried.body is not None:
            raise BundleEntryError(n)
        return None
    if digest_body(carried.salt, carried.body) != digest:
        raise BundleEntryError(n)
    try:
        act = acts.parse(kind, version, carried.body)
    except UnknownActError:
        raise BundleTooNewError from None
    except ActBodyError:
        raise BundleEntryError(n) from None
    if kind in _BOUND_TO_PLACE and not _may_say(act, n, journal, branch):
        raise BundleEntryError(n)
    return act


_BOUND_TO_PLACE: Final = frozenset((acts.BranchOpened.kind, acts.DeviceKeysRenewed.kind))
"""Kinds that `_may_say` has something to say of: a kind is compared sooner than a class is found out."""


def _may_say(act: acts.Act, n: int, journal: JournalId, branch: int) -> bool:
    """Say whether an act can stand where it does, and what it brings is of use."""
    match act:
        case acts.BranchOpened():
            return n == 0 < branch and (act.journal, act.branch) == (journal, branch)
        case acts.DeviceKeysRenewed():
            return is_sealing_key(bytes.fromhex(act.sealing_key))
        case _:
            return True


def is_sealing_key(public: bytes) -> bool:
    """Say whether something can be sealed to a key; whoever believed another could tell its owner nothing any more."""
    try:
        seal(b"", public, b"")
    except SealingKeyError:
        return False
    return True


def hold_signatures(
    entries: Iterable[TakenEntry],
    keys: dict[StaffId, list[Ed25519PublicKey]],
    was_recovered: Callable[[str], bool],
    before: "acts.Act | None" = None,
) -> None:
    """Make sure that the persons who acted signed what somebody's rights hang on.

    Args:
        entries: New ones, in order.
        keys: The keys each member of staff may have signed with, the device's own as `NOBODY`'s; a key that a recovery
            renews is put among them.
        was_recovered: Whether this base gave the answer of that digest to the laptop.
        before: The act before the first of them, where it is held.

    Raises:
        BundleEntryError: Nobody known signed one of them, the device did alone what only a person does, or a key was
            renewed without a recovery that base answered.
        WeakKeyError: A key that was renewed is none.
    """
    for entry in entries:
        act = entry.act
        if act is not None and act.kind in CHECKED_AT_ONCE:
            staff = unpack(entry.header).staff
            is_by_device = staff == NOBODY
            if is_by_device != isinstance(act, acts.StaffKeysRenewed):
                raise BundleEntryError(entry.n)
            if not any(is_signed(key, entry.signature, entry.header) for key in keys.get(staff, [])):
                raise BundleEntryError(entry.n)
            if isinstance(act, acts.StaffKeysRenewed):
                is_answered = (
                    isinstance(before, acts.RecoveryApplied)
                    and before.staff == act.staff
                    and was_recovered(before.answer_digest)
                )
                if not is_answered:
                    raise BundleEntryError(entry.n)
                keys.setdefault(act.staff, []).append(read_signing_key(bytes.fromhex(act.verify_key)))
        before = act


def _entries(run: Run, journal: JournalId, leaves: Sequence[bytes], start: int) -> list[TakenEntry]:
    taken = []
    for place in range(start, len(run.entries)):
        carried, n = run.entries[place], run.first + place
        act = read_entry(carried, n, journal, run.branch)
        taken.append(TakenEntry(n, carried.header, leaves[place], carried.signature, carried.salt, carried.body, act))
    return taken
