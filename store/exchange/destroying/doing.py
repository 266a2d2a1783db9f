"""Carrying destructions out: laptops first, base's own station last, each step told and each taken up again.

Owns the order. Base goes last, so that what laptops still have to send finds no family that base forgot: once every
laptop's signed receipt is in, or the laptop was written off with its incident, base goes over to a new key without
them, at one stroke. Refuses to own deciding (deciding) and what is certified.

Source: agreement 7.2e, 7.2f, 13.3, 13.5, A9, A11; NIST SP 800-88 Rev. 2.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from store.clock import to_ms
from store.custody.destruction.left_undone import left_undone
from store.custody.destruction.write_offs import devices_off, written_off
from store.custody.holdings import datasets_on, left_on
from store.custody.register import devices
from store.errors import AcknowledgementFirstError, LinkageFirstError, StopListFirstError, YesSinceError
from store.exchange import orders
from store.exchange.destroying import again, eligible
from store.exchange.destroying.deciding import hold_linkage_over
from store.exchange.destroying.giving_up import OF_NOT_AGREEING, hold_nobody_agrees
from store.exchange.destroying.known import Destruction, destructions, families_of, forget_lists, note_of
from store.exchange.destroying.known import listed as lists
from store.exchange.destroying.lists import Listed
from store.exchange.destroying.lying_here import leaving
from store.exchange.destroying.receipts import receipts
from store.exchange.destroying.room import hold_room
from store.exchange.linkage.known import hold_linked_first, hold_stops_told
from store.exchange.peers import peer
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.wave_two.remainder import originals_of, tell_destroyed
from store.ids import DeviceId, FamilyId
from store.keeping import acts, epochs, vault
from store.keeping.acts.terms.destruction import DestructionEnd, DestructionScope, NotDone
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.store import EpochCause, ErasureReason
from store.keeping.acts.values import IDS_COUNT
from store.keeping.emptying import LeftBehind
from store.keeping.exchange_words import GIVEN, HELD, ISSUED, WITHHELD
from store.keeping.kinds import acts_of
from store.keeping.secret import Secret
from store.keeping.store import Store

VERIFIED_HERE = (
    "Copied without it into a new file under a new key; the copy compared row by row count and read page by page on a"
    " fresh connection; the old file and its keys removed."
)


@dataclass(frozen=True, slots=True)
class Went:
    """How far a destruction is.

    Attributes:
        order: Its id.
        is_done: Whether nothing is left to do.
        waiting: Laptops whose receipt is not in.
    """

    order: str
    is_done: bool
    waiting: Sequence[DeviceId]


class Stage(StrEnum):
    """What is being done."""

    ORDERING = "ordering"
    HERE = "here"
    AGAIN = "again"
    CLEARING = "clearing"


def _nobody(_: Stage) -> None:
    return


def go_on(store: Store, tell: Callable[[Stage], None] = _nobody) -> list[Went]:
    """Take every destruction that is not done as far as it goes now; doing it again is safe.

    One that somebody's word keeps back holds up no other one: the others go on first.

    Args:
        store: Base's.
        tell: Told of each stage as it begins.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
        NoRoomToDestroyError: There is no room for base's own part; nothing of it was begun.
        StopListFirstError, YesSinceError, LinkageFirstError, AcknowledgementFirstError: As `deciding.decide`; base's
            own part of that one was not begun.
        StoreError: As `Store.record` and `epochs.change`; what was done is done, the rest when this is called again.
    """
    hold_supervisor_of_base(store)
    known = destructions(store)
    went, kept_back = [], None
    for each in known:
        if not each.is_done:
            try:
                went.append(_go_on(store, each, tell))
            except (AcknowledgementFirstError, LinkageFirstError, StopListFirstError, YesSinceError) as refusal:
                kept_back = kept_back or refusal
    for each in known:
        if each.is_done and each.missing:  # written off: it may be heard of again
            _go_on_laptops(store, each)
    tell(Stage.AGAIN)
    _destroy_again(store, [each.order for each in known if each.is_done])
    tell(Stage.CLEARING)
    if lists(store):
        forget_lists(store, destructions(store))
    eligible.remove_what_opens_no_more(store)
    tell_destroyed(store)
    if kept_back is not None:
        raise kept_back
    return went


def _go_on(store: Store, destruction: Destruction, tell: Callable[[Stage], None]) -> Went:
    tell(Stage.ORDERING)
    listed = families_of(store, destruction.order)
    hold_nobody_agrees(store, destruction.asked.for_clause, () if listed is None else listed.families)
    left = _go_on_laptops(store, destruction)
    off = devices_off(written_off(store)) if left else frozenset()
    waiting = [each for each in left if each not in off]
    if waiting:
        return Went(destruction.order, is_done=False, waiting=waiting)
    if DeviceId(store.sidecar.store) in destruction.asked.devices:
        tell(Stage.HERE)
        _do_here(store, destruction, families_of(store, destruction.order))
    return Went(destruction.order, is_done=True, waiting=())


def _go_on_laptops(store: Store, destruction: Destruction) -> list[DeviceId]:
    """Order what is not ordered, tell what laptops signed; return those that have not done their part."""
    here = DeviceId(store.sidecar.store)
    left = [each for each in destruction.missing if each != here]
    if not left:
        return []
    listed = families_of(store, destruction.order)
    _order(store, destruction.order, left, () if listed is None else listed.families)
    told = list(receipts(store, destruction))
    if told:
        store.record(*told)
    return [device for device in left if device not in {each.device for each in told}]


def _order(store: Store, order: str, laptops: Sequence[DeviceId], families: Sequence[FamilyId]) -> None:
    """See to it that each laptop has an order for what it holds, and no second one."""
    asked: dict[str, set[str]] = {}
    states = dict(store.rows("SELECT order_id, state FROM fieldorder WHERE state IN (?, ?)", (ISSUED, WITHHELD)))
    for held in acts_of(store, acts.OrderIssued):
        if isinstance(held.act, acts.OrderIssued) and held.act.follows_from == order and held.act.order in states:
            asked.setdefault(held.act.device, set()).update(held.act.families)
    sought = set(families)
    for device in laptops:
        laptop = peer(store, device)
        if laptop.revoked_from is not None:
            continue  # it never hears of it: what lies there is written off, or nothing is declared
        rows = store.rows(
            "SELECT family FROM allocation WHERE device = ? AND state IN (?, ?) ORDER BY family", (device, GIVEN, HELD)
        )
        there = [family for (family,) in rows if family in sought and family not in asked.get(device, ())]
        for first in range(0, len(there), IDS_COUNT):
            orders.destroy(store, laptop, there[first : first + IDS_COUNT], order)


def _do_here(store: Store, destruction: Destruction, listed: Listed | None) -> None:
    """Go over to a new key without what is destroyed; told in the same stroke."""
    hold_room(store)
    asked = destruction.asked
    is_whole = asked.scope is DestructionScope.WHOLE
    has_originals = is_whole or asked.scope is DestructionScope.DATASET
    secrets = _secrets(store, is_whole=is_whole, has_originals=has_originals)
    families: Sequence[FamilyId] = () if listed is None else listed.families
    hold_nobody_agrees(store, asked.for_clause, families)  # a laptop may have brought a yes since it was decided
    if asked.for_clause == OF_NOT_AGREEING and not is_whole:
        hold_linked_first(store, families)  # to linkage, likewise
    if is_whole:
        families = [FamilyId(each) for (each,) in store.rows("SELECT DISTINCT family FROM familyentry")]
        hold_linkage_over(store, families)
    hold_stops_told(store, families)  # a laptop may have brought a withdrawal since it was decided
    if listed is not None and listed.families:
        again.remember(store, destruction.order, listed)
    if families and not is_whole:
        eligible.leave_for_a_keeper(store, families)
    kept = store.rows("SELECT purpose, secret FROM localsecret")
    gone = [store.keys.data, store.device_secret, *(Secret(secret) for purpose, secret in kept if purpose in secrets)]
    executed = acts.DestructionExecuted(
        order=asked.order,
        device=DeviceId(store.sidecar.store),
        end=DestructionEnd.DONE,
        technique=asked.technique,
        method=asked.method,
        families_count=len(families),
        old_epoch=store.sidecar.epoch,
        new_epoch=store.sidecar.epoch + 1,
        destroyed_key_fingerprints=tuple(sorted({vault.fingerprint(each) for each in gone if each is not None})),
        verified_by=VERIFIED_HERE,
        left_undone=left_undone(
            has_keyring=store.sidecar.keyring is not None,  # as it is now: a base put back may have lost its own
            more=_beside(store, has_originals=has_originals),
        ),
        executed_by=store.keys.person.staff,
        executed_at_ms=to_ms(store.now()),
        receipt_digest=None,
        receipt_signature=None,
    )
    without = LeftBehind(
        families,
        ErasureReason.END_OF_STORE if is_whole else ErasureReason.DESTRUCTION_ORDER,
        asked.for_clause,
        asked.order,
        is_of_nobody_too=is_whole,
        secrets=secrets,
        notes=(
            note_of(asked.order),
            *_lists_done(store, asked.order),
            *((eligible.KEYS, eligible.WAITING) if has_originals else ()),
        ),
        has_originals=has_originals,
        originals=originals_of(store, asked.order),
    )
    left = leaving(store, asked.order, families, is_whole=is_whole, has_originals=has_originals)
    epochs.change(store, EpochCause.DESTRUCTION, order=asked.order, told=[executed, *left], without=without)


def _lists_done(store: Store, order: str) -> list[str]:
    """Return the notes of other lists, emptied ones too, whose destruction is done: of laptops alone, done there."""
    rows = store.rows("SELECT 1 FROM localnote WHERE name LIKE ? AND name <> ?", (note_of("%"), note_of(order)))
    return [note_of(each.order) for each in destructions(store) if each.is_done] if rows else []


def _beside(store: Store, *, has_originals: bool) -> Iterator[NotDone]:
    """Yield what base itself still knows of that this leaves as it is."""
    if not has_originals and store.rows("SELECT 1 FROM localoriginal LIMIT 1"):
        yield NotDone.SEALED_ORIGINALS
    if not has_originals and eligible.waiting_count(store):
        yield NotDone.ELIGIBILITY_ROWS
    if any(
        each.shipment == Shipment.BACKUP
        for device in devices(store)
        for each in left_on(datasets_on(store, device.device))
    ):
        yield NotDone.BACKUP_OUT_OF_REACH
    if next(iter(acts_of(store, acts.ExportMade)), None) is not None:
        yield NotDone.REGISTERED_EXPORTS


def _secrets(store: Store, *, is_whole: bool, has_originals: bool) -> list[str]:
    """Return the purposes of the secrets that go with what is destroyed."""
    kept = [purpose for (purpose,) in store.rows("SELECT DISTINCT purpose FROM localsecret ORDER BY purpose")]
    return [each for each in kept if is_whole or (has_originals and each == eligible.ORIGINALS)]


def _destroy_again(store: Store, done: Sequence[str]) -> None:
    """Destroy what came back of families that were destroyed before, from a laptop that was written off say."""
    for order in done:
        back = again.come_back(store, order)
        if back:
            hold_room(store)
            left = LeftBehind(back, ErasureReason.DESTRUCTION_ORDER, "7.2f", order)
            epochs.change(store, EpochCause.DESTRUCTION, order=order, without=left)
