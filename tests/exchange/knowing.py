"""Who can have known what: the test's own account of what came before what, by sets of everything known.

Owns that account. Refuses to own any clock of the product's: knowledge moves here only with the bytes of a bundle,
named by their digest, from whoever told of sending it to whoever told of taking it in. Of the product's numbers it
believes one: how long its sender's journal was at the head that a bundle brings. What came later goes with the next.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.ids import FamilyId, JournalId
from store.keeping import acts
from store.keeping.acts.act import Act

NOTHING: Final[frozenset[str]] = frozenset()
Tree = tuple[JournalId, int]
"""A journal and one of its branches, whose entries are numbered from 0 again."""


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
        self._grown: dict[str, dict[Tree, list[tuple[int, frozenset[str]]]]] = defaultdict(dict)
        self._carried: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> frozenset[str]:
        """Return what a device can have known by now."""
        return self._known.get(name, NOTHING)

    def write(self, name: str, event: str, family: FamilyId, tree: Tree, n: int) -> None:
        """Note that a device wrote something, at which index of its tree."""
        self.written[event] = Written(name, family, self.of(name))
        self._know(name, tree, n, frozenset({event}))

    def kept(self, name: str, tree: Tree, told: Mapping[int, Act]) -> None:
        """Note what a device's tree just kept: a bundle sent carries what its head knows, one taken in brings it."""
        if 0 in told:  # a copy may have begun a tree of that number before
            self._grown[name].pop(tree, None)
        for n, act in told.items():
            if isinstance(act, acts.BundleSent):
                self._carried[act.bundle_digest] = self._below(name, tree, act.checkpoint_size)
            elif isinstance(act, acts.BundleReceived):
                self._know(name, tree, n, self._carried[act.bundle_digest])

    def put_back(self, name: str, known: frozenset[str]) -> None:
        """Note that a device is a copy again which knew only so much."""
        self._known[name] = known
        for grown in self._grown[name].values():
            grown[:] = [each for each in grown if each[1] <= known]

    def _know(self, name: str, tree: Tree, n: int, more: frozenset[str]) -> None:
        grown = self._grown[name].setdefault(tree, [])
        grown = grown or self._begin(name, grown)
        self._known[name] = self.of(name) | more
        grown.append((n + 1, self.of(name)))

    def _below(self, name: str, tree: Tree, size: int) -> frozenset[str]:
        """Return what a device knew when its tree was so long."""
        grown = self._grown[name].setdefault(tree, [])
        return next(known for at, known in reversed(grown or self._begin(name, grown)) if at <= size)

    def _begin(self, name: str, grown: list[tuple[int, frozenset[str]]]) -> list[tuple[int, frozenset[str]]]:
        """Begin a tree's account: it begins with everything its device knows."""
        grown.append((0, self.of(name)))
        return grown

    def precedes(self, b: str, a: str) -> bool:
        """Say whether whoever wrote `a` can have known of `b`."""
        return b in self.written[a].past

    def are_concurrent(self, b: str, a: str) -> bool:
        """Say whether neither writer can have known of the other."""
        return not self.precedes(b, a) and not self.precedes(a, b)

    def last(self, events: set[str]) -> set[str]:
        """Return those that no other one follows."""
        return {b for b in events if not any(self.precedes(b, a) for a in events)}
