"""A recipient's key pair, made and kept where no store is: one file for them alone, one to give to base.

Owns both files. Refuses to own what is sealed to the pair (sealed_exports) and base's register (recipients).

Source: FORMAT.md, "Recipient's key".
"""

import hashlib
import os
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag

from store.errors import (
    KdfCostError,
    NotCanonicalError,
    RecipientKeyFileError,
    RecipientPassphraseError,
    SignedFileMissingError,
)
from store.keeping import canonical
from store.keeping.files import disk_refusals, ready_to_replace
from store.keeping.key_derivation import FLOOR, SALT_BYTES, KdfCost, derive, hold_cost
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.sealing import PUBLIC_BYTES, SEED_BYTES, SealingKey
from store.keeping.secret import NONCE_BYTES, Secret

PRIVATE_NAME: Final = "recipient.key"
PUBLIC_NAME: Final = "recipient.public"

_PRIVATE: Final = "recipient-key/1"
_PUBLIC: Final = "recipient-public/1"
_LARGEST_BYTES: Final = 1 << 14


def make_pair(folder: Path, passphrase: Passphrase, cost: KdfCost = FLOOR) -> bytes:
    """Write a new pair into a folder, and return its public half; a pair that lies there already stays.

    Args:
        folder: It has to be there.
        passphrase: Opens the private file; a long one, for nothing else protects it.
        cost: Of each guess at it.

    Raises:
        PassphraseWeakError: It is too easily guessed.
        SignedFileMissingError: There is no such folder.
        RecipientKeyFileError: A pair lies there.
        StoreFullError, FolderReadOnlyError, StoreUnreadableError: The disk refuses.
    """
    hold_strong(passphrase, longer=True)
    private, public = folder / PRIVATE_NAME, folder / PUBLIC_NAME
    with disk_refusals():
        if not folder.is_dir():
            raise SignedFileMissingError
        if private.exists() or public.exists():
            raise RecipientKeyFileError("one lies there already, and is not replaced")
    seed, salt = os.urandom(SEED_BYTES), os.urandom(SALT_BYTES)
    key = SealingKey(Secret(seed))
    wrapping = Secret(derive(passphrase, salt, cost))
    context = _context(key.public)
    kept = {
        "doorstep": _PRIVATE,
        "kdf": {"lanes": cost.lanes, "memory_kib": cost.memory_kib, "passes": cost.passes},
        "salt": salt.hex(),
        "sealing_key": key.public.hex(),
        "wrapped": wrapping.derive(context).wrap(seed, context, os.urandom(NONCE_BYTES)).hex(),
    }
    given = {"digest": digest_of(key.public), "doorstep": _PUBLIC, "sealing_key": key.public.hex()}
    for path, told in ((private, kept), (public, given)):
        with ready_to_replace(canonical.dumps(told), path) as put:
            put()
    return key.public


def read_public(path: Path) -> bytes:
    """Return the public key of a file that a recipient gave.

    Raises:
        SignedFileMissingError: There is no such file.
        RecipientKeyFileError: It is none, or one symbol is wrong.
    """
    read = _read(path, _PUBLIC, {"digest", "doorstep", "sealing_key"})
    public = _hex(read["sealing_key"], PUBLIC_BYTES)
    if read["digest"] != digest_of(public):
        raise RecipientKeyFileError("its key and its digest do not go together")
    return public


def open_private(path: Path, passphrase: Passphrase) -> SealingKey:
    """Return the private key of a recipient.

    Raises:
        SignedFileMissingError: There is no such file.
        RecipientKeyFileError: It is none, or was changed.
        RecipientPassphraseError: The passphrase does not open it.
    """
    read = _read(path, _PRIVATE, {"doorstep", "kdf", "salt", "sealing_key", "wrapped"})
    public, kdf = _hex(read["sealing_key"], PUBLIC_BYTES), read["kdf"]
    if not isinstance(kdf, dict) or kdf.keys() != {"lanes", "memory_kib", "passes"}:
        raise RecipientKeyFileError("what a guess costs is not in it")
    try:
        cost = KdfCost(**kdf)
        hold_cost(cost, practice=True)
    except (KdfCostError, TypeError):
        raise RecipientKeyFileError("what a guess costs is out of bounds") from None
    wrapping, context = Secret(derive(passphrase, _hex(read["salt"], SALT_BYTES), cost)), _context(public)
    try:
        seed = wrapping.derive(context).unwrap(_hex(read["wrapped"]), context)
    except InvalidTag:
        raise RecipientPassphraseError from None
    finally:
        wrapping.wipe()
    key = SealingKey(Secret(seed))
    if key.public != public:
        raise RecipientKeyFileError("its two halves do not go together")
    return key


def digest_of(public: bytes) -> str:
    """Return SHA-256 of a public key, hex."""
    return hashlib.sha256(public).hexdigest()


def read_aloud(public: bytes) -> str:
    """Return what two people compare by phone to know that they hold the same key: `3f2a 91c0 77de 04b1`."""
    digest = digest_of(public)
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def _context(public: bytes) -> str:
    return f"doorstep/recipient-key/1/{digest_of(public)}"


def _read(path: Path, form: str, fields: set[str]) -> dict[str, Any]:
    with disk_refusals():
        try:
            with path.open("rb") as file:
                raw = file.read(_LARGEST_BYTES + 1)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise SignedFileMissingError from None
    try:
        read: Any = canonical.loads(raw, max_bytes=_LARGEST_BYTES, max_depth=3)
    except NotCanonicalError:
        raise RecipientKeyFileError("it is not canonical JSON") from None
    if not isinstance(read, dict) or read.keys() != fields or read["doorstep"] != form:
        raise RecipientKeyFileError("its fields are not those of such a file")
    return read


def _hex(text: object, length: int | None = None) -> bytes:
    try:
        raw = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        raw = b""
    if not raw or raw.hex() != text or length not in (None, len(raw)):
        raise RecipientKeyFileError("a field is not of its kind")
    return raw
