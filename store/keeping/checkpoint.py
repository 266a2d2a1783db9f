"""Checkpoints: a tree head that a device signed, and that another device cosigned.

Owns the note both are written in, signing and reading it. Refuses to own which checkpoint follows which (tree, journal)
and whose key a key is (registers). A note is read strictly: there is one way to write each, so two equal checkpoints of
one device are equal bytes.

Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature (cosignature/v1); FORMAT.md, "Checkpoint", "Cosignature".
"""

import re
import struct
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.errors import (
    CheckpointForgedError,
    CheckpointFormError,
    CheckpointNotSignedError,
    CosignatureForgedError,
    CosignatureMissingError,
)
from store.ids import JournalId
from store.keeping.signing_keys import SIGNATURE_BYTES
from store.keeping.tree import HASH_BYTES

NOTE_BYTES: Final = 65_536
"""The longest note that is read: sixteen lines of any signature in use, post-quantum ones included, fit."""

MOST_LINES: Final = 16
"""Signature lines in one note; the specification wants at least this many accepted."""

HIGHEST_SIZE: Final = 2**63 - 1
LATEST_S: Final = 253_402_300_799
"""9999-12-31T23:59:59Z, the last time of a cosignature that can be written as a date."""

_ED25519: Final = b"\x01"
_COSIGNATURE_V1: Final = b"\x04"
_TIME = struct.Struct(">Q")
_KEY_ID_BYTES: Final = 4

_ID = re.compile("[0-9a-f]{32}")
_ORIGIN = re.compile("doorstep/([0-9a-f]{32})(?:/([1-9][0-9]{0,4}))?")
_NUMBER = re.compile("0|[1-9][0-9]{0,18}")
_COSIGNER_NAME = re.compile("[!-*,-~]{1,255}")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of one branch of one journal.

    Attributes:
        journal: Whose journal.
        branch: Which tree of it, from 0.
        size: Entries in the tree, from 0.
        root: RFC 9162 root of the tree, 32 bytes.
    """

    journal: JournalId
    branch: int
    size: int
    root: bytes

    @property
    def origin(self) -> str:
        """The name of the tree, which is also the name its device signs under."""
        return f"doorstep/{self.journal}" + (f"/{self.branch}" if self.branch else "")

    def text(self) -> str:
        """Return what is signed: origin, size and root, a line each.

        Raises:
            CheckpointFormError: A field is out of its range.
        """
        if not _ID.fullmatch(self.journal) or not 0 <= self.branch <= 0xFFFF:
            raise CheckpointFormError("its first line does not name a journal")
        if not 0 <= self.size <= HIGHEST_SIZE:
            raise CheckpointFormError("its size is out of range")
        if len(self.root) != HASH_BYTES:
            raise CheckpointFormError("its root is not 32 bytes")
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key as a note names it.

    Attributes:
        name: Before the signature in its line.
        key_id: The four bytes that begin the signature.
    """

    name: str
    key_id: bytes


def log_key_of(checkpoint: Checkpoint, key: Ed25519PublicKey) -> NoteKey:
    """Return how the note of `checkpoint` names the device that has `key`."""
    return _note_key(checkpoint.origin, _ED25519, key)


def cosigner_key_of(name: str, key: Ed25519PublicKey) -> NoteKey:
    """Return how notes name a cosigner.

    Raises:
        CheckpointFormError: The name is not 1 to 255 printable ASCII characters without space and plus.
    """
    if not _COSIGNER_NAME.fullmatch(name):
        raise CheckpointFormError("the name of its cosigner is not plain")
    return _note_key(name, _COSIGNATURE_V1, key)


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> bytes:
    """Return the signed note.

    Ed25519 needs no random number, so a tree head has one note by one key, the same bytes whenever it is made.

    Raises:
        CheckpointFormError: A field is out of its range.
    """
    text = checkpoint.text()
    line = _Line(log_key_of(checkpoint, key.public_key()), key.sign(text.encode()))
    return _Note(text, (line,)).to_bytes()


def read_checkpoint(note: bytes, key: Ed25519PublicKey) -> Checkpoint:
    """Return the checkpoint that the device with `key` signed. Lines by other keys are not looked at.

    Args:
        note: The signed note, at most `NOTE_BYTES`.
        key: From `read_signing_key`, and known to be this device's.

    Raises:
        CheckpointFormError: The note is not exactly as a checkpoint is written.
        CheckpointNotSignedError: No line is by `key`.
        CheckpointForgedError: A line names `key` and its signature does not hold.
    """
    parsed = _parse(note)
    checkpoint = _read_text(parsed.text)
    signatures = parsed.by(log_key_of(checkpoint, key))
    if not signatures:
        raise CheckpointNotSignedError
    for signature in signatures:
        try:
            key.verify(signature, parsed.text.encode())
        except InvalidSignature as refusal:
            raise CheckpointForgedError from refusal
    return checkpoint


def cosign(note: bytes, name: str, key: Ed25519PrivateKey, at_s: int) -> bytes:
    """Return the note with one more line: at `at_s`, this was the largest consistent tree head `name` had seen.

    Whoever cosigns first reads the checkpoint with the device's key and checks that it continues the last one it
    cosigned; neither can be seen from the note alone.

    Args:
        note: A checkpoint.
        name: The cosigner's name; each has a key of its own, since the signature does not cover the name.
        key: The cosigner's.
        at_s: Whole seconds since 1970-01-01T00:00:00Z, by the cosigner's clock.

    Raises:
        CheckpointFormError: The note is no checkpoint or has no room for a line; the name or the time is out of form.
    """
    parsed = _parse(note)
    _read_text(parsed.text)
    if not 0 <= at_s <= LATEST_S:
        raise CheckpointFormError("the time of its cosignature is out of range")
    if len(parsed.lines) >= MOST_LINES:
        raise CheckpointFormError("it has too many signature lines")
    signature = _TIME.pack(at_s) + key.sign(_cosigned_message(at_s, parsed.text))
    line = _Line(cosigner_key_of(name, key.public_key()), signature)
    return _Note(parsed.text, (*parsed.lines, line)).to_bytes()


def read_cosignature(note: bytes, name: str, key: Ed25519PublicKey) -> int:
    """Return when the cosigner vouched for this checkpoint, in whole seconds since 1970-01-01T00:00:00Z.

    Where it did so more than once, every line must hold and the earliest time is returned. The device's own signature
    is not looked at: `read_checkpoint` does that.

    Raises:
        CheckpointFormError: The note is not exactly as a checkpoint is written, or a time is beyond the year 9999.
        CosignatureMissingError: No line is by this cosigner.
        CosignatureForgedError: A line names the cosigner's key and its signature does not hold.
    """
    parsed = _parse(note)
    _read_text(parsed.text)
    times: list[int] = []
    for signature in parsed.by(cosigner_key_of(name, key)):
        if len(signature) != _TIME.size + SIGNATURE_BYTES:
            raise CosignatureForgedError
        (at_s,) = _TIME.unpack_from(signature)
        try:
            key.verify(signature[_TIME.size :], _cosigned_message(at_s, parsed.text))
        except InvalidSignature as refusal:
            raise CosignatureForgedError from refusal
        if at_s > LATEST_S:
            raise CheckpointFormError("the time of its cosignature is out of range")
        times.append(at_s)
    if not times:
        raise CosignatureMissingError
    return min(times)


def cosignature_of(note: bytes, name: str, key: Ed25519PublicKey) -> bytes:
    """Return the 64 bytes of the cosigner's earliest signature; no signature is checked.

    Raises:
        CheckpointFormError: The note is not well formed.
        CosignatureMissingError: No line is by this cosigner.
    """
    signatures = [each for each in _parse(note).by(cosigner_key_of(name, key)) if len(each) > _TIME.size]
    if not signatures:
        raise CosignatureMissingError
    return min(signatures)[_TIME.size :]  # the time comes first, big end first


def keep_lines_of(note: bytes, keys: Collection[NoteKey]) -> bytes:
    """Return the note with the lines of these keys alone, in their order. No signature is checked.

    Raises:
        CheckpointFormError: The note is not well formed.
    """
    parsed = _parse(note)
    return _Note(parsed.text, tuple(line for line in parsed.lines if line.key in keys)).to_bytes()


@dataclass(frozen=True, slots=True)
class _Line:
    key: NoteKey
    signature: bytes


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    lines: tuple[_Line, ...]

    def by(self, key: NoteKey) -> list[bytes]:
        return [line.signature for line in self.lines if line.key == key]

    def to_bytes(self) -> bytes:
        lines = (f"— {line.key.name} {b64encode(line.key.key_id + line.signature).decode()}\n" for line in self.lines)
        return f"{self.text}\n{''.join(lines)}".encode()


def _parse(note: bytes) -> _Note:
    if len(note) > NOTE_BYTES:
        raise CheckpointFormError("it is too long")
    try:
        written = note.decode()
    except UnicodeDecodeError as refusal:
        raise CheckpointFormError("it is not UTF-8") from refusal
    if _CONTROL.search(written):
        raise CheckpointFormError("it holds control characters")
    text, gap, lines = written.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise CheckpointFormError("it is cut short")
    rows = lines[:-1].split("\n")
    if len(rows) > MOST_LINES:
        raise CheckpointFormError("it has too many signature lines")
    return _Note(text + "\n", tuple(map(_parse_line, rows)))


def _parse_line(row: str) -> _Line:
    matched = _LINE.fullmatch(row)
    if not matched:
        raise CheckpointFormError("a signature line is malformed")
    blob = _unbase64(matched[2])
    if len(blob) <= _KEY_ID_BYTES:
        raise CheckpointFormError("a signature line is too short")
    return _Line(NoteKey(matched[1], blob[:_KEY_ID_BYTES]), blob[_KEY_ID_BYTES:])


def _read_text(text: str) -> Checkpoint:
    rows = text.split("\n")
    if len(rows) != 4:
        raise CheckpointFormError("it does not have three lines of text")
    origin = _ORIGIN.fullmatch(rows[0])
    if not origin:
        raise CheckpointFormError("its first line does not name a journal")
    if not _NUMBER.fullmatch(rows[1]):
        raise CheckpointFormError("its size is not a plain number")
    checkpoint = Checkpoint(JournalId(origin[1]), int(origin[2] or 0), int(rows[1]), _unbase64(rows[2]))
    checkpoint.text()  # refuses what is out of range
    return checkpoint


def _unbase64(text: str) -> bytes:
    """Return the bytes, if `text` is the one way to write them."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError as refusal:
        raise CheckpointFormError("its Base64 is malformed") from refusal
    if b64encode(raw).decode() != text:
        raise CheckpointFormError("its Base64 is malformed")
    return raw


def _note_key(name: str, algorithm: bytes, key: Ed25519PublicKey) -> NoteKey:
    identity = name.encode() + b"\n" + algorithm + key.public_bytes_raw()
    return NoteKey(name, sha256(identity).digest()[:_KEY_ID_BYTES])


def _cosigned_message(at_s: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()
