"""The files of a recovery: a laptop's request, base's answer, and what the laptop keeps in between.

Owns what each says and its strict reading. Refuses to own when each is made and what follows (recovery,
recovery_answer). FORMAT.md, "Recovery".

The laptop's own signing key is locked away, so a request is signed with a key used once, which stands in it: the
signature shows that the file is whole, and the six words, read aloud by a voice that is known, show whose it is.
"""

import hashlib
import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cryptography.exceptions import InvalidTag
from pydantic import StringConstraints

from store.errors import (
    NotCanonicalError,
    RecoveryNotAskedError,
    RecoveryPassphraseError,
    RecoveryPendingDamagedError,
    SignedFileFormError,
)
from store.exchange import words
from store.exchange.signed_file import claimed, read_signed
from store.exchange.ticket import Said
from store.exchange.words import Words
from store.ids import DeviceId
from store.keeping import canonical
from store.keeping.acts import values as v
from store.keeping.files import disk_refusals
from store.keeping.sealing import SealingKey
from store.keeping.secret import NONCE_BYTES, Secret
from store.keeping.signing_keys import read_signing_key

REQUEST: Final = "recovery-request/1"
ANSWER: Final = "recovery-answer/2"
PENDING: Final = "recovery-pending/1"

NAME: Final = "recovery"
"""What the file beside a store is called in which a laptop keeps what it needs to read the answer."""

SealedKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{2336}$")]
"""32 bytes sealed by HPKE, 1,136 bytes longer."""
WrappedSeed = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{120}$")]
"""Nonce (12), 32 bytes under AES-256-GCM, tag (16)."""

_PENDING_MAX_BYTES: Final = 1024


class Request(Said):
    """What a laptop asks.

    Attributes:
        device_key: Public half of the device's signing key, as its sidecar has it.
        epoch: Which epoch's data key it is about.
        staff: Who forgot their passphrase.
        data_key: That key as it is sealed to base's recovery key, without the device secret's wrapping.
        sealing_key: What the answer is to be sealed to; its private half is used once.
        signing_key: Signed this file, and nothing else.
    """

    device: v.DeviceId
    device_key: v.VerifyKey
    epoch: v.Small
    is_practice: bool
    staff: v.StaffId
    data_key: v.Hidden[SealedKey]
    sealing_key: v.Hidden[v.SealingKey]
    signing_key: v.Hidden[v.VerifyKey]


class Answer(Said):
    """What base answers.

    Attributes:
        request: SHA-256 of the request's file.
        data_key: The data key of that epoch, sealed to the request's key.
        recovery_key: What the data key of the next epoch is to be sealed to; its private half stays at base.
        left_on: On which day the person left, so that the laptop shows no family; None where they work here.
    """

    device: v.DeviceId
    epoch: v.Small
    staff: v.StaffId
    request: v.Digest
    data_key: v.Hidden[SealedKey]
    recovery_key: v.Hidden[v.SealingKey]
    left_on: v.Day | None


class Pending(Said):
    """What a laptop keeps while it waits.

    Attributes:
        request: SHA-256 of the request's file.
        staff: Who forgot their passphrase.
        wrapped: The seed of the request's sealing key, under the new passphrase.
    """

    doorstep: Literal["recovery-pending/1"]
    request: v.Digest
    staff: v.StaffId
    wrapped: v.Hidden[WrappedSeed]


def read_request(raw: bytes) -> Request:
    """Return a request that is whole; whose it is, the words will show.

    Raises:
        SignedFileFormError, SignedFileForgedError: It is no request, or was changed.
        WeakKeyError: The key in it proves nothing.
    """
    request = Request.of(claimed(raw, REQUEST))
    read_signed(raw, REQUEST, read_signing_key(bytes.fromhex(request.signing_key)))
    return request


def digest_of(raw: bytes) -> bytes:
    """Return what a file is called by: its SHA-256."""
    return hashlib.sha256(raw).digest()


def words_of(raw: bytes, *, is_practice: bool) -> Words:
    """Return the six words of a request's file, which the laptop shows and base asks for.

    They take as long as a ticket's: whoever wants another request with the same words tries 2**48 of them.
    """
    form = hashlib.sha256(REQUEST.encode("ascii")).digest()
    return words.six_words(form, digest_of(raw), words.PRACTICE_COST if is_practice else words.COST)


def answer_info(device: DeviceId, epoch: int, request: str) -> bytes:
    """Return what the data key in an answer is sealed under: no answer passes for one to another request."""
    return f"doorstep/recovery-answer/1/{device}/{epoch}/{request}".encode("ascii")


def pending_of(request: Request, raw: bytes, seed: Secret, passphrase_key: Secret) -> Pending:
    """Return what is kept of a request: whoever takes the disk and the answer still lacks the new passphrase."""
    digest = digest_of(raw).hex()
    context = _context(request.device, request.epoch, request.staff, digest)
    wrapped = passphrase_key.derive(context).wrap(bytes(seed.reveal()), context, os.urandom(NONCE_BYTES))
    return Pending(doorstep=PENDING, request=digest, staff=request.staff, wrapped=wrapped.hex())


def pending_content(pending: Pending) -> bytes:
    """Return the bytes of its file."""
    return canonical.dumps(pending.model_dump())


def read_pending(folder: Path) -> Pending:
    """Return what a laptop kept of its request.

    Raises:
        RecoveryNotAskedError: Nothing.
        RecoveryPendingDamagedError: It does not read as it was written.
    """
    with disk_refusals():
        try:
            with (folder / NAME).open("rb") as file:
                raw = file.read(_PENDING_MAX_BYTES + 1)
        except FileNotFoundError:
            raise RecoveryNotAskedError from None
    try:
        told: Any = canonical.loads(raw, max_bytes=_PENDING_MAX_BYTES, max_depth=1)
        return Pending.of(told)
    except (NotCanonicalError, SignedFileFormError):
        raise RecoveryPendingDamagedError from None


def is_pending(folder: Path) -> bool:
    """Say whether a laptop waits for an answer that it could read.

    Raises:
        StoreUnreadableError: The disk refuses.
    """
    try:
        read_pending(folder)
    except (RecoveryNotAskedError, RecoveryPendingDamagedError):
        return False
    return True


def answer_name(device: DeviceId) -> str:
    """Return what base calls the answer to a laptop: with the eight first digits of the device."""
    return f"recovery-answer-{device[:8]}.doorstep"


def key_of(pending: Pending, passphrase_key: Secret, device: DeviceId, epoch: int) -> SealingKey:
    """Return the private half that the answer was sealed to.

    Raises:
        RecoveryPassphraseError: Another passphrase than the request's; or the file is of another epoch, or changed.
    """
    context = _context(device, epoch, pending.staff, pending.request)
    try:
        return SealingKey(Secret(passphrase_key.derive(context).unwrap(bytes.fromhex(pending.wrapped), context)))
    except InvalidTag:
        raise RecoveryPassphraseError from None


def _context(device: DeviceId, epoch: int, staff: str, request: str) -> str:
    return f"doorstep/recovery/1/{device}/{epoch}/{staff}/{request}"
