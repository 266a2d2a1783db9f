"""What a destruction would do: every holder and every copy of base's own, before anything is decided.

Owns the list. Refuses to own doing any of it, and deciding.

Source: agreement 7.2f, 13.5, A9, A11.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from store.custody.holdings import datasets_on, left_on
from store.custody.paper import sheets
from store.custody.register import devices
from store.exchange.destroying.deciding import Meant, holders_of
from store.exchange.eligibility.file import path_of
from store.exchange.peers import peers
from store.ids import DeviceId
from store.keeping.acts.terms.destruction import DestructionScope
from store.keeping.acts.terms.devices import DeviceKind, SheetState
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.store import Store


class How(StrEnum):
    """By whom a step is done."""

    BY_HAND = "by_hand"
    HERE = "here"
    KEEPER = "keeper"
    NOT_DONE = "not_done"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Step:
    """One holder, and what becomes of what it holds.

    Attributes:
        where: Of what kind it is.
        count: How many families; 0 where that is not the measure.
        what: In a sentence.
        device: On the register; None for base's own, for paper, and for what is outside.
        is_backup: Whether it is backups alone that lie there.
    """

    where: str
    name: str = field(repr=False)
    count: int
    how: How
    what: str = field(repr=False)
    device: DeviceId | None = None
    is_backup: bool = False


def plan(store: Store, meant: Meant) -> list[Step]:
    """Return every step, laptops first, base's own after, then what people do by hand."""
    if meant.scope is DestructionScope.DEVICE:
        return _laptops(store, meant)
    return [*_laptops(store, meant), *_here(store, meant), *_by_hand(store, meant)]


def _laptops(store: Store, meant: Meant) -> list[Step]:
    named = {each.device: each for each in peers(store)}
    sought = set(meant.families)
    lying = Counter(
        device
        for family, device in store.rows("SELECT family, device FROM allocation WHERE state IN ('given', 'held')")
        if family in sought
    )
    steps = []
    for device in holders_of(store, meant):
        laptop = named[device]
        if laptop.revoked_from is not None:
            what = "Is no longer believed and hears of nothing: an incident and a write-off, or nothing is declared."
            steps.append(Step(DeviceKind.LAPTOP, laptop.name, lying[device], How.NOT_DONE, what))
        else:
            what = "Gets an order: erases, goes over to a new key, and signs that it did."
            steps.append(Step(DeviceKind.LAPTOP, laptop.name, lying[device], How.ORDER, what))
    return steps


def _here(store: Store, meant: Meant) -> list[Step]:
    is_all = meant.scope is DestructionScope.WHOLE
    has_originals = is_all or meant.scope is DestructionScope.DATASET
    keys = "file and queue under a new key; the old key goes, from the keyring too"
    if store.sidecar.keyring is None:
        keys = "file and queue under a new key; there is no keyring"
    steps = [Step("store", store.sidecar.name, len(meant.families), How.HERE, f"Bodies, rows, drafts; {keys}.")]
    ((originals,),) = store.rows("SELECT count(*) FROM localoriginal")
    if originals:
        what = f"{originals} kept sealed as they came: " + (
            "destroyed with their key." if has_originals else "stay until they were sent back for updating (7.2e)."
        )
        steps.append(Step("originals", "sealed originals", 0, How.HERE if has_originals else How.NOT_DONE, what))
    if path_of(store).exists():
        what = "Every key and the file." if has_originals else "Its rows go when a keeper next opens the file."
        steps.append(Step("eligibility", "eligibility", 0, How.HERE if has_originals else How.KEEPER, what))
    if is_all:
        ((secrets,),) = store.rows("SELECT count(*) FROM localsecret")
        steps.append(Step("secrets", "recovery and other keys", 0, How.HERE, f"{secrets} kept here are destroyed."))
    return steps


def _by_hand(store: Store, meant: Meant) -> list[Step]:
    steps = []
    laptops = {each.device for each in peers(store)}
    here = DeviceId(store.sidecar.store)
    for device in devices(store):
        if device.device in laptops or device.device == here:
            continue
        left = left_on(datasets_on(store, device.device))
        if left:
            count = sum(each.left_here_count for each in left)
            what = "Wipe it or destroy it, and say that it is wiped; it stays open until then."
            is_backup = all(each.shipment == Shipment.BACKUP for each in left)
            if is_backup:
                what = "Plug it in and destroy each backup on it, or wipe it and say so."
            steps.append(Step(device.kind, device.name, count, How.BY_HAND, what, device.device, is_backup))
    unshredded = [each for each in sheets(store) if each.state is not SheetState.SHREDDED]
    sought = set(meant.families)
    theirs = [each for each in unshredded if sought & set(each.families) or meant.scope is DestructionScope.WHOLE]
    if theirs:
        steps.append(Step(DeviceKind.PAPER, "paper", 0, How.BY_HAND, f"{len(theirs)} numbered sheets to be shredded."))
    what = "Files as they were downloaded, mail, whatever was never told to Doorstep: look for them and delete them."
    steps.append(Step("outside", "outside Doorstep", 0, How.NOT_DONE, what))
    return steps
