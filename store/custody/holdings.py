"""Who holds whose data: the three questions of clause A9, for now and for any past instant.

Owns the questions, each one indexed query. Refuses to own what fills the tables (keeping) and changing anything
(register). An instant is that of whoever told of it: of what a laptop did, the laptop's clock.

Source: agreement 8.2, A9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from store.clock import Instant, from_ms, to_ms
from store.errors import AsOfTooEarlyError
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.follows_custody import ARRIVING, STILL
from store.keeping.header import unpack
from store.keeping.store import Store

ON_DEVICE: Final = "SELECT family, dataset, from_ms, to_ms FROM holding WHERE device = ? AND to_ms > ? AND from_ms <= ?"
"""What a device holds, or held then; the question asked with the instant twice."""

OF_FAMILY: Final = (
    "SELECT device, dataset, from_ms, to_ms, entry FROM holding WHERE family = ? AND to_ms > ? AND from_ms <= ?"
)
"""Which devices hold a family, or held it then; likewise."""

SEEN: Final = "SELECT staff, device, at_ms, parts FROM familyview WHERE family = ? AND at_ms <= ?"
"""Who has seen a family by then."""

_NOW: Final = STILL - 1
"""Whatever lies somewhere still lies there then, and whatever ended had ended."""


@dataclass(frozen=True, slots=True)
class Lying:
    """One family of one dataset on one device, from when until when; `until` is None while it lies there."""

    family: FamilyId
    device: DeviceId
    dataset: str
    since: Instant
    until: Instant | None


@dataclass(frozen=True, slots=True)
class View:
    """Somebody was shown parts of a family."""

    staff: StaffId
    device: DeviceId
    at: Instant
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What came of one dataset onto one device, and left it; it names no family and outlives each.

    Attributes:
        dataset: Empty for what left without its dataset being told.
        shipment: What it is of, in the catalogue's word.
        came_count, left_count: Families, each as often as it came or left.
    """

    dataset: str
    shipment: str
    came_count: int
    left_count: int

    @property
    def left_here_count(self) -> int:
        """How many of them lie there."""
        return self.came_count - self.left_count


def lying_on(store: Store, device: DeviceId, at: Instant | None = None) -> list[Lying]:
    """Return what a device holds, by family.

    Args:
        store: Open.
        device: Which.
        at: What it held then, as told since; now where it is None.

    Raises:
        AsOfTooEarlyError: Nothing had been told by then.
    """
    then = _then(store, at)
    found = [
        Lying(FamilyId(family), device, dataset, from_ms(since), _until(until))
        for family, dataset, since, until in store.rows(ON_DEVICE, (device, then, then))
    ]
    return sorted(found, key=lambda each: (each.family, each.dataset, each.since))


def lying_of(store: Store, family: FamilyId, at: Instant | None = None) -> list[Lying]:
    """Return which devices hold a family, by device; none once the family was destroyed.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    then = _then(store, at)
    found = [
        Lying(family, DeviceId(device), dataset, from_ms(since), _until(until))
        for device, dataset, since, until, _ in store.rows(OF_FAMILY, (family, then, then))
    ]
    return sorted(found, key=lambda each: (each.device, each.dataset, each.since))


def seen_by(store: Store, family: FamilyId, at: Instant | None = None) -> list[View]:
    """Return who has seen a family, oldest first; none once the family was destroyed.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    found = [
        View(StaffId(staff), DeviceId(device), from_ms(seen_at), tuple(parts.split()))
        for staff, device, seen_at, parts in store.rows(SEEN, (family, _then(store, at)))
    ]
    return sorted(found, key=lambda each: (each.at, each.staff, each.device, each.parts))


def datasets_on(store: Store, device: DeviceId, at: Instant | None = None) -> list[Dataset]:
    """Return what came onto a device and left it, by dataset in the order they came.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    rows = store.rows(
        "SELECT dataset, shipment, move, families_count FROM datasetmove WHERE device = ? AND at_ms <= ?"
        " ORDER BY at_ms, entry",
        (device, _then(store, at)),
    )
    counts: dict[str, list[int]] = {}
    shipments: dict[str, str] = {}
    for dataset, shipment, move, count in rows:
        shipments.setdefault(dataset, shipment)
        counts.setdefault(dataset, [0, 0])[move not in ARRIVING] += count
    return [Dataset(dataset, shipments[dataset], came, left) for dataset, (came, left) in counts.items()]


def left_on(datasets: Sequence[Dataset]) -> list[Dataset]:
    """Return the datasets of which something is left on a device, what left of none in particular first of the oldest.

    Pure. It is worked out from counts alone, so that what was destroyed elsewhere is still known to lie here.
    """
    unnamed = sum(each.left_count - each.came_count for each in datasets if not each.dataset)
    left = []
    for each in datasets:
        rest = each.came_count - each.left_count
        if not each.dataset or rest <= 0:
            continue
        gone = min(rest, max(0, unnamed))
        unnamed -= gone
        if rest > gone:
            left.append(Dataset(each.dataset, each.shipment, each.came_count, each.came_count - rest + gone))
    return left


def held_count(store: Store, device: DeviceId, kind: DeviceKind, at: Instant | None = None) -> int:
    """Return how many families a device holds, each once for each dataset.

    A base is counted by the families that can still be read there: what it erased names no dataset.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    then = _then(store, at)
    ((lying,),) = store.rows(
        "SELECT count(*) FROM holding WHERE device = ? AND to_ms > ? AND from_ms <= ?", (device, then, then)
    )
    if kind is DeviceKind.BASE_STATION:
        return int(lying)
    left = sum(each.left_here_count for each in left_on(datasets_on(store, device, at)))
    return max(int(lying), left)


def first_at(store: Store) -> Instant:
    """Return when this store's first act happened."""
    first = next(iter((*store.former_branches(), store.journal)))
    return from_ms(unpack(first.entry(0).header).at_ms)


def _then(store: Store, at: Instant | None) -> int:
    if at is None:
        return _NOW
    if at < first_at(store):
        raise AsOfTooEarlyError
    return to_ms(at)


def _until(milliseconds: int) -> Instant | None:
    return None if milliseconds == STILL else from_ms(milliseconds)
