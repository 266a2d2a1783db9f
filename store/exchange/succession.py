"""A lost base comes back from a copy: under a new journal, by two people, and asks its laptops for what is missing.

Owns the act and what has to be told again. Refuses to own making and restoring copies (backup).

What base did after the copy was made is gone from base. Laptops hold what they were sent of it, and everything of their
own that base had not said was in a verified backup: receipts go back to what the copy holds, so they send the rest
again, and base tells its open orders and its keys anew.

Source: design 2; agreement A9, 9.1c.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from store.errors import NotFrozenError, UnliftableError
from store.exchange.peers import peers
from store.exchange.put_back import OF_BASE, contradicted_memory, incident
from store.exchange.telling_again import act_at, told_again
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import DeviceId, JournalId, new_id
from store.keeping import acts, approvals, database, staffing
from store.keeping.acts.act import Act
from store.keeping.acts.terms.store import ApprovalMatter
from store.keeping.exchange_words import CANCELLED, ISSUED, WITHHELD
from store.keeping.freshness import Frozen
from store.keeping.kinds import acts_of
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store

UNKNOWN_BACKUP: Final = "0" * 32
"""The id of a copy that no act tells of: the folder itself, put back by other means."""


def succeed(
    store: Store,
    second: Passphrase,
    backup: str = UNKNOWN_BACKUP,
    *,
    left: Sequence[str] = (),
    is_built: bool = False,
) -> JournalId:
    """Go on as base under a new journal, without the accounts of those who left: at one stroke, or not at all.

    Args:
        store: Base's, frozen because a copy of it was put back.
        second: Of another supervisor, who approves.
        backup: Id of the copy, where an act tells of it.
        left: Names of those who left since the copy was made: from now on their passphrase opens nothing.
        is_built: Whether it was built a moment ago, so that no attempt before this one can have left anything.

    Returns:
        The new journal's id.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NotFrozenError: Nothing was put back.
        UnliftableError: The journal is damaged: another copy is needed.
        ApprovalError: The second person cannot approve.
        StaffNameError, LastPersonError: As `staffing.leaving`.
    """
    hold_supervisor_of_base(store)
    if store.frozen is None:
        raise NotFrozenError
    if store.frozen is Frozen.DAMAGED:
        raise UnliftableError
    if not is_built or int(store.notebook.note("projection")) != database.PROJECTION:
        store.replay()  # an attempt that was killed may have left what follows from it
    head = store.journal.head()
    digest = sha256(f"{head.journal} {head.size} {head.root.hex()}".encode("ascii")).digest()
    said, closed = staffing.leaving(store, left)
    approval = approvals.approve(store, second, ApprovalMatter.SUCCESSION, digest)
    asked_again = tuple(each.device for each in peers(store) if each.revoked_from is None)
    journal = JournalId(new_id())
    succeeded = acts.JournalSucceeded(
        store=store.sidecar.store,
        old_journal=head.journal,
        old_size=head.size,
        old_root=head.root.hex(),
        new_journal=journal,
        backup=backup,
        approvals=(approval.approval,),
        asked_again=asked_again,
    )
    renewed = acts.DeviceKeysRenewed(
        device=DeviceId(store.sidecar.store),
        epoch=store.sidecar.epoch,
        sealing_key=store.sidecar.device.sealing,
        recovery_key=None,
        old_fingerprint=sha256(bytes.fromhex(store.sidecar.device.sealing)).hexdigest(),
        receipt_digest=None,
    )
    begun: list[Act] = [succeeded, *_successions(store), approval, renewed, *closed, *_evidence(store)]
    for n in _open_orders(store):
        begun += told_again(store.journal, n, len(begun))
    begun += _taken_back(store)
    store.go_on_in(journal, 0, begun, said)
    return journal


def _evidence(store: Store) -> list[Act]:
    """Return the incident that a copy put back is, and the memory that it contradicts; none of one restored elsewhere.

    That one is no surprise: two people brought it there, and nothing beside it says that it is older than it should be.
    """
    if store.frozen not in (Frozen.ROLLED_BACK, Frozen.FORKED):
        return []
    begun = incident(store, DeviceId(store.sidecar.store), OF_BASE)
    raised = begun[0]
    assert isinstance(raised, acts.IncidentRaised)
    return [*begun, *contradicted_memory(store, raised.incident)]


def _successions(store: Store) -> list[Act]:
    """Return the successions before this one: a laptop that was away may not have heard of them."""
    firsts = [act_at(journal, 0) for journal in (*store.former_branches(), store.journal)]
    return [act for act in firsts if isinstance(act, acts.JournalSucceeded)]


def _taken_back(store: Store) -> list[Act]:
    """Return again what took orders back: a laptop may have heard of the order alone."""
    rows = store.rows("SELECT order_id FROM fieldorder WHERE state = ?", (CANCELLED,))
    taken = {order for (order,) in rows}
    found = (held.act for held in acts_of(store, acts.OrderCancelled))
    told = {act.order: act for act in found if isinstance(act, acts.OrderCancelled) and act.order in taken}
    return [*told.values()]


def _open_orders(store: Store) -> list[int]:
    rows = store.rows(
        "SELECT base_at FROM fieldorder WHERE state IN (?, ?) ORDER BY base_at",
        (ISSUED, WITHHELD),  # the next sync keeps back again what has to be
    )
    return [n for (n,) in rows]
