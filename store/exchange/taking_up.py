"""Base takes in what a laptop sent: its entries, and what they show of both journals.

Owns the order of checks and the one transaction. Refuses to own the checks of entries (believing) and what follows from
them (projection).

Source: design 5; FORMAT.md, "What a bundle must show".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from store.clock import to_ms
from store.custody.incidents.raising import with_clocks
from store.errors import BundleContradictsError, BundleForkedError, SenderRevokedError
from store.exchange.believing import Continued, continued, head_of, hold_signatures
from store.exchange.bundle import Bundle
from store.exchange.bundle_contents import Run, Up
from store.exchange.notes import digest_of, hold_own_head, note_of, note_of_tree
from store.exchange.peers import Peer
from store.exchange.put_back import keep_other_side
from store.ids import NOBODY, new_id
from store.keeping import acts
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.values import PARTS_COUNT
from store.keeping.agreed import agreement_of
from store.keeping.follows_taken import SIGNED_WITH
from store.keeping.header import BODY_DIGEST_PART, HIGHEST_INDEX, STAFF_PART, unpack
from store.keeping.journal import Journal
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN, N_BITS, Intake, TakenEntry, TakenRun
from store.keeping.twins import Twins, partings_of


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bundle brought.

    Attributes:
        new_count: Entries that were not here before.
        forked_count: Branches found to contradict what was held.
    """

    new_count: int
    forked_count: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """A run as it will be kept: under its own branch's number, or a twin's.

    Attributes:
        continues: Which tree it goes on from: the one it is kept in, or, of a new twin, the one it parts from.
    """

    run: Run
    told: Continued
    branch: int
    continues: int

    @property
    def is_new_twin(self) -> bool:
        """Whether a fork was found."""
        return self.continues != self.branch


def take_up(store: Store, bundle: Bundle, sender: Peer, mailbox: str, size_bytes: int) -> Taken:
    """Take a laptop's bundle in, whole or not at all.

    Args:
        store: Base's.
        bundle: Opened: its signature is the sender's, and it was sealed to this store.
        sender: Whose.
        mailbox: Id of the mailbox it lay in.
        size_bytes: How large its file was.

    Raises:
        StoreBehindError: The laptop holds a head of this store's own that this store never reached; it is frozen now.
        SenderRevokedError: It goes beyond what is believed of its sender.
        BundleContradictsError, BundleGapError, BundleEntryError, BundleForkedError, BundleTooNewError, WeakKeyError: As
            `believing`.
        StoreError: As `Store.record`.
    """
    up = bundle.contents
    assert isinstance(up, Up)
    other = None if up.heard is None else hold_own_head(store, up.heard)
    if other is not None and up.heard is not None:  # whatever becomes of the rest, which may begin after what is held
        keep_other_side(store, other, up.heard, bundle.header.to_epoch)
    kept = _kept_runs(store, up.runs, sender)
    _hold_branches(store, kept)
    _hold_seen(store, kept, sender)
    _hold_signatures(store, kept, sender)
    received = _received(store, bundle, up, kept, sender, mailbox, size_bytes)
    runs = [
        TakenRun(sender.journal, each.branch, sender.device, each.told.entries, each.told.nodes)
        for each in kept
        if each.told.entries
    ]
    notes = [note_of(each.told.head, each.run.checkpoint) for each in kept]
    forks = [act for each in kept if each.is_new_twin for act in _fork_acts(store, each, sender)]
    store.take_in(Intake(runs, notes), *forks, received)
    return Taken(received.new_entries_count, sum(each.is_new_twin for each in kept))


def _kept_runs(store: Store, runs: Sequence[Run], sender: Peer) -> list[_Kept]:
    """Hold every run against what is held; there is one of a branch, the oldest branch first.

    Raises:
        StoreError: As `take_up`.
    """
    branches = [run.branch for run in runs]
    if not 1 <= len(runs) <= PARTS_COUNT or branches != sorted(set(branches)) or branches[-1] >= FIRST_TWIN:
        raise BundleContradictsError
    kept: list[_Kept] = []
    twins = _twins(store, sender)
    next_twin = max([FIRST_TWIN - 1, *twins.partings]) + 1
    for run in runs:
        kept.append(_kept(store, run, sender, twins, next_twin))
        next_twin += kept[-1].is_new_twin
    return kept


def _kept(store: Store, run: Run, sender: Peer, twins: Twins, next_twin: int) -> _Kept:
    head = head_of(run, sender.journal, sender.key)
    held = store.journal_of(sender.journal, run.branch)
    if head.size > _believed_size(sender, run.branch, held):
        raise SenderRevokedError
    told = continued(run, head, held)
    if told.forked_at is None:
        return _Kept(run, told, run.branch, run.branch)
    if sender.revoked_from is not None:
        raise SenderRevokedError
    nearest, parted_at = twins.nearest(run.branch, told.forked_at, [entry.leaf for entry in told.entries])
    fresh = told.entries[parted_at - told.forked_at :]
    held_there = twins.owner(nearest, parted_at)
    if not fresh or parted_at >= held_there.size:
        return _Kept(run, replace(told, entries=fresh), nearest, nearest)
    if next_twin >= FIRST_TWIN + MOST_TWINS:
        raise BundleForkedError
    (ours,) = held_there.leaves(parted_at, parted_at + 1)
    parted = replace(told, entries=fresh, forked_at=parted_at, leaves=(ours, fresh[0].leaf))
    return _Kept(run, parted, next_twin, nearest)


def _believed_size(sender: Peer, branch: int, held: Journal | None) -> int:
    """Return how long a branch of a laptop may be: of one that was revoked, all others than its last ended."""
    if sender.revoked_from is None:
        return HIGHEST_INDEX
    if branch == sender.branch:
        return sender.revoked_from
    return 0 if held is None else held.size


def _twins(store: Store, sender: Peer) -> Twins:
    rows = store.rows("SELECT journal, branch, parent_branch, parent_size FROM parentage")
    return Twins(partial(store.journal_of, sender.journal), partings_of(sender.journal, rows))


def _hold_branches(store: Store, kept: Sequence[_Kept]) -> None:
    """Make sure that every branch beyond the first was opened by an answer of this base, and after its parent's end.

    Raises:
        BundleForkedError: It was not.
    """
    heads = {each.run.branch: each.told.head for each in kept}
    for each in kept:
        if each.run.branch == 0 or store.journal_of(each.told.head.journal, each.run.branch) is not None:
            continue
        opened = each.told.entries[0].act if each.told.entries else None
        if not isinstance(opened, acts.BranchOpened):
            raise BundleForkedError
        parent = heads.get(opened.parent_branch)
        lifted = store.fact(f"lifted/{opened.answer_digest}")
        if (
            (lifted != each.told.head.journal and not _is_of_lost_base(store, each.told.entries[0]))
            or parent is None
            or (parent.size, parent.root.hex()) != (opened.parent_size, opened.parent_root)
        ):
            raise BundleForkedError


def _is_of_lost_base(store: Store, entry: TakenEntry) -> bool:
    """Say whether an entry was written under a journal of base's that was succeeded: its answers may be gone with it.

    Base's own key signed the answer, and the laptop held it against that before it acted; the incident that every fork
    raises stays for a supervisor to look at.
    """
    return unpack(entry.header).seen >> N_BITS < int(store.fact("successions") or 0)


def _hold_seen(store: Store, kept: Sequence[_Kept], sender: Peer) -> None:
    """Make sure that nothing was written in the knowledge of more than this base ever told its writer.

    Raises:
        BundleContradictsError: Something was.
    """
    ((told,),) = store.rows("SELECT coalesce(max(size), 0) FROM sentbundle WHERE to_device = ?", (sender.device,))
    clock = (int(store.fact("successions") or 0) << N_BITS | told).to_bytes(8, "big")
    for each in kept:
        if any(entry.header[_SEEN_PART] > clock for entry in each.told.entries):
            raise BundleContradictsError


MOST_TWINS: Final = 100
"""Forks of one laptop that are kept: a disk is put back a few times in its life; a rogue shall not fill the file."""

_SEEN_PART: Final = slice(STAFF_PART.stop, BODY_DIGEST_PART.start)
"""Where `seen` stands in a header, big endian, so that its bytes compare as it does."""


def _hold_signatures(store: Store, kept: Sequence[_Kept], sender: Peer) -> None:
    """Make sure that those acted who may; as `hold_signatures`, and so are the errors."""
    keys = {NOBODY: [sender.key]}
    if sender.staff is not None:
        former = store.rows(
            "SELECT substr(name, ?) FROM fact WHERE name LIKE ? AND value = ?",
            (len(SIGNED_WITH) + 1, f"{SIGNED_WITH}%", sender.device),
        )
        known = [sender.staff_verify_key, *(key for (key,) in former)]
        keys[sender.staff] = [read_signing_key(bytes.fromhex(key)) for key in known]
    for each in kept:
        hold_signatures(
            each.told.entries,
            keys,
            partial(_was_recovered, store, sender, each),
            _act_before(store, sender, each),
        )


def _was_recovered(store: Store, sender: Peer, kept: _Kept, digest: str) -> bool:
    is_answered = store.fact(f"recovered/{digest}") == sender.device
    return is_answered or _is_of_lost_base(store, kept.told.entries[0])


def _act_before(store: Store, sender: Peer, each: _Kept) -> acts.Act | None:
    """Return the act before a renewed key that a run begins with; a bundle may have ended between the two."""
    if not each.told.entries or not isinstance(each.told.entries[0].act, acts.StaffKeysRenewed):
        return None
    first = each.told.entries[0].n
    if not first:
        return None
    entry = _twins(store, sender).owner(each.continues, first - 1).entry(first - 1)
    header = unpack(entry.header)
    return None if entry.body is None else acts.parse(header.kind, header.kind_version, entry.body)


def _received(
    store: Store, bundle: Bundle, up: Up, kept: Sequence[_Kept], sender: Peer, mailbox: str, size_bytes: int
) -> acts.BundleReceived:
    """Return what tells of the bundle: of its last run's head, and of every entry that was not here."""
    last = kept[-1].told.head
    return acts.BundleReceived(
        bundle_digest=bundle.digest,
        number=bundle.header.number,
        from_device=sender.device,
        mailbox=mailbox,
        size_bytes=size_bytes,
        entries=tuple(
            acts.EntrySpan(
                journal=sender.journal, branch=each.branch, first=each.told.entries[0].n, count=len(each.told.entries)
            )
            for each in kept
            if each.told.entries
        ),
        new_entries_count=sum(len(each.told.entries) for each in kept),
        orders=(),
        checkpoint_size=last.size,
        checkpoint_root=last.root.hex(),
        unsent_count=up.unsent_count,
        sender_ahead_s=_ahead_s(store, up),
    )


def _ahead_s(store: Store, up: Up) -> int:
    return max(-_DRIFT_S, min(_DRIFT_S, (up.sent_at_ms - to_ms(store.now())) // 1000))


_DRIFT_S: Final = 100_000_000
"""More than three years: whatever is further off is told as this."""


def _fork_acts(store: Store, each: _Kept, sender: Peer) -> list[acts.Act]:
    """Return what tells of a fork: the incident, and where it is with the evidence of both sides."""
    told = each.told
    assert told.forked_at is not None
    assert told.leaves is not None
    incident, now_ms = new_id(), to_ms(store.now())
    begun = with_clocks(
        acts.IncidentRaised(
            incident=incident,
            incident_kind=IncidentKind.FORK,
            what="Two copies of one laptop's store went on apart: a copy of it was put back, or it was cloned.",
            place=None,
            happened_at_ms=None,
            identified_at_ms=now_ms,
            aware_at_ms=now_ms,
            raised_by=store.keys.person.staff,
            devices=(sender.device,),
            families=(),
            families_count=0,
        ),
        agreement_of(store),
    )
    return [
        *begun,
        acts.ForkFound(
            journal=sender.journal,
            branch=each.continues,
            index=told.forked_at,
            first_leaf=told.leaves[0].hex(),
            second_leaf=told.leaves[1].hex(),
            first_note_digest=digest_of(note_of_tree(store, _twins(store, sender), each.continues)),
            second_note_digest=digest_of(each.run.checkpoint),
            incident=incident,
        ),
    ]
