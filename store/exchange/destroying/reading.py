"""How everything stands that a declaration waits for, read from this base.

Owns the reading. Refuses to own what it means (custody, destruction, gate).

Source: agreement 7.2e, 7.2f, 13.3-13.7, A2, A9, A11.
"""

from collections.abc import Collection

from store.agreement.london import london_day
from store.custody.destruction.standing import (
    Acknowledgement,
    AtBase,
    Copy,
    Decided,
    OpenOrder,
    PutBack,
    Sent,
    Sheets,
    Standing,
    Unsent,
)
from store.custody.destruction.write_offs import written_off
from store.custody.holdings import Dataset, datasets_on, left_on, sealed_count
from store.custody.paper import sheets
from store.custody.register import Device, devices
from store.exchange.backup.later import put_back_from
from store.exchange.destroying.known import certified, destructions
from store.exchange.destroying.resupplied import resupplied_at
from store.exchange.eligibility.file import path_of
from store.exchange.intake.identity import PURPOSE as FAMILY_IDS
from store.exchange.intake.ledger import ORIGINALS
from store.exchange.linkage.known import open_files, owed_stops, sent, unwilling_people
from store.exchange.peers import Peer, peers
from store.exchange.recipients import Recipient, recipients
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind, SheetState
from store.keeping.acts.terms.exchange import OrderKind, Shipment
from store.keeping.acts.terms.store import EpochCause, StoreRole
from store.keeping.exchange_words import ISSUED, WITHHELD
from store.keeping.follows_custody import ARRIVING
from store.keeping.header import unpack
from store.keeping.kinds import acts_of
from store.keeping.store import Store

ENDING = frozenset({OrderKind.DESTROY, OrderKind.LOCK, OrderKind.RECALL, OrderKind.HAND_IN})
"""Orders after which there is less on a laptop."""


def standing_of(store: Store) -> Standing:
    """Return how everything stands now."""
    laptops, register = peers(store), devices(store)
    names = {each.device: each.name for each in register}
    ((families,),) = store.rows("SELECT count(DISTINCT family) FROM familyentry")
    ((originals,),) = store.rows("SELECT count(*) FROM localoriginal")
    ((secrets,),) = store.rows("SELECT count(*) FROM localsecret WHERE purpose IN (?, ?)", (FAMILY_IDS, ORIGINALS))
    on_paper, from_before = sheets(store), _backups_from_before(store)
    return Standing(
        copies=[copy for each in register for copy in _copies(store, each, from_before)],
        sent=_sent(store),
        unsent=[each for laptop in laptops if (each := _unsent(laptop)) is not None],
        orders=_orders(store, names),
        sheets=Sheets(
            [each.sheet for each in on_paper if each.state is SheetState.ISSUED],
            [each.sheet for each in on_paper if each.state is SheetState.RETURNED],
        ),
        at_base=AtBase(families, originals, path_of(store).exists(), secrets),
        written_off=written_off(store),
        resupply_sent_at_ms=resupplied_at(store),
        awaited=_awaited(store),
        decided=_decided(store),
        put_back=[PutBack(each, london_day(until)) for each, until in put_back_from(store).items()],
    )


def _backups_from_before(store: Store) -> set[str]:
    """Return the backups that were made under an earlier key than base went over to when it destroyed something."""
    own = {each.journal for each in (*store.former_branches(), store.journal)}
    made: dict[str, int] = {}
    destroyed = 0
    for held in acts_of(store, acts.BackupMade, acts.EpochChanged):
        match held.act:
            case acts.BackupMade() as act:
                made[act.backup] = act.epoch
            case acts.EpochChanged() as act if held.journal in own and act.cause is EpochCause.DESTRUCTION:
                destroyed = max(destroyed, act.new_epoch)
            case _:
                continue
    return {backup for backup, epoch in made.items() if epoch < destroyed}


def _copies(store: Store, device: Device, from_before: Collection[str]) -> list[Copy]:
    """Return what is left on a device, by dataset; base's own station is told apart."""
    if device.device == DeviceId(store.sidecar.store):
        return []
    since: dict[str, int] = {}
    moves = "SELECT dataset, move, at_ms FROM datasetmove WHERE device = ? ORDER BY at_ms DESC"
    for dataset, move, at_ms in store.rows(moves, (device.device,)):
        if move in ARRIVING:
            since[dataset] = at_ms
    left = left_on(datasets_on(store, device.device))
    if device.kind is DeviceKind.MAILBOX and (sealed := sealed_count(store, device.device)):
        left = [*left, Dataset("", Shipment.BUNDLE, sealed, 0)]
    return [
        Copy(
            device=device.device,
            name=device.name,
            kind=device.kind,
            dataset=each.dataset,
            shipment=Shipment(each.shipment),
            families_count=each.left_here_count,
            since_ms=since.get(each.dataset, 0),
            is_from_before=each.dataset in from_before,
        )
        for each in left
    ]


def _sent(store: Store) -> list[Sent]:
    """Return what went to whom, and whether they said that it is gone: the act names them as it names a device."""
    whom: dict[str, Recipient] = {each.recipient: each for each in recipients(store)}
    gone: dict[str, int] = {}
    made: dict[str, tuple[acts.ExportMade, int]] = {}  # by movement: a file of many families is told in parts
    for held in acts_of(store, acts.ExportMade, acts.DestructionExecuted):
        if isinstance(held.act, acts.DestructionExecuted) and held.act.device in whom:
            gone[held.act.device] = max(gone.get(held.act.device, 0), held.act.executed_at_ms)
        elif isinstance(held.act, acts.ExportMade) and held.act.recipient in whom:
            journal = store.journal_of(held.journal, held.branch)
            at_ms = 0 if journal is None else unpack(journal.entry(held.n).header).at_ms
            made.setdefault(held.act.movement, (held.act, at_ms))
    return [
        Sent(
            movement=act.movement,
            recipient=recipient.recipient,
            name=recipient.name,
            kind=recipient.kind,
            shipment=act.shipment,
            families_count=max(len(act.families), act.rows_count),
            at_ms=at_ms,
            is_gone=gone.get(recipient.recipient, -1) >= at_ms,
        )
        for act, at_ms in made.values()
        if act.recipient is not None and (recipient := whom[act.recipient])
    ]


def _unsent(laptop: Peer) -> Unsent | None:
    """Return a laptop that holds acts base does not have: as it told last, or as it was cut off."""
    if laptop.role is not StoreRole.FIELD or not laptop.unsent_count:
        return None
    return Unsent(laptop.device, laptop.name, laptop.unsent_count)


def _orders(store: Store, names: dict[DeviceId, str]) -> list[OpenOrder]:
    rows = store.rows(
        "SELECT order_id, order_kind, device FROM fieldorder WHERE state IN (?, ?) ORDER BY base_at", (ISSUED, WITHHELD)
    )
    return [
        OpenOrder(order, DeviceId(device), names.get(DeviceId(device), device))
        for order, kind, device in rows
        if OrderKind(kind) in ENDING
    ]


def _decided(store: Store) -> list[Decided]:
    known = certified(store)
    return [
        Decided(each.order, each.asked.families_count, each.is_done, each.order in known)
        for each in destructions(store)
    ]


def _awaited(store: Store) -> list[Acknowledgement]:
    """Return the extracts and stop-lists that nobody confirmed, and the stop-lists that are owed."""
    names = {each.recipient: each.name for each in recipients(store)}
    files = sent(store)
    waiting = [
        (Shipment.LINKAGE_EXTRACT if each.revision is None else Shipment.STOP_LIST, each.recipient)
        for each in open_files(files)
    ]
    whose = {each.extract: each.recipient for each in files if each.revision is None}
    waiting += [(Shipment.STOP_LIST, whose[each]) for each in owed_stops(files, unwilling_people(store))]
    return [Acknowledgement(shipment, names.get(recipient, recipient)) for shipment, recipient in waiting]
