"""What a store's own acts say that it must hold: of its trees, of other stores' entries, of what was erased.

Owns gathering it while the store's own trees are walked; tables are not asked, for anybody could have changed them.
Refuses to own holding anything against it (inspection, others).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import EntryDoesNotHoldError
from store.keeping import acts
from store.keeping.header import Header
from store.keeping.ranges import Range
from store.keeping.signing_keys import read_signing_key
from store.keeping.taking import FIRST_TWIN
from store.keeping.twins import Partings

TreeId = tuple[str, int]
"""Journal and branch, as they are kept."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """A laptop as base accepted it."""

    device: str
    key: Ed25519PublicKey
    staff: bytes
    staff_key: Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Brought:
    """What one bundle brought: ranges of one tree, and how many entries of them."""

    tree: TreeId
    ranges: list[Range]
    count: int


@dataclass(slots=True)
class Testimony:
    """What was said, up to the entry that was read last.

    Attributes:
        opened: By own tree, what its first entry says it continues: journal, branch, size, root.
        erased: By tree, which bodies this store says it erased, in the order it did.
        brought: What each bundle brought, oldest first.
        heads: Sizes and roots that bundles were told to end at.
        waiting: By sending device, whether it had more to send than its last bundle carried.
        twins: By journal, where each twin parted: from which tree, and the index. The first is kept under `FIRST_TWIN`,
            each other one under the next number.
        laptops: By journal, the laptops base accepted.
        base: A laptop's base: its journal at that time, and its key.
    """

    opened: dict[TreeId, tuple[str, int, int, bytes]] = field(default_factory=dict)
    erased: defaultdict[TreeId, list[Range]] = field(default_factory=lambda: defaultdict(list))
    brought: list[Brought] = field(default_factory=list)
    heads: set[tuple[int, bytes]] = field(default_factory=set)
    waiting: dict[str, bool] = field(default_factory=dict)
    twins: defaultdict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    laptops: dict[str, Laptop] = field(default_factory=dict)
    base: tuple[str, Ed25519PublicKey] | None = None

    def learn(self, act: acts.Act, header: Header, n: int) -> None:
        """Take in one act of this store's own.

        Raises:
            EntryDoesNotHoldError: It tells of an erasure that came after it.
            WeakKeyError: A key in it is none.
        """
        here = (header.journal, header.branch)
        match act:
            case acts.BranchOpened() if n == 0:
                self.opened[here] = (act.journal, act.parent_branch, act.parent_size, bytes.fromhex(act.parent_root))
            case acts.JournalSucceeded() if n == 0:
                self.opened[here] = (act.old_journal, 0, act.old_size, bytes.fromhex(act.old_root))
            case acts.BodiesErased():
                for part in act.erased:
                    tree = (part.journal, part.branch)
                    if tree == here and part.ranges[-1][1] >= n:
                        raise EntryDoesNotHoldError(n, "it tells of erasing what came after it")
                    self.erased[tree] += part.ranges
            case acts.ForkFound():
                self.twins[act.journal].append((act.branch, act.index))
            case acts.EnrolmentAccepted():
                self.laptops[act.journal] = Laptop(
                    act.device,
                    read_signing_key(bytes.fromhex(act.verify_key)),
                    bytes.fromhex(act.staff),
                    read_signing_key(bytes.fromhex(act.staff_verify_key)),
                )
            case acts.EnrolmentAnswered():
                self.base = (act.base_journal, read_signing_key(bytes.fromhex(act.base_verify_key)))
            case acts.BundleReceived():
                self._bundle(act)
            case _:
                pass

    def partings(self, journal: str) -> Partings:
        """Return where the twins of a journal parted, by the numbers they are kept under."""
        return dict(enumerate(self.twins[journal], FIRST_TWIN))

    def _bundle(self, act: acts.BundleReceived) -> None:
        self.heads.add((act.checkpoint_size, bytes.fromhex(act.checkpoint_root)))
        self.waiting[act.from_device] = act.unsent_count > 0
        for tree in {(span.journal, span.branch) for span in act.entries}:
            ranges = [
                (span.first, span.first + span.count - 1)
                for span in act.entries
                if (span.journal, span.branch) == tree and span.count
            ]
            is_alone = len(ranges) == len(act.entries)  # from base all is of one tree; from a laptop spans are exact
            count = act.new_entries_count if is_alone else sum(last - first + 1 for first, last in ranges)
            self.brought.append(Brought(tree, sorted(ranges), count))
