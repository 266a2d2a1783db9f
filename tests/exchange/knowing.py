"""Who can have known what: the test's own account of what came before what, by sets of everything known.

Owns that account. Refuses to own any size, index or clock of the product's: knowledge moves here only with the bytes of
a bundle, named by their digest, from whoever told of sending it to whoever told of taking it in.
"""

from dataclasses import dataclass
from typing import Final

from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.act import Act

NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """Something that somebody wrote.

    Attributes:
        by: The device.
        family: About whom.
        past: Everything whose writing this writer can have known of.
    """

    by: str
    family: FamilyId
    past: frozenset[str]


class Knowledge:
    """What each device can have known, now and when it wrote.

    Attributes:
        written: By the id of the correction or the answer.
    """

    def __init__(self) -> None:
        self.written: dict[str, Written] = {}
        self._known: dict[str, frozenset[str]] = {}
        self._carried: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> frozenset[str]:
        """Return what a device can have known by now."""
        return self._known.get(name, NOTHING)

    def write(self, name: str, event: str, family: FamilyId) -> None:
        """Note that a device wrote something."""
        self.written[event] = Written(name, family, self.of(name))
        self._known[name] = self.of(name) | {event}

    def kept(self, name: str, told: list[Act]) -> None:
        """Note what a device's journal just kept: a bundle sent carries what it knows, one taken in brings it."""
        for act in told:
            if isinstance(act, acts.BundleSent):
                self._carried[act.bundle_digest] = self.of(name)
            elif isinstance(act, acts.BundleReceived):
                self._known[name] = self.of(name) | self._carried[act.bundle_digest]

    def put_back(self, name: str, known: frozenset[str]) -> None:
        """Note that a device is a copy again which knew only so much."""
        self._known[name] = known

    def precedes(self, b: str, a: str) -> bool:
        """Say whether whoever wrote `a` can have known of `b`."""
        return b in self.written[a].past

    def are_concurrent(self, b: str, a: str) -> bool:
        """Say whether neither writer can have known of the other."""
        return not self.precedes(b, a) and not self.precedes(a, b)

    def last(self, events: set[str]) -> set[str]:
        """Return those that no other one follows."""
        return {b for b in events if not any(self.precedes(b, a) for a in events)}
