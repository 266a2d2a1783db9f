"""What follows for the custody register: devices, what lies on them, and who has seen it.

Owns one small function a kind, for this store's own acts and, at base, for a laptop's. Refuses to own whether an act
may happen (store.custody), and what orders and bundles mean for the exchange (follows_exchange).

What names one family (loaded, shown, delivered) is told of in its own entries, and goes with them. What counts
families is told in acts of lists, which stay. Where such a list says on which device they lie, base writes it down for
those families alone of which something can still be read: so that a replay brings back no link to one that is gone.

Source: agreement 8.2, 9.1e, A9.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from store.agreement.purposes import DatasetKind
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.acts.terms.devices import DeviceKind, DeviceState, HoldingMove
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind, Shipment
from store.keeping.acts.terms.store import StoreRole
from store.keeping.by_name import tables_custody
from store.keeping.names import folded_serial

if TYPE_CHECKING:
    from store.keeping.projection import Projection

STILL: Final = 2**63 - 1
"""Until when a family lies where it still does: later than any instant."""

ARRIVING: Final = frozenset((HoldingMove.LOAD, HoldingMove.COPY, HoldingMove.EXPORT, HoldingMove.BACKUP))
"""Moves after which there is more on a device; after the others there is less."""

OWN: Final = ""
"""The sender of what this store did itself."""

HERE: Final = ""
"""As which this store's own device stands in `holding`."""

_LEAVING: Final = {
    OrderKind.RECALL: HoldingMove.RETURN,
    OrderKind.LOCK: HoldingMove.ERASE,
    OrderKind.DESTROY: HoldingMove.ERASE,
}

SHIPPED_AS: Final = {
    DatasetKind.CONTACTS: Shipment.CONTACTS,
    DatasetKind.ELIGIBILITY: Shipment.ELIGIBILITY,
    DatasetKind.REFUSALS: Shipment.OPT_OUTS,
    DatasetKind.UPDATES: Shipment.UPDATES,
    DatasetKind.FIELDWORK: Shipment.FIELDWORK_REPORT,
    DatasetKind.LINKAGE: Shipment.LINKAGE_EXTRACT,
}
"""As what a delivery comes to base, and lies there."""


def standing_as(device: str, own: str) -> str:
    """Return as which a device stands in `holding`.

    Args:
        device: Its id.
        own: That of the store which is asked.
    """
    return HERE if device == own else device


def lies_on(standing: str) -> str:
    """Return the condition, with one mark, for the rows of a device; of another than this store's, an index has them.

    Args:
        standing: As `standing_as`.
    """
    return "device = ?" if standing == HERE else "device = ? AND device <> ''"  # as the index says it, word for word


# -- the register of devices -----------------------------------------------------------------------------------------


def _store_opened_first(tables_: "Projection", key: int, act: acts.StoreOpenedFirst, _: str) -> None:
    """A store is a device of its own register, before anybody says more about it."""
    is_base = act.role is StoreRole.BASE
    tables_.put(
        tables_custody.Device,
        device=act.store,
        kind=DeviceKind.BASE_STATION if is_base else DeviceKind.LAPTOP,
        name=act.name,
        state=DeviceState.IN_USE,
        told_by=act.store,
        serial=None,
        particulars="",
    )
    _about(tables_, key, act.store)


def _registered(tables_: "Projection", key: int, act: acts.DeviceRegistered, sender: str) -> None:
    """A device was registered; a laptop registers what base does not know yet."""
    if sender and tables_.row("device", ("device",), {"device": act.device}) is not None:
        return
    _put(tables_, act.device, act.particulars, DeviceState.IN_USE, _teller(tables_, sender))
    _about(tables_, key, act.device)


def _changed(tables_: "Projection", key: int, act: acts.DeviceChanged, sender: str) -> None:
    known = tables_.row("device", ("state", "told_by"), {"device": act.device})
    if known is not None and _may_tell(sender, known[1]):
        _put(tables_, act.device, act.particulars, known[0], known[1])
        _about(tables_, key, act.device)


def _state_changed(tables_: "Projection", key: int, act: acts.DeviceStateChanged, sender: str) -> None:
    known = tables_.row("device", ("told_by",), {"device": act.device})
    if known is not None and _may_tell(sender, known[0]):
        tables_.change(tables_custody.Device, {"device": act.device}, state=act.new)
        _about(tables_, key, act.device)


def _revoked(tables_: "Projection", key: int, act: acts.DeviceRevoked, _: str) -> None:
    _about(tables_, key, act.device)


def _volume_looked_at(tables_: "Projection", key: int, act: acts.VolumeChecked, sender: str) -> None:
    """Keep what was found last; a laptop tells of itself. What is found at each unlock is no news of a history."""
    device, at_ms = act.device or _teller(tables_, sender), tables_.header(key).at_ms
    if sender not in (OWN, device):
        return
    found = "; ".join(f"{each.role}: {each.encrypted} ({each.evidence})" for each in act.volumes)
    encrypted = act.encrypted
    tables_.put(tables_custody.VolumeLook, device=device, encrypted=encrypted, evidence=found, at_ms=at_ms)
    if device != _teller(tables_, sender):
        _about(tables_, key, device)


def _vouched(tables_: "Projection", key: int, act: acts.VolumeAttested, _: str) -> None:
    """What base vouched for on a laptop stands in that laptop's history."""
    if act.device not in (None, tables_.own):
        _about(tables_, key, act.device)


def _mailbox_set(tables_: "Projection", key: int, act: acts.MailboxSet, sender: str) -> None:
    """A mailbox holds sealed bundles, so it is a device too; one that is used again stays what it was said to be."""
    known = tables_.row("device", ("told_by",), {"device": act.mailbox})
    if known is not None:
        if _may_tell(sender, known[0]):
            tables_.change(tables_custody.Device, {"device": act.mailbox}, state=DeviceState.IN_USE)
            _about(tables_, key, act.mailbox)
        return
    tables_.put(
        tables_custody.Device,
        device=act.mailbox,
        kind=DeviceKind.MAILBOX,
        name=act.address,
        state=DeviceState.IN_USE,
        told_by=_teller(tables_, sender),
        serial=None,
        particulars="",
    )
    _about(tables_, key, act.mailbox)


def _put(
    tables_: "Projection", device: str, particulars: acts.DeviceParticulars, state: DeviceState, told_by: str
) -> None:
    tables_.put(
        tables_custody.Device,
        device=device,
        kind=particulars.kind,
        name=particulars.name,
        state=state,
        told_by=told_by,
        serial=None if particulars.serial is None else folded_serial(particulars.serial),
        particulars=particulars.model_dump_json(),
    )


def _may_tell(sender: str, told_by: str) -> bool:
    """Say whether this store, or whoever put a device on the register, tells of it."""
    return sender in (OWN, told_by)


def _teller(tables_: "Projection", sender: str) -> str:
    return sender or tables_.own


def _about(tables_: "Projection", key: int, device: str, at_ms: int | None = None) -> None:
    at_ms = tables_.header(key).at_ms if at_ms is None else at_ms
    tables_.put(tables_custody.DeviceEntry, device=device, entry=key, at_ms=at_ms)


# -- families on devices ---------------------------------------------------------------------------------------------


def _delivered(tables_: "Projection", key: int, act: acts.FamilyDelivered, _: str) -> None:
    """What a council delivered lies at base from then on."""
    at_ms = tables_.header(key).at_ms
    _begin(tables_, act.family, tables_.own, act.delivery, key, at_ms)


def _loaded(tables_: "Projection", key: int, act: acts.FamilyLoaded, sender: str) -> None:
    if act.device != _teller(tables_, sender):
        return
    device = standing_as(act.device, tables_.own)
    where = {"family": act.family, "device": device, "dataset": act.order, "to_ms": STILL}
    if tables_.row("holding", ("entry",), where) is None:  # told again after its copy was put back: it lay there
        _begin(tables_, act.family, act.device, act.order, key, tables_.header(key).at_ms)


def _shown(tables_: "Projection", key: int, act: acts.FamilyShown, sender: str) -> None:
    tables_.put_unread(
        tables_custody.FamilyView,
        family=act.family,
        entry=key,
        staff=tables_.staff(key),
        device=_teller(tables_, sender),
        at_ms=act.first_at_ms,
        parts=" ".join(act.parts),
    )


def _begin(tables_: "Projection", family: str, device: str, dataset: str, key: int, at_ms: int) -> None:
    tables_.put(
        tables_custody.Holding,
        family=family,
        device=standing_as(device, tables_.own),
        dataset=dataset,
        entry=key,
        from_ms=at_ms,
        to_ms=STILL,
        to_entry=None,
    )


def _begin_known(
    tables_: "Projection", families: Iterable[str], device: str, dataset: str, key: int, at_ms: int
) -> None:
    """Put families of a list on a device: at base, where none is ever erased in part."""
    if tables_.is_base:
        tables_.put_known(
            tables_custody.Holding,
            families,
            device=standing_as(device, tables_.own),
            dataset=dataset,
            entry=key,
            from_ms=at_ms,
            to_ms=STILL,
        )


def _end(tables_: "Projection", key: int, at_ms: int, device: str, **where: str) -> None:
    """End what still lies there; a clock that fell back ends nothing before it began."""
    standing = standing_as(device, tables_.own)
    lies = "device = ?" if "family" in where else lies_on(standing)  # one family's rows lie together
    for family, dataset, entry, from_ms in tables_.select(
        f"SELECT family, dataset, entry, from_ms FROM holding WHERE to_ms = ? AND {lies}"  # noqa: S608  # names of columns below
        + "".join(f" AND {name} = ?" for name in where),
        (STILL, standing, *where.values()),
    ):
        ended = {"family": family, "device": standing, "dataset": dataset, "entry": entry}
        tables_.change(tables_custody.Holding, ended, to_ms=max(at_ms, from_ms), to_entry=key)


# -- datasets on devices ---------------------------------------------------------------------------------------------


def _moved(
    tables_: "Projection",
    key: int,
    device: str,
    dataset: str,
    of: str,
    move: HoldingMove,
    shipment: Shipment,
    families_count: int,
    at_ms: int,
) -> None:
    tables_.put(
        tables_custody.DatasetMove,
        device=device,
        dataset=dataset,
        of=of,
        move=move,
        shipment=shipment,
        families_count=families_count,
        at_ms=at_ms,
        entry=key,
    )
    _about(tables_, key, device, at_ms)


def _recorded(tables_: "Projection", key: int, act: acts.HoldingRecorded, sender: str) -> None:
    """Data came or left; a laptop tells of itself and of what it registered."""
    told_by = tables_.value("device", "told_by", "device", act.device)
    if sender and sender not in (act.device, told_by):
        return
    _moved(tables_, key, act.device, act.dataset, act.holding, act.move, act.shipment, act.families_count, act.at_ms)
    if act.move in ARRIVING:
        _begin_known(tables_, act.families, act.device, act.dataset, key, act.at_ms)
    elif act.families:
        for family in act.families:
            _end(tables_, key, act.at_ms, family=family, device=act.device, dataset=act.dataset)
    elif act.order is None:  # what a destruction erased took what named it along: whatever lies there still is others'
        _end(tables_, key, act.at_ms, device=act.device, dataset=act.dataset)


def _order_executed(tables_: "Projection", key: int, act: acts.OrderExecuted, sender: str) -> None:
    """A laptop loaded what it was given, or has nothing more of what it was to give back, lock or destroy."""
    told = tables_.row("fieldorder", ("order_kind", "device"), {"order_id": act.order})
    device = _teller(tables_, sender)
    if told is None or told[1] != device:
        return
    at_ms = tables_.header(key).at_ms
    if told[0] == OrderKind.ALLOCATE:  # also where not all of it came: what may lie there is counted
        count = len(act.families)
        _moved(tables_, key, device, act.order, act.order, HoldingMove.LOAD, Shipment.CONTACTS, count, at_ms)
    elif told[0] in _LEAVING and act.end is not OrderEnd.COULD_NOT:
        for family in act.families:
            _end(tables_, key, at_ms, family=family, device=device)
        if act.end is OrderEnd.DONE:
            count = len(act.families)
            _moved(tables_, key, device, "", act.order, _LEAVING[told[0]], Shipment.CONTACTS, count, at_ms)


def _bundle_sent(tables_: "Projection", key: int, act: acts.BundleSent, sender: str) -> None:
    """A sealed bundle lies in a mailbox, on a stick say: base's gives families away, a laptop's tells of them."""
    if sender:
        return
    at_ms = tables_.header(key).at_ms
    if not tables_.is_base:
        _laptops_bundle(tables_, key, act, at_ms)
        return
    for order in act.orders:
        told = tables_.row("fieldorder", ("order_kind", "families"), {"order_id": order})
        where = {"device": act.mailbox, "dataset": order, "of": order, "move": HoldingMove.COPY}
        if told is None or told[0] != OrderKind.ALLOCATE or tables_.row("datasetmove", ("of",), where) is not None:
            continue
        families = told[1].split()
        _moved(tables_, key, act.mailbox, order, order, HoldingMove.COPY, Shipment.BUNDLE, len(families), at_ms)
        _begin_known(tables_, families, act.mailbox, order, key, at_ms)


def _laptops_bundle(tables_: "Projection", key: int, act: acts.BundleSent, at_ms: int) -> None:
    header = tables_.header(key)
    tree = {"journal": header.journal, "branch": header.branch}
    receipted = tables_.row("receipt", ("size",), tree)
    tables_.put(
        tables_custody.SealedBundle,
        mailbox=act.mailbox,
        entry=key,
        **tree,
        from_size=receipted[0] if receipted else 0,
        size=act.checkpoint_size,
        from_ms=at_ms,
        to_ms=STILL,
    )


def _receipted(tables_: "Projection", key: int, act: acts.ReceiptReceived, sender: str) -> None:
    """Base has what some bundles told, and took their files out; a clock that fell back ends none before it began."""
    if sender:
        return
    at_ms = tables_.header(key).at_ms
    for mailbox, entry, from_ms in tables_.select(
        "SELECT mailbox, entry, from_ms FROM sealedbundle WHERE journal = ? AND branch = ? AND size <= ? AND to_ms = ?",
        (act.journal, act.branch, act.size, STILL),
    ):
        tables_.change(tables_custody.SealedBundle, {"mailbox": mailbox, "entry": entry}, to_ms=max(at_ms, from_ms))


def _bundle_taken(tables_: "Projection", key: int, act: acts.BundleReceived, sender: str) -> None:
    """The laptop that an order is for took its bundle in, and the file out of the mailbox where it was left last.

    What was left in another mailbox before lies there still: a drive in a drawer holds it until it is wiped, or until
    base has taken its file out there (taking_away).
    """
    for order in act.orders:
        if tables_.value("fieldorder", "device", "order_id", order) != sender:
            continue
        lying = tables_.select(
            "SELECT device, families_count FROM datasetmove WHERE dataset = ? AND move = ? ORDER BY entry DESC LIMIT 1",
            (order, HoldingMove.COPY),
        )
        at_ms = tables_.header(key).at_ms
        for device, count in lying:
            _end(tables_, key, at_ms, device=device, dataset=order)
            _moved(tables_, key, device, order, order, HoldingMove.ERASE, Shipment.BUNDLE, count, at_ms)


def _delivery_taken_in(tables_: "Projection", key: int, act: acts.DeliveryTakenIn, _: str) -> None:
    store, at_ms = tables_.own, tables_.header(key).at_ms
    is_kept_for = act.dataset_kind is not DatasetKind.UPDATES  # of these, whoever did not agree is never kept (7.2e)
    count = act.supplied_count + (act.held_count if is_kept_for else 0)
    shipment = SHIPPED_AS[act.dataset_kind]
    _moved(tables_, key, store, act.delivery, act.delivery, HoldingMove.LOAD, shipment, count, at_ms)


def _backup_made(tables_: "Projection", key: int, act: acts.BackupMade, _: str) -> None:
    """A backup holds what base holds at that moment."""
    at_ms = tables_.header(key).at_ms
    count = act.families_count
    _moved(tables_, key, act.device, act.backup, act.backup, HoldingMove.BACKUP, Shipment.BACKUP, count, at_ms)
    here = tables_.select("SELECT DISTINCT family FROM holding WHERE device = ? AND to_ms = ?", (HERE, STILL))
    _begin_known(tables_, (family for (family,) in here), act.device, act.backup, key, at_ms)


def _backup_destroyed(tables_: "Projection", key: int, act: acts.BackupDestroyed, _: str) -> None:
    at_ms = tables_.header(key).at_ms
    where = "SELECT device, families_count FROM datasetmove WHERE dataset = ? AND move = ?"
    for device, count in tables_.select(where, (act.backup, HoldingMove.BACKUP)):
        _end(tables_, key, at_ms, device=device, dataset=act.backup)
        _moved(tables_, key, device, act.backup, act.backup, HoldingMove.ERASE, Shipment.BACKUP, count, at_ms)


_Follow = Callable[["Projection", int, Any, str], None]

CUSTODY_FROM_LAPTOP: Final[dict[type[Act], _Follow]] = {
    acts.DeviceRegistered: _registered,
    acts.DeviceChanged: _changed,
    acts.DeviceStateChanged: _state_changed,
    acts.MailboxSet: _mailbox_set,
    acts.VolumeChecked: _volume_looked_at,
    acts.FamilyLoaded: _loaded,
    acts.FamilyShown: _shown,
    acts.HoldingRecorded: _recorded,
    acts.OrderExecuted: _order_executed,
    acts.BundleReceived: _bundle_taken,
}

OF_CUSTODY: Final[dict[type[Act], _Follow]] = {
    acts.StoreOpenedFirst: _store_opened_first,
    acts.DeviceRegistered: _registered,
    acts.DeviceChanged: _changed,
    acts.DeviceStateChanged: _state_changed,
    acts.DeviceRevoked: _revoked,
    acts.VolumeChecked: _volume_looked_at,
    acts.VolumeAttested: _vouched,
    acts.MailboxSet: _mailbox_set,
    acts.FamilyDelivered: _delivered,
    acts.FamilyLoaded: _loaded,
    acts.FamilyShown: _shown,
    acts.HoldingRecorded: _recorded,
    acts.OrderExecuted: _order_executed,
    acts.BundleSent: _bundle_sent,
    acts.ReceiptReceived: _receipted,
    acts.DeliveryTakenIn: _delivery_taken_in,
    acts.BackupMade: _backup_made,
    acts.BackupDestroyed: _backup_destroyed,
}
