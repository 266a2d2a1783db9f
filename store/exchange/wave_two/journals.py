"""Whether everything wave 1 brought on laptops is at base, so that nobody's yes is missing when families are destroyed.

Owns the rule, which is pure, and reading what it needs. Refuses to own writing a laptop off (destroying).

Source: agreement 7.2e; clauses: every laptop's wave-1 journal received, or written off with a reason and an incident.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from store.custody.destruction.write_offs import written_off
from store.exchange.peers import peers
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.acts.terms.store import StoreRole
from store.keeping.exchange_words import GIVEN, HELD
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class LaptopStands:
    """One laptop that was given families of a council.

    Attributes:
        held_count: How many of them it has.
        is_heard_since: Whether a bundle of it came since the resupply went.
        unsent_count: How many of its acts it had not sent, as last told.
        is_believed: Whether its bundles are taken in at all.
        is_written_off: Whether its journal, or the whole of it, will not come back.
    """

    device: DeviceId
    name: str = field(repr=False)
    held_count: int
    is_heard_since: bool
    unsent_count: int
    is_believed: bool
    is_written_off: bool

    @property
    def is_in(self) -> bool:
        """Whether what it did in wave 1 is at base: it gave all of them back, or has told everything since."""
        if self.is_written_off or not self.held_count:
            return True
        return self.is_believed and self.is_heard_since and not self.unsent_count


def outstanding(laptops: Sequence[LaptopStands]) -> list[LaptopStands]:
    """Return the laptops whose journal is still out. Pure."""
    return [each for each in laptops if not each.is_in]


def laptops_of(store: Store, families: Collection[FamilyId], resupply: str) -> list[LaptopStands]:
    """Return how each laptop stands that was given some families, by name.

    Args:
        store: Base's.
        families: Those of the council.
        resupply: When this went, everything before is of wave 1.
    """
    sought = set(families)
    held: dict[str, int] = {}
    for family, device, state in store.rows("SELECT family, device, state FROM allocation"):
        if family in sought:
            held[device] = held.get(device, 0) + (state in (GIVEN, HELD))
    lost = (WriteOffMatter.DEVICE, WriteOffMatter.JOURNAL)
    off = {each.device for each in written_off(store) if each.matter in lost and not each.has_come_back}
    heard = _heard_since(store, resupply)
    return [
        LaptopStands(
            laptop.device,
            laptop.name,
            held[laptop.device],
            laptop.device in heard,
            laptop.unsent_count,
            laptop.revoked_from is None,
            laptop.device in off,
        )
        for laptop in peers(store)
        if laptop.role is StoreRole.FIELD and laptop.device in held
    ]


def _heard_since(store: Store, resupply: str) -> set[DeviceId]:
    heard: set[DeviceId] = set()
    is_since = False
    for each in acts_of(store, acts.ResupplySent, acts.BundleReceived):
        match each.act:
            case acts.ResupplySent() as sent:
                is_since = is_since or sent.resupply == resupply
            case acts.BundleReceived() as received if is_since:
                heard.add(received.from_device)
            case _:
                continue
    return heard
