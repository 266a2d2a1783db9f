"""The sidecar: how a store is unlocked, in two durable copies beside the encrypted file.

Owns its form, its checksum, its authentication once a key is there, and the durable swap that is the one commit point
of everything that changes keys. Refuses to own the keys themselves (vault) and holds no family's data.
"""

import contextlib
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from store.errors import (
    NotCanonicalError,
    SidecarDamagedError,
    SidecarForgedError,
    SidecarMissingError,
    StoreError,
)
from store.ids import JournalId, StaffId, StoreId
from store.keeping import canonical
from store.keeping.files import disk_refusals, ready_to_replace
from store.keeping.key_derivation import KdfCost
from store.keeping.keyrings import Backend
from store.keeping.secret import Secret

NAME: Final = "sidecar"
SPARE: Final = "sidecar.spare"
MAX_BYTES: Final = 1 << 20

AHEAD_MS: Final = range(-60_000_000_000_000, 250_000_000_000_000)
"""What keeps a training clock between the years 1 and 9999, outside of which there are no dates."""

_FORM: Final = "doorstep-sidecar/1"
_BEFORE_MAC: Final = b'{"mac":"'
_AFTER_MAC: Final = b'","says":'
_SAID_AT: Final = len(_BEFORE_MAC) + 64 + len(_AFTER_MAC)
"""Where, in the canonical line, the bytes begin that are authenticated; they end before its last brace."""


@dataclass(frozen=True, slots=True)
class PersonSlot:
    """What one person needs to unlock: their wrapped private halves, and the data key sealed to their public one."""

    staff: StaffId
    signing: str
    sealing: str = field(repr=False)
    wrapped: str = field(repr=False)
    data_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoverySlot:
    """The data key sealed to a recovery key that lies elsewhere."""

    sealing: str = field(repr=False)
    data_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceSlot:
    """The device's own keys: public halves, and the private ones wrapped by the data key."""

    signing: str
    sealing: str = field(repr=False)
    wrapped: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Everything known before unlocking. Byte strings are lower-case hex.

    Attributes:
        generation: Counts the writes, from 1.
        epoch: Which data key is live; names the encrypted file.
        branch: Which branch of the journal this store writes.
        keyring: The backend that holds the device secret; None for a passphrase-only store.
        ahead_ms: What a practice store's clock adds to the machine's; None for a real store.
    """

    store: StoreId
    journal: JournalId
    role: str
    name: str
    generation: int
    epoch: int
    branch: int
    kdf: KdfCost
    salt: str
    keyring: Backend | None
    ahead_ms: int | None
    device: DeviceSlot
    people: tuple[PersonSlot, ...]
    recovery: tuple[RecoverySlot, ...]

    @property
    def is_practice(self) -> bool:
        """Whether this is a practice store."""
        return self.ahead_ms is not None

    @property
    def database_name(self) -> str:
        """The name of the live encrypted file: one file per epoch, so that naming an epoch is choosing a file."""
        return f"epoch-{self.epoch}.db"


@dataclass(frozen=True, slots=True)
class Reading:
    """A sidecar as found on the disk.

    Attributes:
        sidecar: What it says.
        mac: Its authentication, to be held against a key with `hold`.
        said: The bytes that authentication covers.
        damaged: The name of the copy that did not read, if one did not.
    """

    sidecar: Sidecar
    mac: bytes
    said: bytes = field(repr=False)
    damaged: str | None


class _Parsed(NamedTuple):
    sidecar: Sidecar
    mac: bytes
    said: bytes


def write(folder: Path, sidecar: Sidecar, key: Secret) -> Sidecar:
    """Make `sidecar` the one that counts, durably, and return it as written; see `ready_to_write`."""
    with ready_to_write(folder, sidecar, key) as put:
        return put()


@contextlib.contextmanager
def ready_to_write(folder: Path, sidecar: Sidecar, key: Secret) -> Iterator[Callable[[], Sidecar]]:
    """Take the room for both copies; what is yielded then makes them count and returns them, one generation on.

    The first replacement is the commit point; the spare follows. A crash between them leaves a spare one generation
    old, which is used only where the first copy is damaged. A full disk refuses before either.

    Args:
        folder: The store's folder.
        sidecar: What it shall say.
        key: The store's sidecar key.
    """
    written = replace(sidecar, generation=sidecar.generation + 1)
    said = canonical.dumps(asdict(written))
    line = _BEFORE_MAC + _mac(said, key).hex().encode() + _AFTER_MAC + said + b"}"
    content = f"{_FORM} {hashlib.sha256(line).hexdigest()}\n".encode() + line + b"\n"
    with ready_to_replace(content, folder / NAME, folder / SPARE) as put:

        def put_both() -> Sidecar:
            put()
            return written

        yield put_both


def read(folder: Path) -> Reading:
    """Return the sidecar in `folder`; what it says is not authentic before `hold`.

    Of two copies that read, the later generation counts: an older one is left over from a crash, or was put back.

    Raises:
        SidecarMissingError: Neither copy is there.
        SidecarDamagedError: No copy reads as it was written.
        FolderReadOnlyError, StoreUnreadableError: The disk refuses both copies, or one where the other does not read.
    """
    found: dict[str, bytes] = {}
    refused: StoreError | None = None
    for name in (NAME, SPARE):
        try:
            content = _content(folder / name)
        except StoreError as refusal:  # a bad sector under one copy is what the other copy is for
            refused = refused or refusal
        else:
            found |= {} if content is None else {name: content}
    parsed = {content: _parse(content) for content in set(found.values())}  # equal copies are read once
    readings = {name: reading for name, content in found.items() if (reading := parsed[content])}
    if not readings:
        raise refused or (SidecarDamagedError() if found else SidecarMissingError())
    newest = max(readings.values(), key=lambda reading: reading.sidecar.generation)
    damaged = next((name for name in (NAME, SPARE) if name not in readings), None)
    return Reading(newest.sidecar, newest.mac, newest.said, damaged)


def are_equal(folder: Path) -> bool:
    """Say whether the two copies in `folder` are the same: a crash between writing one and the other leaves two."""
    return _content(folder / NAME) == _content(folder / SPARE)


def hold(reading: Reading, key: Secret) -> None:
    """Hold a sidecar against the store's key.

    Raises:
        SidecarForgedError: It was not written with this key.
    """
    if not hmac.compare_digest(reading.mac, _mac(reading.said, key)):
        raise SidecarForgedError


def _mac(said: bytes, key: Secret) -> bytes:
    return hmac.digest(key.reveal(), said, "sha256")


def _content(path: Path) -> bytes | None:
    with disk_refusals():
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None


def _parse(content: bytes) -> _Parsed | None:
    head, _, said = content.partition(b"\n")
    if len(content) > MAX_BYTES or not said.endswith(b"\n"):
        return None
    said = said[:-1]
    if head != f"{_FORM} {hashlib.sha256(said).hexdigest()}".encode():
        return None
    try:
        told: Any = canonical.loads(said, max_bytes=MAX_BYTES, max_depth=8)
        return _Parsed(of_said(told["says"]), bytes.fromhex(told["mac"]), said[_SAID_AT:-1])
    except (NotCanonicalError, KeyError, TypeError, ValueError):
        return None


def of_said(says: dict[str, Any]) -> Sidecar:
    """Return the sidecar of what `asdict` gave.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    kept = dict(says)
    kept["kdf"] = KdfCost(**kept["kdf"])
    kept["keyring"] = None if kept["keyring"] is None else Backend(kept["keyring"])
    kept["device"] = DeviceSlot(**kept["device"])
    kept["people"] = tuple(PersonSlot(**slot) for slot in kept["people"])
    kept["recovery"] = tuple(RecoverySlot(**slot) for slot in kept["recovery"])
    sidecar = Sidecar(**kept)
    _hold_form(sidecar)
    return sidecar


def _hold_form(said: Sidecar) -> None:
    """Raise ValueError where a field is not of its kind: most of them are used before the key is there to hold them."""
    ids: list[str] = [said.store, said.journal, *(slot.staff for slot in said.people)]
    slots: tuple[DeviceSlot | PersonSlot | RecoverySlot, ...] = (said.device, *said.people, *said.recovery)
    in_hex = [said.salt, *(value for slot in slots for name, value in asdict(slot).items() if name != "staff")]
    counts = (said.generation, said.epoch, said.branch, *asdict(said.kdf).values())
    holds = (
        all(isinstance(text, str) for text in (said.role, said.name, *ids, *in_hex)),
        all(type(count) is int and count >= 0 for count in counts),  # a bool is an int too
        said.ahead_ms is None or (type(said.ahead_ms) is int and said.ahead_ms in AHEAD_MS),
    )
    if not (
        all(holds)
        and all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)
        and all(each and bytes.fromhex(each).hex() == each for each in in_hex)
    ):
        raise ValueError("a field is not of its kind")
