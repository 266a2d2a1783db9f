"""Documents that somebody names: the store keeps their digests and never the documents.

Owns reading one. Refuses to own what it allows (store).
"""

import hashlib
from pathlib import Path

from store.errors import SignedFileMissingError
from store.keeping.files import disk_refusals


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
