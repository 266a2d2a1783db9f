"""One signature for a batch: the person signs the root over the leaves of entries that were appended together.

Owns what is signed, how it stands beside each entry, and holding one entry or all of them against it. Refuses to own
whose key it is (signers), the tree of the journal (tree), and which acts come in batches but by their kind.

Source: FORMAT.md, "Batch"; RFC 9162 section 2.1 for the root and the paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.keeping.header import KIND_FROM_BYTE
from store.keeping.signing_keys import SIGNATURE_BYTES, is_signed
from store.keeping.tree import Frontier, inclusion_path, perfect_root

BATCHED: Final = frozenset({"family_delivered"})
"""Kinds that may be signed so: what comes by the thousand, at one keypress, and never goes to another store."""

FEWEST: Final = 2
MOST: Final = 65_536
"""Entries under one signature; whoever holds them keeps their leaves in memory until the last."""

_PLACE: Final = Struct(">QI")
_SIGNED: Final = b"doorstep-batch/1\n"


@dataclass(frozen=True, slots=True)
class Batch:
    """A signature that covers entries which stand next to each other.

    Attributes:
        signature: Ed25519, 64 bytes.
        first: Index of the first of them.
        count: How many there are.
    """

    signature: bytes
    first: int
    count: int

    def to_bytes(self) -> bytes:
        """Return what stands beside each of its entries, in the place of a signature of its own."""
        return self.signature + _PLACE.pack(self.first, self.count)


def read_batch(beside: bytes) -> Batch | None:
    """Return the batch that stands beside an entry; None where the entry has a signature of its own, or none at all."""
    if len(beside) != SIGNATURE_BYTES + _PLACE.size:
        return None
    batch = Batch(beside[:SIGNATURE_BYTES], *_PLACE.unpack_from(beside, SIGNATURE_BYTES))
    return batch if FEWEST <= batch.count <= MOST else None


def may_be_batched(header: bytes) -> bool:
    """Say whether an entry is of a kind that comes in batches."""
    return header[KIND_FROM_BYTE - 1 :].decode("latin-1") in BATCHED


def sign_batch(key: Ed25519PrivateKey, prefix: bytes, first: int, count: int, root: bytes) -> Batch:
    """Sign entries that stand next to each other.

    Args:
        key: Of who did it.
        prefix: What their headers begin with: version, journal and branch.
        first: Index of the first.
        count: How many, `FEWEST` to `MOST`.
        root: As `root_of` their leaf hashes.
    """
    return Batch(key.sign(_signed(prefix, first, count, root)), first, count)


def holds(key: Ed25519PublicKey, prefix: bytes, batch: Batch, root: bytes) -> bool:
    """Say whether a key signed a batch whose leaves have this root."""
    return is_signed(key, batch.signature, _signed(prefix, batch.first, batch.count, root))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the leaves of a batch: a tree of its own, which begins with its first entry."""
    tree = Frontier()
    tree.extend(leaves)
    return tree.root()


def path_in(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """Return what leads from one leaf of a batch to its root.

    Args:
        leaves: All of them.
        place: Which, from 0.
    """

    def node(level: int, index: int) -> bytes:
        return perfect_root(leaves[index << level : (index + 1) << level])

    return inclusion_path(place, len(leaves), node)


def _signed(prefix: bytes, first: int, count: int, root: bytes) -> bytes:
    return _SIGNED + prefix + _PLACE.pack(first, count) + root
