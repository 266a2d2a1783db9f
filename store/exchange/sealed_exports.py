"""Files that leave base sealed for one recipient: told before they are there, opened where no store is.

Owns the file's form and the order: who may, the ledger, the file, what came of it. Refuses to own what is in it, who
may be sent what (recipients) and the recipient's own keys (recipient_keys).

Source: agreement 7.1, 8.1-8.3, 9.1d, 9.1f; FORMAT.md, "Sealed export".
"""

import hashlib
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.clock import to_ms
from store.errors import NotForUsError, SealedFileError, SignedFileMissingError, WeakKeyError
from store.exchange.clear_exports import parts_of
from store.exchange.movements import told_at_its_end
from store.exchange.recipient_keys import digest_of
from store.exchange.recipients import Recipient, hold_may_receive
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.devices import Encrypted
from store.keeping.acts.terms.exchange import Channel, EndpointKind, ExportPurpose, Shipment
from store.keeping.files import ready_to_replace
from store.keeping.sealing import SealingKey, seal
from store.keeping.signing_keys import SIGNATURE_BYTES, read_signing_key
from store.keeping.store import Store

MAX_BYTES: Final = 1 << 28
"""The largest sealed file that is read."""

VERSION: Final = 1
_MAGIC: Final = b"DSSEALED"
_HEADER: Final = struct.Struct(">8sBB16s16s32s32s")
_SIGNED: Final = b"doorstep-sealed-export\n"
_PRACTICE: Final = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed file that was opened.

    Attributes:
        sender: The key of the base that sealed and signed it, hex; whose it is has to be asked there.
        movement: What base's ledger calls it.
        is_practice: Whether it comes from a practice store, and holds made-up people.
    """

    content: bytes = field(repr=False)
    sender: str
    movement: str
    recipient: str
    is_practice: bool


def leave_sealed(
    store: Store,
    path: Path,
    content: bytes,
    whom: Recipient,
    *,
    shipment: Shipment,
    purpose: ExportPurpose,
    channel: Channel,
    clause: str,
    families: Sequence[FamilyId],
    rows_count: int,
    told_with: Callable[[str], Sequence[acts.Act]] = lambda _: (),
) -> None:
    """Leave a file that one recipient alone opens, and tell of it before it is there.

    Args:
        store: Base's.
        path: Where; what is there already is replaced.
        content: What is sealed.
        whom: For whom.
        shipment: What it is.
        purpose: What it is for.
        channel: By what road it goes from here.
        clause: The clause it is done under.
        families: Whose data it holds.
        rows_count: How many records it holds.
        told_with: As `leave_in_clear`.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        StoreError: As `hold_may_receive`; nothing is told and nothing written then.
        SignedFileMissingError: The folder is not there.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: The disk refuses; told, and nothing is left.
    """
    hold_supervisor_of_base(store)
    grant = hold_may_receive(store, whom, shipment, purpose)
    movement = new_id()
    raw = write_sealed(content, whom, movement, store.keys.device.signing, is_practice=store.sidecar.is_practice)
    leave_told(
        store,
        path,
        raw,
        whom,
        Told(movement, grant, shipment, purpose, channel, clause, families, rows_count),
        told_with(movement),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger says of a file that leaves protected.

    Attributes:
        movement: What the ledger calls it.
        grant: The document it rests on; None where the agreement itself sends it.
        families: Whose data it holds; none where another act of the movement says whose.
        rows_count: How many records it holds.
    """

    movement: str
    grant: str | None
    shipment: Shipment
    purpose: ExportPurpose
    channel: Channel
    clause: str
    families: Sequence[FamilyId]
    rows_count: int


def leave_told(
    store: Store, path: Path, raw: bytes, whom: Recipient, told: Told, also: Sequence[acts.Act] = ()
) -> None:
    """Leave a file that is protected already, and tell of it before it is there.

    Args:
        store: Base's; whoever is signed in may do this, and `whom` may have it.
        path: Where; what is there already is replaced.
        raw: The file's bytes, which say nothing to anybody but `whom`.
        whom: For whom.
        told: What the ledger says of it.
        also: What else is told of it, at once with it and before everything.

    Raises:
        SignedFileMissingError: The folder is not there.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: The disk refuses; told, and nothing is left.
    """
    if not path.absolute().parent.is_dir():
        raise SignedFileMissingError
    sha256, now = hashlib.sha256(raw).hexdigest(), to_ms(store.now())
    with ready_to_replace(raw, path.absolute()) as put:  # a full disk refuses before anything is told
        store.record(
            *also,
            acts.MovementRecorded(
                movement=told.movement,
                dataset=new_id(),
                shipment=told.shipment,
                sha256=sha256,
                rows_count=told.rows_count,
                from_end=acts.Endpoint(kind=EndpointKind.DEVICE, id=store.sidecar.store),
                to_end=acts.Endpoint(kind=EndpointKind.RECIPIENT, id=whom.recipient),
                channel=told.channel,
                country=whom.country,
                actor=store.keys.person.staff,
                at_ms=now,
                for_clause=told.clause,
                grant=told.grant,
                permission=None,
                instruction=None,
            ),
            *_exported(whom, told, sha256, len(raw)),
        )
        with told_at_its_end(store, told.movement):
            put()


def _exported(whom: Recipient, told: Told, sha256: str, size_bytes: int) -> list[acts.ExportMade]:
    """Return what says whose data left: as many acts as it takes to name every family, one where it names none."""
    return [
        acts.ExportMade(
            export=new_id(),
            movement=told.movement,
            shipment=told.shipment,
            purpose=told.purpose,
            recipient=whom.recipient,
            permission=None,
            is_clear=False,
            target_device=None,
            target_encrypted=Encrypted.UNKNOWN,  # whoever finds the file reads nothing, wherever it lies
            sha256=sha256,
            size_bytes=size_bytes,
            rows_count=told.rows_count,
            families=part,
        )
        for part in parts_of(told.families)
    ]


def write_sealed(content: bytes, whom: Recipient, movement: str, key: Ed25519PrivateKey, *, is_practice: bool) -> bytes:
    """Return the bytes of a sealed file.

    Args:
        content: What is sealed.
        whom: For whom; they have a key.
        movement: What the ledger calls it.
        key: Base's device key, which signs it.
        is_practice: Whether base is a practice store.
    """
    assert whom.sealing_key is not None
    public = bytes.fromhex(whom.sealing_key)
    header = _HEADER.pack(
        _MAGIC,
        VERSION,
        _PRACTICE if is_practice else 0,
        bytes.fromhex(movement),
        bytes.fromhex(whom.recipient),
        key.public_key().public_bytes_raw(),
        bytes.fromhex(digest_of(public)),
    )
    sealed = seal(content, public, _SIGNED + header)
    signature = key.sign(b"".join((_SIGNED, header, sealed)))
    return b"".join((header, sealed, signature))  # each put together once: it may be large


def open_sealed(raw: bytes, key: SealingKey) -> Opened:
    """Return what a sealed file holds: its form, its signature, whose it is, and only then what is in it.

    Args:
        raw: The file; a longer one than `MAX_BYTES` is not looked at.
        key: The recipient's.

    Raises:
        SealedFileError: It is none, was changed, is of a later form, or is for another key.
    """
    if len(raw) > MAX_BYTES:
        raise SealedFileError("it is too large")
    if len(raw) < _HEADER.size + SIGNATURE_BYTES or not raw.startswith(_MAGIC):
        raise SealedFileError("it is no sealed file")
    header, signature = raw[: _HEADER.size], raw[-SIGNATURE_BYTES:]
    _, version, flags, movement, recipient, sender, digest = _HEADER.unpack(header)
    if version != VERSION or flags not in (0, _PRACTICE):
        raise SealedFileError("a later release wrote it")
    try:
        read_signing_key(sender).verify(signature, _SIGNED + raw[:-SIGNATURE_BYTES])
    except (InvalidSignature, WeakKeyError):
        raise SealedFileError("it was changed after it was sealed") from None
    if digest.hex() != digest_of(key.public):
        raise SealedFileError("it was sealed for another key")
    try:
        content = key.open(raw[_HEADER.size : -SIGNATURE_BYTES], _SIGNED + header)
    except NotForUsError:
        raise SealedFileError("it was sealed for another key, or changed") from None
    return Opened(content, sender.hex(), movement.hex(), recipient.hex(), flags == _PRACTICE)
