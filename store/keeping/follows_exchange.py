"""What follows from this store's own acts about other stores: trust, bundles, orders, allocations.

Owns one small function a kind. Refuses to own acts of other stores (follows_taken), backups (follows_backups) and
branches (follows_branches).
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.consents import TAKES_BACK, InterviewState
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.acts.terms.store import StoreRole
from store.keeping.by_name import tables
from store.keeping.exchange_words import (
    ANSWERED_EVERY_MS,
    CALLED_BACK,
    CANCELLED,
    EVERY_LAPTOP,
    FIRST_KNOWN_EPOCH,
    GIVEN,
    HELD,
    ISSUED,
    WITHHELD,
    WORD_ENDED,
)
from store.keeping.taking import HEARD_AT, LEFT, N_BITS

if TYPE_CHECKING:
    from store.keeping.projection import Projection


# -- trust between devices -------------------------------------------------------------------------------------------


def _ticket_issued(tables_: "Projection", _: int, act: acts.TicketIssued) -> None:
    told = {
        name: getattr(act, name)
        for name in ("ticket", "ticket_digest", "device", "name", "staff", "staff_name", "expires_at_ms")
    }
    tables_.put(tables.Ticket, **told, state="open")


def _ticket_ended(tables_: "Projection", _: int, act: acts.TicketEnded) -> None:
    tables_.change(tables.Ticket, {"ticket": act.ticket}, state="ended")


def _enrolment_answered(tables_: "Projection", _: int, act: acts.EnrolmentAnswered) -> None:
    tables_.put(
        tables.Peer,
        **_new_peer(act.base_device, StoreRole.BASE, act.base_journal, act.base_verify_key, act.base_sealing_key),
        epoch=FIRST_KNOWN_EPOCH,
        staff=None,
        staff_verify_key="",
    )


def _enrolment_accepted(tables_: "Projection", _: int, act: acts.EnrolmentAccepted) -> None:
    tables_.put(
        tables.Peer,
        **_new_peer(act.device, act.role, act.journal, act.verify_key, act.sealing_key),
        epoch=act.epoch,
        staff=act.staff,
        staff_verify_key=act.staff_verify_key,
    )
    tables_.change(tables.Ticket, {"ticket": act.ticket}, state="used")


def _new_peer(device: str, role: str, journal: str, verify_key: str, sealing_key: str) -> dict[str, object]:
    """Return a peer nothing was exchanged with yet."""
    fresh: dict[str, object] = dict.fromkeys(
        (
            "branch",
            "number_in",
            "number_out",
            "their_size",
            "heard_size",
            "heard_number",
            "unsent_count",
        ),
        0,
    )
    return {
        "device": device,
        "role": role,
        "journal": journal,
        "verify_key": verify_key,
        "sealing_key": sealing_key,
        "their_root": "",
        "release": "",
        "revoked_from": None,
        **fresh,
    }


def _device_revoked(tables_: "Projection", _: int, act: acts.DeviceRevoked) -> None:
    tables_.change(tables.Peer, {"device": act.device}, revoked_from=act.from_index)


def _recovery_key_made(tables_: "Projection", key: int, act: acts.RecoveryKeyMade) -> None:
    recovery_key(tables_, act)
    address(tables_, act.device, key)


def _recovery_applied(tables_: "Projection", _: int, act: acts.RecoveryApplied) -> None:
    tables_.put(tables.Fact, name="recovery_epoch", value=str(act.new_epoch))
    if act.left_on is not None:
        tables_.put(tables.Fact, name=f"{LEFT}{act.staff}", value=act.left_on)


def _recovery_answered(tables_: "Projection", _: int, act: acts.RecoveryAnswered) -> None:
    tables_.put(tables.Fact, name=f"recovered/{act.answer_digest}", value=act.device)


def recovery_key(tables_: "Projection", act: acts.RecoveryKeyMade) -> None:
    """Put the public key that a data key is sealed to for one epoch."""
    tables_.put(
        tables.RecoveryKey,
        device=act.device,
        epoch=act.epoch,
        public_key=act.public_key,
        fingerprint=act.fingerprint,
        holder=act.holder,
    )


def _keys_renewed(tables_: "Projection", key: int, act: acts.DeviceKeysRenewed) -> None:
    """A device renewed its keys: this one, or a peer whose bundle showed it on the outside and could not be opened."""
    if tables_.row("peer", ("role",), {"device": act.device}) is not None:
        tables_.change(tables.Peer, {"device": act.device}, sealing_key=act.sealing_key, epoch=act.epoch)
    elif tables_.fact("role") == StoreRole.BASE:
        address(tables_, EVERY_LAPTOP, key)


def word_ended(tables_: "Projection", act: acts.VolumeAttestationEnded) -> None:
    """Put that nobody stands by a word on a volume any more, whichever store reads of it; another one still counts."""
    tables_.put(tables.Fact, name=f"{WORD_ENDED}{act.attestation}", value=act.supervisor)
    kept = tables_.fact("attestation")
    if kept and json.loads(kept)["attestation"] == act.attestation:
        tables_.put(tables.Fact, name="attestation", value="")


def address(tables_: "Projection", device: str, key: int) -> None:
    """Note that an entry of this base goes down to a laptop."""
    tables_.put(tables.Addressed, device=device, n=key & ((1 << N_BITS) - 1))


# -- bundles ---------------------------------------------------------------------------------------------------------


def _mailbox_set(tables_: "Projection", _: int, act: acts.MailboxSet) -> None:
    tables_.put(tables.Fact, name="mailbox", value=acts.dump(act).decode("utf-8"))


def _bundle_sent(tables_: "Projection", _: int, act: acts.BundleSent) -> None:
    heard = tables_.value("peer", "heard_size", "device", act.to_device) or 0
    is_from_base = tables_.fact("role") == StoreRole.BASE
    tables_.put(
        tables.SentBundle,
        to_device=act.to_device,
        number=act.number,
        digest=act.bundle_digest,
        size=act.checkpoint_size,
        root=act.checkpoint_root,
        from_size=act.entries[0].first if is_from_base and act.entries else heard,
    )
    tables_.change(tables.Peer, {"device": act.to_device}, number_out=act.number)


def _bundle_received(tables_: "Projection", key: int, act: acts.BundleReceived) -> None:
    tables_.put(tables.TakenBundle, from_device=act.from_device, number=act.number, digest=act.bundle_digest)
    numbered = tables_.value("peer", "number_in", "device", act.from_device) or 0
    if act.number > numbered:
        tables_.change(tables.Peer, {"device": act.from_device}, number_in=act.number, unsent_count=act.unsent_count)
        if not _is_earlier_head(tables_, act):
            tables_.change(
                tables.Peer,
                {"device": act.from_device},
                their_size=act.checkpoint_size,
                their_root=act.checkpoint_root,
            )
    if tables_.fact("role") == StoreRole.BASE:
        passages(tables_, key, act)
    else:
        tables_.put(tables.Fact, name=HEARD_AT, value=str(tables_.header(key).at_ms))


def answer(tables_: "Projection", key: int, sender: str, *, is_awaited: bool) -> None:
    """Let base's word that it took a bundle in go down to its sender, where it waits for that or heard none for long.

    Args:
        tables_: Base's.
        key: Of the entry that tells of the bundle.
        sender: The laptop.
        is_awaited: Whether the bundle brought anything that is no bookkeeping.
    """
    if is_awaited or _is_answer_due(tables_, key, sender):
        address(tables_, sender, key)


def _is_answer_due(tables_: "Projection", key: int, laptop: str) -> bool:
    """Say whether base had nothing for a laptop for long; a clock that was set back since may hide how long."""
    ((last,),) = tables_.select("SELECT max(n) FROM addressed WHERE device IN (?, ?)", (laptop, EVERY_LAPTOP))
    if last is None:
        return True
    told = tables_.header(key >> N_BITS << N_BITS | last)
    return abs(tables_.header(key).at_ms - told.at_ms) >= ANSWERED_EVERY_MS


def _is_earlier_head(tables_: "Projection", act: acts.BundleReceived) -> bool:
    """Say whether base told a laptop less than it knows: only what it has already, so of the same journal."""
    known = tables_.value("peer", "their_size", "device", act.from_device) or 0
    return tables_.fact("role") == StoreRole.FIELD and not act.entries and act.checkpoint_size < known


def passages(tables_: "Projection", key: int, received: acts.BundleReceived) -> None:
    """Put when base took in a laptop's entries; `received` is base's own act, whichever store reads it."""
    for span in received.entries:
        tables_.put(
            tables.Passage,
            journal=span.journal,
            branch=span.branch,
            first=span.first,
            count=span.count,
            at=tables_.clock(key),
        )


def _receipt_received(tables_: "Projection", _: int, act: acts.ReceiptReceived) -> None:
    tables_.put(
        tables.Receipt, journal=act.journal, branch=act.branch, size=act.size, backed_up_size=act.backed_up_size
    )


# -- orders ----------------------------------------------------------------------------------------------------------


def _order_issued(tables_: "Projection", key: int, act: acts.OrderIssued) -> None:
    order(tables_, key, act)
    address(tables_, act.device, key)
    for n in act.entries:
        tables_.put(tables.Addressed, device=act.device, n=n)


def order(tables_: "Projection", key: int, act: acts.OrderIssued) -> None:
    """Put an order; `key` is that of base's entry, whichever store reads it."""
    tables_.put(
        tables.FieldOrder,
        order_id=act.order,
        order_kind=act.order_kind,
        device=act.device,
        families=" ".join(act.families),
        entries=" ".join(map(str, act.entries)),
        base_at=key & ((1 << N_BITS) - 1),
        state=ISSUED,
    )


def _order_withheld(tables_: "Projection", _: int, act: acts.OrderWithheld) -> None:
    """Neither the order nor what it needs goes down to its laptop."""
    told = tables_.row("fieldorder", ("entries", "base_at"), {"order_id": act.order})
    if told is None:
        return
    for n in (*map(int, told[0].split()), told[1]):
        tables_.remove(tables.Addressed, device=act.device, n=n)
    tables_.change(tables.FieldOrder, {"order_id": act.order}, state=WITHHELD)


def _entries_withheld(tables_: "Projection", _: int, act: acts.EntriesWithheld) -> None:
    columns = ("device", "journal", "n", "needs_release")
    values: list[object] = []
    for n in act.entries:
        values += (act.device, act.journal, n, act.needs_release)
    tables_.put_many(tables.Withheld, columns, values)


def _entries_released(tables_: "Projection", _: int, act: acts.EntriesReleased) -> None:
    for n in act.entries:
        tables_.remove(tables.Withheld, device=act.device, journal=act.journal, n=n)


def _order_cancelled(tables_: "Projection", key: int, act: acts.OrderCancelled) -> None:
    address(tables_, act.device, key)
    tables_.put(tables.Fact, name=f"{CALLED_BACK}{act.order}", value=act.device)
    for state in (ISSUED, WITHHELD):
        tables_.change(tables.FieldOrder, {"order_id": act.order, "state": state}, state=CANCELLED)


def _order_executed(tables_: "Projection", _: int, act: acts.OrderExecuted) -> None:
    tables_.change(tables.FieldOrder, {"order_id": act.order}, state=act.end)


def _family_allocated(tables_: "Projection", _: int, act: acts.FamilyAllocated) -> None:
    allocation(tables_, act, GIVEN)


def allocation(tables_: "Projection", act: acts.FamilyAllocated, state: str) -> None:
    """Put which laptop a family was given to."""
    tables_.put(
        tables.Allocation,
        family=act.family,
        device=act.device,
        order_id=act.order,
        interviewer=act.interviewer,
        state=state,
    )


def _consent_recorded(tables_: "Projection", key: int, act: acts.ConsentRecorded) -> None:
    """What takes an answer back goes down from base to whoever holds the family (clauses, "Consent")."""
    if act.decision in TAKES_BACK:
        _address_holders(tables_, act.family, key)


def _interview_marked(tables_: "Projection", key: int, act: acts.InterviewMarked) -> None:
    """So does what says that an interview was marked in error."""
    if act.state is InterviewState.ENTERED_IN_ERROR:
        _address_holders(tables_, act.family, key)


def _told_on(
    tables_: "Projection", key: int, act: acts.AttemptToldOn | acts.AppointmentToldOn | acts.ObservationsToldOn
) -> None:
    """It goes to whoever has the family; a laptop that knows better lets it pass."""
    _address_holders(tables_, act.family, key)


def _wished(tables_: "Projection", key: int, act: acts.ContactWishRecorded) -> None:
    """What base hears by phone, and what it takes back, holds wherever the family is."""
    _address_holders(tables_, act.family, key)


def _outcome_set(tables_: "Projection", key: int, act: acts.OutcomeSet) -> None:
    """Whoever has the family hears that the office ended the case, or did not after all."""
    _address_holders(tables_, act.family, key)


def _lock_set(tables_: "Projection", key: int, act: acts.FamilyLockSet) -> None:
    """Opened by base, it is open on its laptop; what base locks is locked by an order, which erases as well."""
    if act.lock is FamilyLock.OPEN:
        _address_holders(tables_, act.family, key)


def _address_holders(tables_: "Projection", family: str, *keys: int) -> None:
    """Let entries of base about a family go down to whoever has it; on a laptop nothing follows."""
    if not tables_.is_base:
        return
    for (device,) in tables_.select(
        "SELECT device FROM allocation WHERE family = ? AND state IN (?, ?)", (family, GIVEN, HELD)
    ):
        for key in keys:
            address(tables_, device, key)


def _family_loaded(tables_: "Projection", _: int, act: acts.FamilyLoaded) -> None:
    tables_.change(tables.Allocation, {"family": act.family, "device": act.device}, state=HELD)


def conflict_found(tables_: "Projection", _: int, act: acts.ConflictFound) -> None:
    """Put two values that nobody settled, whichever store reads of them."""
    tables_.put(
        tables.Conflict,
        family=act.family,
        conflict=act.conflict,
        person=act.person,
        field=act.field,
        detail_entry=act.entry,
        is_settled=False,
    )


def _conflict_settled(tables_: "Projection", key: int, act: acts.ConflictSettled) -> None:
    """It goes down to whoever has the family, behind the last telling of what it settles (settling)."""
    conflict_settled(tables_, key, act)
    told = [at for at, found, _ in tables_.placed(FamilyId(act.family), acts.ConflictFound) if _is_of(found, act)]
    _address_holders(tables_, act.family, *told[-1:], key)


def _is_of(found: Act, settled: acts.ConflictSettled) -> bool:
    return isinstance(found, acts.ConflictFound) and found.conflict == settled.conflict


def conflict_settled(tables_: "Projection", _: int, act: acts.ConflictSettled) -> None:
    """Put that a supervisor settled it, whichever store reads of that."""
    tables_.change(tables.Conflict, {"family": act.family, "conflict": act.conflict}, is_settled=True)


OF_EXCHANGE: Final[dict[type[Act], Callable[["Projection", int, Any], None]]] = {
    acts.TicketIssued: _ticket_issued,
    acts.TicketEnded: _ticket_ended,
    acts.EnrolmentAnswered: _enrolment_answered,
    acts.EnrolmentAccepted: _enrolment_accepted,
    acts.DeviceRevoked: _device_revoked,
    acts.RecoveryKeyMade: _recovery_key_made,
    acts.RecoveryAnswered: _recovery_answered,
    acts.RecoveryApplied: _recovery_applied,
    acts.DeviceKeysRenewed: _keys_renewed,
    acts.MailboxSet: _mailbox_set,
    acts.BundleSent: _bundle_sent,
    acts.BundleReceived: _bundle_received,
    acts.ReceiptReceived: _receipt_received,
    acts.OrderIssued: _order_issued,
    acts.OrderWithheld: _order_withheld,
    acts.EntriesWithheld: _entries_withheld,
    acts.EntriesReleased: _entries_released,
    acts.OrderCancelled: _order_cancelled,
    acts.OrderExecuted: _order_executed,
    acts.FamilyAllocated: _family_allocated,
    acts.FamilyLoaded: _family_loaded,
    acts.ConsentRecorded: _consent_recorded,
    acts.InterviewMarked: _interview_marked,
    acts.ContactWishRecorded: _wished,
    acts.AttemptToldOn: _told_on,
    acts.AppointmentToldOn: _told_on,
    acts.ObservationsToldOn: _told_on,
    acts.FamilyLockSet: _lock_set,
    acts.OutcomeSet: _outcome_set,
    acts.ConflictFound: conflict_found,
    acts.ConflictSettled: _conflict_settled,
}
