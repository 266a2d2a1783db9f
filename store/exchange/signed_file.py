"""Small files that one device or person signs for another: tickets, answers, requests, codes.

Owns their one form and its strict reading: canonical JSON in one line, a form's name, what it says, a signature.
Refuses to own whose key it is that must have signed, and what a form says. FORMAT.md, "Signed file".

    {"doorstep":"ticket/1","says":{...},"signature":"<128 hex digits>"}

The signature covers the form's name too, so that no file passes for one of another form; and what is signed begins
neither with the byte 01 nor with `doorstep/` nor `cosignature/v1`, so that it passes for no header and no checkpoint.
"""

from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from store.errors import (
    FolderNamedError,
    NotCanonicalError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
)
from store.keeping import canonical
from store.keeping.files import disk_refusals
from store.keeping.signing_keys import SIGNATURE_BYTES

MAX_BYTES: Final = 1 << 20
"""The longest file that is read; an agreement's file, in Base64, fits many times over."""

DEPTH: Final = 16

_FIELDS: Final = {"doorstep", "says", "signature"}


def write_signed(form: str, says: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    """Return the one signed file of that form which says that.

    Args:
        form: Its name and version, ASCII, such as `ticket/1`.
        says: What canonical JSON can hold, nested less than `DEPTH` deep.
        key: Whose word it is.

    Raises:
        SignedFileFormError: It would be too large to be read.
        NotCanonicalError: It holds something that has no canonical spelling.
    """
    signature = key.sign(_signed(form, says)).hex()
    raw = canonical.dumps({"doorstep": form, "says": says, "signature": signature})
    if len(raw) > MAX_BYTES:
        raise SignedFileFormError("it is too large")
    return raw


def read_signed(raw: bytes, form: str, key: Ed25519PublicKey) -> dict[str, Any]:
    """Return what a file says, which whoever holds `key` signed.

    Args:
        raw: The file; a longer one than `MAX_BYTES` is not looked at.
        form: Which form it has to be.
        key: From `read_signing_key`, and known to be the signer's.

    Raises:
        SignedFileFormError: It is no signed file, or one of another form.
        SignedFileForgedError: `key` did not sign it.
    """
    read = _read(raw, form)
    try:
        key.verify(bytes.fromhex(read["signature"]), _signed(form, read["says"]))
    except InvalidSignature:
        raise SignedFileForgedError from None
    says: dict[str, Any] = read["says"]
    return says


def claimed(raw: bytes, form: str) -> dict[str, Any]:
    """Return what a file says about itself, authentic or not: to learn whose key `read_signed` has to be given.

    Raises:
        SignedFileFormError: It is no signed file, or one of another form.
    """
    says: dict[str, Any] = _read(raw, form)["says"]
    return says


def content_of(path: Path, most_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that should be a signed or a sealed one, no more than tell that it is too long.

    Args:
        path: Its place.
        most_bytes: The longest that such a file is.

    Raises:
        SignedFileMissingError: There is none.
        FolderNamedError: It is a folder.
        StoreUnreadableError, FolderReadOnlyError: The disk refuses.
    """
    with disk_refusals():
        if path.is_dir():
            raise FolderNamedError
        try:
            with path.open("rb") as file:
                return file.read(most_bytes + 1)
        except (FileNotFoundError, NotADirectoryError):
            raise SignedFileMissingError from None


def hold_folder(folder: Path) -> None:
    """Make sure that a folder is there, before anything is written into it or typed for it.

    Raises:
        SignedFileMissingError: It is not, or is a file.
        StoreUnreadableError, FolderReadOnlyError: The disk refuses to say.
    """
    with disk_refusals():
        if not folder.is_dir():
            raise SignedFileMissingError


def _read(raw: bytes, form: str) -> dict[str, Any]:
    try:
        read: Any = canonical.loads(raw, max_bytes=MAX_BYTES, max_depth=DEPTH)
    except NotCanonicalError as refusal:
        raise SignedFileFormError(f"it is not canonical JSON ({refusal.reason.replace('_', ' ')})") from None
    if not isinstance(read, dict) or read.keys() != _FIELDS:
        raise SignedFileFormError("its fields are not those of a signed file")
    if read["doorstep"] != form:
        raise SignedFileFormError(f"it is not of the form {form}")
    signature = read["signature"]
    if not isinstance(read["says"], dict) or not isinstance(signature, str) or not _is_hex(signature):
        raise SignedFileFormError("a field is not of its kind")
    return read


def _is_hex(signature: str) -> bool:
    return len(signature) == 2 * SIGNATURE_BYTES and not set(signature) - set("0123456789abcdef")


def _signed(form: str, says: dict[str, Any]) -> bytes:
    return b"doorstep-file " + form.encode("ascii") + b"\n" + canonical.dumps(says)
