"""Who holds whose data: the three questions of clause A9, for now and for any past instant.

Owns the questions, each one indexed query. Refuses to own what fills the tables (keeping) and changing anything
(register). An instant is that of whoever told of it: of what a laptop did, the laptop's clock.

Source: agreement 8.2, A9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from store.clock import Instant, from_ms, to_ms
from store.errors import AsOfTooEarlyError
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping.acts.terms.devices import DeviceKind
from store.keeping.follows_custody import ARRIVING, STILL, lies_on, standing_as
from store.keeping.store import Store

_LYING: Final = "SELECT family, iif(device = '', ?, device), dataset, from_ms, to_ms FROM holding WHERE"
_STILL: Final = f"to_ms = {STILL}"
_THEN: Final = "to_ms > ? AND from_ms <= ?"
_SEEN: Final = "SELECT at_ms, staff, device, parts FROM familyview WHERE family = ? AND at_ms <= ?"

_NOW: Final = STILL - 1
"""Whatever lies somewhere still lies there then, and whatever ended had ended."""


class Lying(NamedTuple):
    """One family of one dataset on one device, from when until when; a tuple, for a device may hold thousands."""

    family: FamilyId
    device: DeviceId
    dataset: str
    since_ms: int
    until_ms: int

    @property
    def since(self) -> Instant:
        """From when it lay there."""
        return from_ms(self.since_ms)

    @property
    def until(self) -> Instant | None:
        """Until when; None while it lies there."""
        return None if self.until_ms == STILL else from_ms(self.until_ms)


class View(NamedTuple):
    """Somebody was shown parts of a family; `parts` stand apart by blanks."""

    at_ms: int
    staff: StaffId
    device: DeviceId
    parts: str

    @property
    def at(self) -> Instant:
        """When, by the clock of the device they were shown on."""
        return from_ms(self.at_ms)


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
    standing = standing_as(device, store.sidecar.store)
    return _lying(store, lies_on(standing), standing, at)


def lying_of(store: Store, family: FamilyId, at: Instant | None = None) -> list[Lying]:
    """Return which devices hold a family, by device; none once the family was destroyed.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    return _lying(store, "family = ?", family, at)


def seen_by(store: Store, family: FamilyId, at: Instant | None = None) -> list[View]:
    """Return who has seen a family, oldest first; none once the family was destroyed.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    return sorted(map(View._make, store.rows(_SEEN, (family, _then(store, at)))))


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
    then, standing = _then(store, at), standing_as(device, store.sidecar.store)
    ((lying,),) = store.rows(
        f"SELECT count(*) FROM holding WHERE {lies_on(standing)} AND {_THEN}",  # noqa: S608  # words of ours
        (standing, then, then),
    )
    if kind is DeviceKind.BASE_STATION:
        return int(lying)
    if kind is DeviceKind.MAILBOX:
        lying += sealed_count(store, device, at)
    left = sum(each.left_here_count for each in left_on(datasets_on(store, device, at)))
    return max(int(lying), left)


def sealed_count(store: Store, mailbox: DeviceId, at: Instant | None = None) -> int:
    """Return of how many families a laptop's sealed bundles tell that base has not receipted: they may lie there still.

    Nothing at base, whose bundles are told of by what they give away.

    Args:
        store: Open.
        mailbox: In which the bundles were left.
        at: As it stood then, of families that can still be read of; now where it is None.

    Raises:
        AsOfTooEarlyError: As `lying_on`.
    """
    then = _then(store, at)
    trees = store.rows(
        "SELECT journal, branch, min(from_size), max(size) FROM sealedbundle"
        " WHERE mailbox = ? AND to_ms > ? AND from_ms <= ? GROUP BY journal, branch",
        (mailbox, then, then),
    )
    families: set[str] = set()
    for journal, branch, first, end in trees:
        kept = store.journal_of(journal, branch)
        if kept is not None:
            begins = kept.keys()[0]
            rows = store.rows(
                "SELECT DISTINCT family FROM familyentry WHERE entry >= ? AND entry < ?", (begins + first, begins + end)
            )
            families.update(family for (family,) in rows)
    return len(families)


def first_at(store: Store) -> Instant:
    """Return when this store's first act happened."""
    return from_ms(store.first_act().at_ms)


def _lying(store: Store, of: str, sought: str, at: Instant | None) -> list[Lying]:
    here = store.sidecar.store
    if at is None:
        rows = store.rows(f"{_LYING} {of} AND {_STILL}", (here, sought))
    else:
        then = _then(store, at)
        rows = store.rows(f"{_LYING} {of} AND {_THEN}", (here, sought, then, then))
    found: list[Lying] = list(map(Lying._make, rows))
    if len(found) > 1:
        found.sort()
    return found


def _then(store: Store, at: Instant | None) -> int:
    if at is None:
        return _NOW
    at_ms = to_ms(at)
    if at_ms < store.first_act().at_ms:
        raise AsOfTooEarlyError
    return at_ms
