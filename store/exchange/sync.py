"""A sync: look what there is to do, take in what waits, carry it out, leave what has to be told.

Owns the order of these, and what is told of each bundle. Refuses to own the checks (taking_up, taking_down), the
contents (sending) and how any of it is shown.

Everything is safe to repeat: a bundle taken in twice changes nothing, a lost one is made anew from what the other
side is not known to hold, and the act that tells of a bundle is kept before the bundle is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

from store.errors import (
    BaseBehindError,
    BundleError,
    BundleFormError,
    BundleNotForUsError,
    BundlePracticeError,
    BundleTooNewError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    ProofError,
    StoreBehindError,
    StoreError,
    UnknownDeviceError,
)
from store.exchange import recovery_keys, withholding
from store.exchange.audit.witness import tell_witness
from store.exchange.believing import is_sealing_key
from store.exchange.bundle import (
    MAX_BUNDLE_BYTES,
    BundleHeader,
    Direction,
    check_signature,
    open_signed,
    read_header,
    sender_claimed,
)
from store.exchange.came_in import Looked, look_up_to
from store.exchange.carrying_out import carry_out
from store.exchange.conflicts import note_conflicts
from store.exchange.destroying.giving_up import call_back_overtaken
from store.exchange.gone_back import tell_undone
from store.exchange.intake.locking import lock_what_lies_open
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import KnownMailbox
from store.exchange.peers import Peer, peer, peers
from store.exchange.sending import Ready, bundle_up, portions, unsent_count
from store.exchange.sending_down import awaits, bundle_down
from store.exchange.taking_away import tell_taken_away
from store.exchange.taking_down import take_down
from store.exchange.taking_up import take_up
from store.exchange.telling_afresh import tell_afresh
from store.exchange.telling_on import tell_on
from store.exchange.unreadable import settle_entries
from store.fieldwork.carrier import left_on
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.exchange import BundleFault
from store.keeping.acts.terms.store import StoreRole
from store.keeping.store import Store

_LAST_EPOCH: Final = 0xFFFF
"""That an act can name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync would do.

    Attributes:
        waiting: Names of the bundles that lie in the mailbox for this store, in the order they are taken in.
        unsent_count: Acts that base is not known to hold; 0 at base.
        to_tell: The peers that something is to be told.
    """

    waiting: tuple[str, ...]
    unsent_count: int
    to_tell: tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A bundle that was not let in.

    Attributes:
        why: Its error.
        sender: Whose it says it is, believed or not; None where nobody here is called so.
    """

    name: str
    why: StoreError
    sender: Peer | None


@dataclass(slots=True)
class Outcome:
    """What a sync did.

    Attributes:
        taken_count: Bundles taken in.
        new_count: Acts that came in with them.
        late_count: Bundles that brought nothing: overtaken, or here before.
        refused: Those not let in.
        forked_count: Laptops found to be two.
        sent_count, sent_entries_count: Bundles left in the mailbox, and what they carry.
        waiting_orders_count: Orders that wait for a receipt.
        unsent_count: Acts base is not known to hold, now.
        conflicts_count: Details two stores set at once, found now.
        has_witness: Whether the witness outside base was left its checkpoint; None where there is nobody to tell.
        left_on: When whoever is signed in on this laptop left, where base told so: it is to be handed in.
    """

    taken_count: int = 0
    new_count: int = 0
    late_count: int = 0
    refused: list[Refused] = field(default_factory=list)
    forked_count: int = 0
    sent_count: int = 0
    sent_entries_count: int = 0
    waiting_orders_count: int = 0
    unsent_count: int = 0
    conflicts_count: int = 0
    has_witness: bool | None = None
    left_on: date | None = None


MOST_TOLD: Final = 20
"""Refused bundles that one sync tells of in the journal: whoever can write to the mailbox must not fill the store."""

Progress = Callable[[str, int, int], None]
"""What is being done (`taking in`, `carrying out`, `sending`), how far, and out of how many."""


def plan(store: Store, mailbox: Mailbox) -> Plan:
    """Look, and change nothing.

    Raises:
        MailboxError: The mailbox cannot be looked at.
    """
    names = _waiting(store, mailbox.names())
    if store.sidecar.role == StoreRole.BASE:
        return Plan(names, 0, tuple(each for each in peers(store) if awaits(store, each)))
    return Plan(names, unsent_count(store), tuple(peers(store)))


def sync(
    store: Store,
    mailbox: Mailbox,
    known: KnownMailbox,
    progress: Progress = lambda *_: None,
    outcome: Outcome | None = None,
) -> Outcome:
    """Take in, carry out, send.

    Args:
        store: Not frozen.
        mailbox: Open.
        known: As the journal names it.
        progress: Told before each step.
        outcome: What is filled in as it goes, for whoever wants to know it where the sync breaks off.

    Raises:
        StoreBehindError: A bundle showed that an older copy of this store was put back; it is frozen now.
        MailboxError: The mailbox failed; what was done until then is kept, and repeating is safe.
        StoreError: As `Store.record`.
    """
    outcome = outcome or Outcome()
    here = mailbox.names()
    waiting = _waiting(store, here)
    for place, name in enumerate(waiting):
        progress("taking in", place, len(waiting))
        _take(store, mailbox, known, name, outcome)
    former = [name for name in here if f".{store.sidecar.store}." in name]
    tell = _tell_laptops if store.sidecar.role == StoreRole.BASE else _tell_base
    told = tell(store, mailbox, known, progress, outcome)
    for name in former:  # whatever these carry that the other side does not hold, the new ones carry too
        if name.partition(".")[0] in told:
            mailbox.remove(name)
    if store.sidecar.role == StoreRole.BASE:
        tell_taken_away(store, known.id, told)
    outcome.has_witness = tell_witness(store)
    outcome.left_on = left_on(store)
    store.anchor_in_keyring()
    return outcome


def _waiting(store: Store, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if name.startswith(f"{store.sidecar.store}.")))


def _tell_laptops(
    store: Store, mailbox: Mailbox, known: KnownMailbox, progress: Progress, outcome: Outcome
) -> set[DeviceId]:
    """Leave what there is for every laptop that awaits something, in as many bundles as it takes.

    Returns:
        Those of whom nothing older has to lie there: they are told all of it anew, or have nothing to hear.
    """
    recovery_keys.renew(store)
    call_back_overtaken(store)
    withholding.settle(store)
    tell_undone(store)
    tell_afresh(store)
    lock_what_lies_open(store)
    looked: Looked = {}
    outcome.conflicts_count = note_conflicts(store, looked)
    tell_on(store, looked)
    look_up_to(store, looked)
    settle_entries(store)
    # Whoever still seals to a key that base gave up learns the present one from the outside of whatever base sends.
    behind = {
        each.sender.device for each in outcome.refused if each.sender and isinstance(each.why, BundleNotForUsError)
    }
    telling = [
        each for each in peers(store) if awaits(store, each) or (each.device in behind and each.revoked_from is None)
    ]
    for place, laptop in enumerate(telling):
        progress("sending", place, len(telling))
        ready = bundle_down(store, laptop, known.id)
        _leave(store, mailbox, ready, outcome)
        while ready.rest_from is not None:  # a refusal behind a thousand new families comes no later than they do
            ready = bundle_down(store, peer(store, laptop.device), known.id, ready.rest_from)
            _leave(store, mailbox, ready, outcome)
    awaiting = {each.device for each in telling}
    return awaiting | {each.device for each in peers(store) if not awaits(store, each)}


def _tell_base(
    store: Store, mailbox: Mailbox, known: KnownMailbox, progress: Progress, outcome: Outcome
) -> set[DeviceId]:
    """Carry out what base asked, then leave everything that base has not receipted; return whom for.

    What cannot be carried out, on a full disk say, is told once everything was sent: no withdrawal waits for it.
    """
    progress("carrying out", 0, 1)
    failure: StoreError | None = None
    try:
        outcome.waiting_orders_count = carry_out(store)
    except StoreError as refusal:
        failure = refusal
    portioned = portions(store)
    for place, portion in enumerate(portioned):
        progress("sending", place, len(portioned))
        _leave(store, mailbox, bundle_up(store, portion, known.id), outcome)
    outcome.unsent_count = unsent_count(store)
    if failure is not None:
        raise failure
    return {each.device for each in peers(store)}


def _leave(store: Store, mailbox: Mailbox, ready: Ready, outcome: Outcome) -> None:
    """Tell of a bundle, then leave it."""
    store.record(ready.sent)
    mailbox.put(ready.name, ready.content)
    outcome.sent_count += 1
    outcome.sent_entries_count += ready.entries_count


def _take(store: Store, mailbox: Mailbox, known: KnownMailbox, name: str, outcome: Outcome) -> None:
    """Take one bundle in, or say why not; its file goes once what it brought, or why it was refused, is kept."""
    sender: Peer | None = None
    raw = b""
    try:
        raw = mailbox.read(name, MAX_BUNDLE_BYTES)
        sender = peer(store, sender_claimed(raw))
        check_signature(raw, sender.key)
        header = read_header(raw)
        _hold_for_us(store, header)
        if _is_here(store, header, sha256(raw).hexdigest()):
            outcome.late_count += 1
        else:
            _take_in(store, known, sender, raw, header, outcome)
    except MailboxFileGoneError:
        return  # somebody took it away meanwhile: as if it had never come
    except BundleTooNewError as refusal:
        outcome.refused.append(Refused(name, refusal, sender))
        return  # it stays for the release that can read it
    except (BundleError, ProofError, UnknownDeviceError, MailboxFileTooLargeError) as refusal:
        outcome.refused.append(Refused(name, refusal, sender))
        if len(outcome.refused) <= MOST_TOLD:
            store.record(_rejected(known, sender, raw, refusal))
    mailbox.remove(name)


def _hold_for_us(store: Store, header: BundleHeader) -> None:
    """Make sure that a bundle is for this store, and of its sort.

    Raises:
        BundleNotForUsError: It is for another one, whatever its name says, or goes the other way.
        BundlePracticeError: Practice and real do not mix.
    """
    towards = Direction.UP if store.sidecar.role == StoreRole.BASE else Direction.DOWN
    if (header.to_device, header.direction) != (DeviceId(store.sidecar.store), towards):
        raise BundleNotForUsError
    if header.is_practice != store.sidecar.is_practice:
        raise BundlePracticeError


def _is_here(store: Store, header: BundleHeader, digest: str) -> bool:
    return bool(
        store.rows(
            "SELECT 1 FROM takenbundle WHERE from_device = ? AND number = ? AND digest = ?",
            (header.from_device, header.number, digest),
        )
    )


def _take_in(
    store: Store, known: KnownMailbox, sender: Peer, raw: bytes, header: BundleHeader, outcome: Outcome
) -> None:
    """Open a bundle that its sender signed for this store, and take it in.

    Either may have another sealing key than the other side knows: both renewed theirs at once, or a copy was put back
    and has its older one again. Then what tells of it cannot be opened, or begins after what a lost base held, and
    neither would ever learn why. So the key is taken up from the outside, before: a newer one from any bundle, an older
    one from a bundle that no later one overtook, unless much was refused: whoever plays such bundles back, two keys in
    turn, must not fill the store either.

    Raises:
        StoreBehindError: This store is a copy that was put back; it is frozen now.
        BundleError, ProofError: As `open_signed`, `take_up` and `take_down`.
    """
    _hold_not_before_epoch(store, sender, header)
    is_newest = header.number > sender.number_in
    if header.from_epoch > sender.epoch or (is_newest and len(outcome.refused) < MOST_TOLD):
        _learn_key(store, sender, header)
    bundle = open_signed(raw, header, store.keys.device.seeds.sealing_key())
    if store.sidecar.role == StoreRole.BASE:
        taken = take_up(store, bundle, sender, known.id, len(raw))
        outcome.taken_count += 1
        outcome.new_count += taken.new_count
        outcome.forked_count += taken.forked_count
    else:
        heard = take_down(store, bundle, sender, known.id, len(raw))
        outcome.taken_count += not heard.is_late
        outcome.late_count += heard.is_late
        outcome.new_count += heard.new_count
    if is_newest:  # it may carry the act that told of an earlier key
        _learn_key(store, peer(store, sender.device), header)


def _hold_not_before_epoch(store: Store, sender: Peer, header: BundleHeader) -> None:
    """See to it that base learns of a copy from before its present key, which opens nothing that could tell it.

    A bundle that was overtaken, or of a laptop that has yet to hear of a succession, may well be sealed to a key that
    was lost. A laptop needs none of this: base goes back to the key that its bundles show.

    Raises:
        StoreBehindError: Its sender knows this base under the key of a later epoch; it is frozen now.
    """
    is_present = sender.heard_size > 0 and header.number > sender.number_in and sender.revoked_from is None
    if store.sidecar.role == StoreRole.BASE and is_present and header.to_epoch > store.sidecar.epoch:
        store.freeze_before_epoch()
        raise StoreBehindError


def _learn_key(store: Store, sender: Peer, header: BundleHeader) -> None:
    """Take up a peer's sealing key from the outside of a bundle that it signed; nothing is sent to one revoked.

    Raises:
        BundleFormError: It is no key.
    """
    if header.sealing_key.hex() == sender.sealing_key or sender.revoked_from is not None:
        return
    if header.from_epoch > _LAST_EPOCH or not is_sealing_key(header.sealing_key):
        raise BundleFormError("its sealing key is none")
    store.record(
        acts.DeviceKeysRenewed(
            device=sender.device,
            epoch=header.from_epoch,
            sealing_key=header.sealing_key.hex(),
            recovery_key=None,
            old_fingerprint=sha256(bytes.fromhex(sender.sealing_key)).hexdigest(),
            receipt_digest=None,
        )
    )


def _rejected(known: KnownMailbox, sender: Peer | None, raw: bytes, refusal: StoreError) -> acts.BundleRejected:
    return acts.BundleRejected(
        bundle_digest=sha256(raw).hexdigest() if raw else None,
        from_device=None if sender is None else sender.device,
        mailbox=known.id,
        size_bytes=refusal.size_bytes if isinstance(refusal, MailboxFileTooLargeError) else len(raw),
        fault=_fault_of(refusal),
        incident=refusal.incident if isinstance(refusal, BaseBehindError) else None,
    )


def _fault_of(refusal: StoreError) -> BundleFault:
    match refusal:
        case BundleError():
            return BundleFault(refusal.fault)
        case MailboxFileTooLargeError():
            return BundleFault.TOO_LARGE
        case UnknownDeviceError():
            return BundleFault.FORGED  # nobody who is known signed it
        case _:
            return BundleFault.NOT_CONSISTENT
