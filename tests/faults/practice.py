"""A practice base for fault suites: cheap keys, made-up families, and what was kept in it.

Owns making one, coming in, and reading back everything it keeps. Refuses to own any fault.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from store import door
from store.agreement.safeguards import Topic
from store.errors import WrongPassphraseError
from store.fieldwork import made_up
from store.ids import StaffId, new_id
from store.keeping import sidecar, vault
from store.keeping.acts import Act, CredentialRecorded, FamilyDelivered, IncidentRaised, dump
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import CredentialEvidence
from store.keeping.header import unpack
from store.keeping.key_derivation import KdfCost, derive
from store.keeping.passphrases import Passphrase, read_passphrase
from store.keeping.secret import Secret
from store.keeping.store import Store

PASSPHRASE = "Lantern orchard 58 kestrel"
OTHER_PASSPHRASE = "Harbour 91 thistle almanac"
CHEAP = KdfCost(memory_kib=8, passes=1, lanes=1)
"""The least that Argon2 itself accepts: what is tried here is not how long a guess takes."""

SOMEBODY = StaffId("5" * 32)
BEGINS = datetime(2015, 11, 2, 9, tzinfo=UTC)


def passphrase(text: str = PASSPHRASE) -> Passphrase:
    """Return one that can be handed in."""
    return read_passphrase(text.encode())


def found(folder: Path, *, has_keyring: bool = False, text: str = PASSPHRASE) -> None:
    """Set up a practice base."""
    asked = door.NewBase("Fault base", "Supervisor One", BEGINS, has_keyring=has_keyring, cost=CHEAP)
    door.found_base(folder, asked, passphrase(text))


def come_in(folder: Path, *, text: str = PASSPHRASE, is_only_looking: bool = False) -> Store:
    """Open it; with `is_only_looking` nothing is appended."""
    return door.open_store(folder, passphrase(text), is_only_looking=is_only_looking)


def opens(folder: Path, text: str) -> bool:
    """Say whether somebody of this store has that passphrase; unlike coming in, asking costs no wait."""
    said = sidecar.read(folder).sidecar
    try:
        vault.passphrase_owner(said, Secret(derive(passphrase(text), bytes.fromhex(said.salt), said.kdf)))
    except WrongPassphraseError:
        return False
    return True


def strokes(seed: int, staff: StaffId) -> Iterator[tuple[Act, ...]]:
    """Yield, without end, what is recorded at one stroke: one family, two of them, or something about the staff.

    The families of one stroke come in one delivery, whose id says how many they are.
    """
    families = singles(seed)
    while True:
        yield (next(families),)
        yield (credential(staff),)
        delivery = _delivery(2)
        yield tuple(next(families).model_copy(update={"delivery": delivery}) for _ in range(2))
        yield (next(families), credential(staff))


def append(store: Store, count: int) -> None:
    """Record some strokes."""
    for stroke in islice(strokes(store.journal.size, store.keys.person.staff), count):
        store.record(*stroke)


def singles(seed: int) -> Iterator[FamilyDelivered]:
    """Yield families, each a delivery of its own, without end."""
    return (_delivered(family, 1) for family in made_up.families(1_000_000, delivery="0" * 32, seed=seed))


def credential(staff: StaffId) -> CredentialRecorded:
    """Return an act that is about no family."""
    return CredentialRecorded(
        credential=new_id(),
        staff=staff,
        topics=(Topic.HANDLING,),
        evidence=CredentialEvidence.DECLARATION,
        from_on="2015-11-02",
        expires_on="2016-11-01",
        document_digest=None,
    )


def incident(staff: StaffId) -> IncidentRaised:
    """Return what can be noted beside a store that takes no acts."""
    return IncidentRaised(
        incident=new_id(),
        incident_kind=IncidentKind.PAPER_LOST,
        what="A contact sheet is missing.",
        place=None,
        happened_at_ms=None,
        identified_at_ms=1_446_454_800_000,
        aware_at_ms=1_446_454_800_000,
        raised_by=staff,
        devices=(),
        families=(),
        families_count=0,
    )


def digest(acts: Sequence[Act]) -> list[str]:
    """Return what is acknowledged of acts: the SHA-256 of each body."""
    return [sha256(dump(act)).hexdigest() for act in acts]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything a store keeps, as read back from the journal.

    Attributes:
        bodies: By index; None where erased.
        kinds: By index.
        families: Families in the table, a projection of the journal.
        tombstones: Erased entries in the table.
    """

    bodies: tuple[bytes | None, ...] = field(repr=False)
    kinds: tuple[str, ...]
    families: int
    tombstones: int

    def digests(self) -> list[str | None]:
        """Return the SHA-256 of every body, by index."""
        return [None if body is None else sha256(body).hexdigest() for body in self.bodies]

    def faults(self) -> list[str]:
        """Return what does not fit together: bodies that stand twice, half a stroke, tables that say otherwise."""
        found = []
        once = [body for body, kind in zip(self.bodies, self.kinds, strict=True) if body and kind in ONCE]
        if len(set(once)) != len(once):
            found.append("an act is doubled")
        strokes = Counter(_delivery_of(body) for body in self._delivered())
        if any(count != _size(delivery) for delivery, count in strokes.items() if _size(delivery) > 1):
            found.append("half of what was recorded at one stroke is there")
        if self.families != len(self._delivered()):
            found.append("the table of families differs from the journal")
        if self.tombstones != self.bodies.count(None):
            found.append("the table of tombstones differs from the journal")
        return found

    def _delivered(self) -> list[bytes]:
        kind = FamilyDelivered.kind
        return [body for body, each in zip(self.bodies, self.kinds, strict=True) if body and each == kind]


ONCE = {FamilyDelivered.kind, CredentialRecorded.kind, IncidentRaised.kind}
"""Kinds whose every body here holds a fresh id, so that the same bytes twice mean the same act twice."""


def read_back(store: Store) -> Kept:
    """Return everything a store keeps."""
    entries = list(store.journal.entries(0, store.journal.size))
    ((families, tombstones),) = store.rows("SELECT (SELECT count(*) FROM family), (SELECT count(*) FROM tombstone)")
    return Kept(
        tuple(entry.body for entry in entries),
        tuple(unpack(entry.header).kind for entry in entries),
        families,
        tombstones,
    )


def _delivered(family: FamilyDelivered, count: int) -> FamilyDelivered:
    return family.model_copy(update={"delivery": _delivery(count)})


def _delivery(count: int) -> str:
    return f"{count:02x}{new_id()[2:]}"


def _delivery_of(body: bytes) -> str:
    place = body.index(b'"delivery":"') + len(b'"delivery":"')
    return body[place : place + 32].decode()


def _size(delivery: str) -> int:
    return int(delivery[:2], 16)
