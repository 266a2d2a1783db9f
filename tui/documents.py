"""Documents and keys that somebody names: of a document the store keeps the digest alone.

Owns reading one. Refuses to own what it allows (store).
"""

import hashlib
from pathlib import Path
from typing import Final

from store.errors import ProofFileError, SignedFileMissingError
from store.exchange.signed_file import content_of
from store.keeping.attested import MOST_BYTES, Attested, check_attested
from store.keeping.files import disk_refusals

_CERTIFICATE_BYTES: Final = 1 << 18
"""Larger than any OpenPGP key that somebody exports."""


def document_digest(document: Path) -> str:
    """Return the digest of a document, as the ledger keeps it.

    Raises:
        SignedFileMissingError: There is none of that name.
    """
    with disk_refusals():
        try:
            with document.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise SignedFileMissingError from None


def certificate_bytes(path: Path) -> bytes:
    """Return the beginning of a file that is said to hold an OpenPGP key, no more than any such key takes.

    Raises:
        SignedFileMissingError: There is none of that name.
    """
    return content_of(path, _CERTIFICATE_BYTES)


def vouched_for(path: Path) -> Attested:
    """Return a certificate or another document that a base vouched for, checked.

    Raises:
        ProofFileError: There is no such file.
        AttestedFormError, ProofError: It does not hold.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise ProofFileError from None
    return check_attested(raw)
