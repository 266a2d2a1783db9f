"""The bundle: one file from one device to another, which nobody between them can read, change or pass off as theirs.

Owns the header, sealing, and the order in which a file that came in is looked at: size, signature, header, key, length,
contents. Refuses to own what the contents say (bundle_contents), whose keys those are and which number is next (the
rooms that send and take in), and where files lie (mailbox).

Source: FORMAT.md, "Bundle".
"""

import re
import struct
import zlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.errors import (
    BundleForgedError,
    BundleFormError,
    BundleNotForUsError,
    BundleTooLargeError,
    BundleTooNewError,
    NotForUsError,
    WeakKeyError,
)
from store.exchange.bundle_contents import Down, Up, read_contents, write_contents
from store.ids import DeviceId
from store.keeping.canonical import INT_MAX
from store.keeping.sealing import PUBLIC_BYTES, SealingKey, seal
from store.keeping.signing_keys import SIGNATURE_BYTES, read_signing_key

VERSION: Final = 1

MAX_PLAIN_BYTES: Final = 1 << 25
"""The most that contents may take as JSON: ten thousand acts of three kilobytes each.

JSON made to hurt takes 27 times its length in memory, so a device that was enrolled and then stolen can make its peer
spend 0.9 GB on one file, and no more.
"""

MAX_BUNDLE_BYTES: Final = MAX_PLAIN_BYTES + (1 << 16)
"""The largest file that is read; what zlib cannot compress grows by 5 bytes in 16,384, so any contents fit."""

_MAGIC: Final = b"DSBUNDLE"
_HEADER: Final = struct.Struct(">8sBBB16s16sQIQI1216s")
HEADER_BYTES: Final = _HEADER.size
_SENDER_PART: Final = slice(11, 27)
"""Where the sender stands, in this format and every later one."""

_ID: Final = re.compile("[0-9a-f]{32}")


class Direction(StrEnum):
    """Which way a bundle goes."""

    UP = "up"
    DOWN = "down"


_DIRECTIONS: Final = {1: Direction.UP, 2: Direction.DOWN}
_DIRECTION_BYTES: Final = {direction: byte for byte, direction in _DIRECTIONS.items()}


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """What stands on the outside, readable by anybody. It is believed once the signature holds.

    Attributes:
        direction: Which way.
        is_practice: Whether it comes from a practice store.
        from_device, to_device: Whose, for whom.
        number: Counts the bundles between the two in this direction, from 1.
        to_epoch: Of the recipient's sealing key.
        from_epoch: The sender's own.
        sealing_key: The sender's public sealing key of that epoch, 1,216 bytes. It stands outside, so that two devices
            which renewed their keys at once, and can open nothing of each other's, learn them all the same.
        plain_bytes: How long the contents are, unpacked; sealing puts this in.
    """

    direction: Direction
    is_practice: bool
    from_device: DeviceId
    to_device: DeviceId
    number: int
    to_epoch: int
    from_epoch: int
    sealing_key: bytes = field(repr=False)
    plain_bytes: int = 0

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.from_device) or not _ID.fullmatch(self.to_device):
            raise BundleFormError("a device id is not 32 hex digits")
        if not 1 <= self.number <= INT_MAX:
            raise BundleFormError("its number is out of range")
        if not (1 <= self.to_epoch <= 0xFFFF_FFFF and 1 <= self.from_epoch <= 0xFFFF_FFFF):
            raise BundleFormError("an epoch is out of range")
        if len(self.sealing_key) != PUBLIC_BYTES:
            raise BundleFormError("its sealing key is not 1216 bytes")
        if self.plain_bytes < 0:
            raise BundleFormError("its length is out of range")
        if self.plain_bytes > MAX_PLAIN_BYTES:
            raise BundleTooLargeError(MAX_PLAIN_BYTES)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was opened.

    Attributes:
        header: Its outside.
        contents: Its inside; `Up` goes up, `Down` goes down.
        digest: SHA-256 of the whole file, 64 hex digits.
    """

    header: BundleHeader
    contents: Up | Down
    digest: str


def seal_bundle(header: BundleHeader, contents: Up | Down, to: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the file.

    Args:
        header: Its `plain_bytes` are put in here.
        contents: Of the header's direction.
        to: The recipient's public sealing key of `header.to_epoch`, 1,216 bytes.
        key: The sending device's.

    Raises:
        BundleFormError: Contents and header do not belong together, or an entry or a note is not as one is written.
        BundleTooLargeError: The contents take more than `MAX_PLAIN_BYTES`; send them in two bundles.
        SealingKeyError: `to` is no sealing key.

    Source:
        FORMAT.md, "Bundle".
    """
    _hold_outside(header, contents)
    plain = write_contents(contents)
    outside = _pack(replace(header, plain_bytes=len(plain)))
    signed = outside + seal(zlib.compress(plain), to, outside)
    return signed + key.sign(signed)


def sender_claimed(raw: bytes) -> DeviceId:
    """Return whom a file says it is from, to learn whose key `check_signature` has to be given; nothing else is read.

    Raises:
        BundleFormError: It does not begin like a bundle.
    """
    if len(raw) < HEADER_BYTES or not raw.startswith(_MAGIC):
        raise BundleFormError("it does not begin like one")
    return DeviceId(raw[_SENDER_PART].hex())


def read_header(raw: bytes) -> BundleHeader:
    """Return what a file says on its outside: a claim, before the signature holds.

    Args:
        raw: The file, or its first `HEADER_BYTES` or more.

    Raises:
        BundleFormError: It does not begin like a bundle.
        BundleTooNewError: It says that its format is a later one.
        BundleTooLargeError: It says that its contents take more than `MAX_PLAIN_BYTES`.

    Source:
        FORMAT.md, "Bundle".
    """
    if len(raw) < HEADER_BYTES or not raw.startswith(_MAGIC):
        raise BundleFormError("it does not begin like one")
    _, version, direction, is_practice, sender, recipient, number, epoch, plain_bytes, from_epoch, sealing_key = (
        _HEADER.unpack_from(raw)
    )
    if version > VERSION:
        raise BundleTooNewError
    if version != VERSION or direction not in _DIRECTIONS or is_practice > 1:
        raise BundleFormError("its header says what no header says")
    return BundleHeader(
        direction=_DIRECTIONS[direction],
        is_practice=is_practice == 1,
        from_device=DeviceId(sender.hex()),
        to_device=DeviceId(recipient.hex()),
        number=number,
        to_epoch=epoch,
        from_epoch=from_epoch,
        sealing_key=sealing_key,
        plain_bytes=plain_bytes,
    )


def check_signature(raw: bytes, sender: Ed25519PublicKey) -> None:
    """Check that the device with key `sender` signed this file.

    Args:
        raw: The whole file.
        sender: The key pinned for the device that the header names.

    Raises:
        BundleTooLargeError: It is longer than `MAX_BUNDLE_BYTES`; nothing else was looked at.
        BundleFormError: It is too short to be signed, such as the empty file a pulled stick leaves.
        BundleForgedError: It did not, or its key is one under which any signature holds.
    """
    if len(raw) > MAX_BUNDLE_BYTES:
        raise BundleTooLargeError(MAX_BUNDLE_BYTES)
    if len(raw) < HEADER_BYTES + SIGNATURE_BYTES:
        raise BundleFormError("it is cut short")
    try:
        read_signing_key(sender.public_bytes_raw()).verify(raw[-SIGNATURE_BYTES:], raw[:-SIGNATURE_BYTES])
    except (InvalidSignature, WeakKeyError):
        raise BundleForgedError from None


def open_signed(raw: bytes, header: BundleHeader, key: SealingKey) -> Bundle:
    """Open a file whose signature holds, for whoever looked at its outside before.

    Who signed it and who the owner of `key` is are for the caller to hold against the header: the signature covers it.

    Args:
        raw: The whole file, after `check_signature`.
        header: As `read_header` read it.
        key: This device's, of the epoch that the header names.

    Raises:
        BundleTooNewError: Its contents are of a later form.
        BundleNotForUsError: Sealed to another key, or under another header.
        BundleFormError: Its contents are not exactly as they are written.

    Source:
        FORMAT.md, "Bundle".
    """
    try:
        packed = key.open(raw[HEADER_BYTES:-SIGNATURE_BYTES], raw[:HEADER_BYTES])
    except NotForUsError:
        raise BundleNotForUsError from None
    contents = read_contents(_unpacked(packed, header.plain_bytes))
    _hold_outside(header, contents)
    return Bundle(header, contents, sha256(raw).hexdigest())


def _pack(header: BundleHeader) -> bytes:
    return _HEADER.pack(
        _MAGIC,
        VERSION,
        _DIRECTION_BYTES[header.direction],
        header.is_practice,
        bytes.fromhex(header.from_device),
        bytes.fromhex(header.to_device),
        header.number,
        header.to_epoch,
        header.plain_bytes,
        header.from_epoch,
        header.sealing_key,
    )


def _unpacked(packed: bytes, plain_bytes: int) -> bytes:
    """Return what was compressed, never taking more room than the header says, which was held against the limit."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(packed, plain_bytes + 1)  # one more, so that too much shows, and 0 is a limit too
    except zlib.error:
        raise BundleFormError("its contents do not unpack") from None
    if len(plain) != plain_bytes or not unpacking.eof or unpacking.unused_data:
        raise BundleFormError("its contents are not as long as its header says")
    return plain


def _hold_outside(header: BundleHeader, contents: Up | Down) -> None:
    if (header.direction is Direction.UP) != isinstance(contents, Up):
        raise BundleFormError("its contents go the other way than its header")
    if isinstance(contents, Down) and header.is_practice != (contents.ahead_ms is not None):
        raise BundleFormError("its header and its clock disagree on whether it is for practice")
