"""Whose signatures a journal's entries may bear: keys as its own acts bring them.

Owns who signs what is done, who is believed from which entry on, and checking. Refuses to own the entries (walking).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import EntryDoesNotHoldError
from store.ids import NOBODY
from store.keeping import acts
from store.keeping.batch import Batch, holds, may_be_batched, read_batch, root_of
from store.keeping.header import PREFIX_BYTES, STAFF_PART, Header, unpack
from store.keeping.signing_keys import is_signed, read_signing_key
from store.keeping.tree import hash_leaf
from store.keeping.vault import PersonKeys

Keys = dict[bytes, list[Ed25519PublicKey]]
"""By staff id, the keys they may sign with."""

_NOBODY: Final = bytes.fromhex(NOBODY)
_BY_DEVICE: Final = frozenset(
    kind.kind
    for kind in (
        acts.RecoveryApplied,
        acts.StaffKeysRenewed,
        acts.RecoveryKeyMade,
        acts.ClockMovedBack,
        acts.BranchOpened,
        acts.RollbackFound,
    )
)
"""What the device does by itself: let somebody in again whose key is lost with their passphrase, when nobody else can
sign for it, and go on in another branch before it can tell of that. Its key is only to be had with the data key, which
base gave back."""


class _Gathered(NamedTuple):
    """A batch of which not every entry was seen yet."""

    batch: Batch
    staff: bytes
    leaves: list[bytes]


class Signers:
    """The people of one journal, over all its trees.

    Args:
        device: The key of the device that writes it.
        registered: Keys known from elsewhere, which the journal must agree with; empty for a store's own, whose first
            two entries are signed by whom the second brings.
        is_checked: Whether signatures are looked at; what the device may do is in any case.

    Attributes:
        count: Entries whose signature was checked.
    """

    def __init__(self, device: Ed25519PublicKey, registered: Keys, *, is_checked: bool) -> None:
        self.count = 0
        self.is_checked = is_checked
        self._device = device
        self._registered = registered
        self._people: Keys = {staff: list(keys) for staff, keys in registered.items()}
        self._recovered: tuple[int, str] | None = None
        self._early: list[tuple[bytes, bytes, int]] = []
        self._batch: _Gathered | None = None

    def begin_tree(self) -> None:
        """Go on to the next tree of the journal."""
        self._recovered = None
        self._batch = None

    def learn(self, act: acts.Act, header: Header, n: int) -> None:
        """Take in whose key is whose.

        Raises:
            EntryDoesNotHoldError: It gives somebody a key that it may not give.
            WeakKeyError: The key is none.
        """
        if isinstance(act, acts.StaffAdded | acts.StaffKeysRenewed):
            self._give(act, header, n)
        if isinstance(act, acts.RecoveryApplied) and header.staff == NOBODY:
            self._recovered = (n, act.staff)
        early, self._early = self._early, []
        for entry in early:
            self.check(*entry)

    def check(self, header: bytes, signature: bytes, n: int) -> None:
        """Hold one signature; one that covers a batch is held once its last entry is there.

        Raises:
            EntryDoesNotHoldError: It does not hold, or nobody known made it.
        """
        staff = header[STAFF_PART]
        keys = [self._device] if staff == _NOBODY else self._people.get(staff)
        if staff == _NOBODY and unpack(header).kind not in _BY_DEVICE:
            raise EntryDoesNotHoldError(n, "the device does not do that by itself")
        if keys is None:
            if n > 1:
                raise EntryDoesNotHoldError(n, "nobody known signed it")
            self._early.append((header, signature, n))  # the second entry brings the key of who signed the first two
            return
        batch = read_batch(signature)
        if batch is not None or self._batch is not None:
            self._gather(batch, keys, header, n)
            return
        if not any(is_signed(key, signature, header) for key in keys):
            raise EntryDoesNotHoldError(n, "its signature does not hold")
        self.count += 1

    def _gather(self, batch: Batch | None, keys: Sequence[Ed25519PublicKey], header: bytes, n: int) -> None:
        """Take in one entry of a batch, in its turn; at the last of them the signature is held over all."""
        begun = self._batch
        if begun is None and batch is not None and batch.first == n:
            begun = self._batch = _Gathered(batch, header[STAFF_PART], [])
        if begun is None or (batch, header[STAFF_PART]) != begun[:2] or not may_be_batched(header):
            raise EntryDoesNotHoldError(n, "the batch that it was signed with is not whole")
        begun.leaves.append(hash_leaf(header))
        if len(begun.leaves) < begun.batch.count:
            return
        root = root_of(begun.leaves)
        if not any(holds(key, header[:PREFIX_BYTES], begun.batch, root) for key in keys):
            raise EntryDoesNotHoldError(begun.batch.first, "the signature of its batch does not hold")
        self._batch = None
        self.count += begun.batch.count

    def end_tree(self) -> None:
        """Make sure that nothing was left to be checked.

        Raises:
            EntryDoesNotHoldError: Nobody known signed an entry.
        """
        for _, _, n in self._early:
            raise EntryDoesNotHoldError(n, "nobody known signed it")
        if self._batch is not None:
            raise EntryDoesNotHoldError(self._batch.batch.first, "the batch that it was signed with is not whole")

    def _give(self, act: acts.StaffAdded | acts.StaffKeysRenewed, header: Header, n: int) -> None:
        """Give somebody a key: the device gives none, but straight after it told of that person's recovery."""
        staff, key = bytes.fromhex(act.staff), read_signing_key(bytes.fromhex(act.verify_key))
        if isinstance(act, acts.StaffKeysRenewed) and header.staff == NOBODY and self._recovered != (n - 1, act.staff):
            raise EntryDoesNotHoldError(n, "the device gives somebody a key, and no recovery stands before it")
        if isinstance(act, acts.StaffAdded) and key not in self._registered.get(staff, [key]):
            raise EntryDoesNotHoldError(n, "it brings another key than base registered")
        # Trees of another store's journal may have parted before a key was renewed: there, each key it had counts.
        self._people[staff] = [*self._people[staff], key] if self._registered and staff in self._people else [key]


def signers_of(done: Sequence[object], person: PersonKeys, device: PersonKeys) -> list[PersonKeys]:
    """Return who signs each act of a transaction: the person, but the device up to where acts tell of a recovery.

    Whoever was let in while the store was frozen has a key that no act tells of before the one that registers it.

    Args:
        done: In order.
        person: Who is signed in.
        device: As nobody.
    """
    renewed = [
        n
        for n, (before, act) in enumerate(pairwise(done), start=2)
        if isinstance(before, acts.RecoveryApplied) and isinstance(act, acts.StaffKeysRenewed)
    ]
    by_device = max(renewed, default=0)
    return [device] * by_device + [person] * (len(done) - by_device)
