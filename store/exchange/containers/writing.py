"""A container for somebody who has no key of ours: a zip file under WinZip's AES-256, made in memory.

Owns making one. Refuses to own who gets it and where it lies; clear text never touches the disk.

Source: agreement 8.3; WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2".
"""

import io
from typing import Final

import pyzipper

from store.keeping.passphrases import Passphrase

NAME: Final = "families.csv"
"""Of the one file inside, which anybody can read from outside: it says nothing."""

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""No hour of anybody's work stands in the clear part."""


def write_zip(content: bytes, passphrase: Passphrase) -> bytes:
    """Return a zip file that holds one table and opens with a passphrase alone.

    Args:
        content: The table.
        passphrase: A strong one, told to the council by another road.
    """
    into = io.BytesIO()
    with pyzipper.AESZipFile(into, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(bytes(passphrase.reveal()))
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.writestr(archive.zipinfo_cls(NAME, _EARLIEST), content, pyzipper.ZIP_DEFLATED)
    return into.getvalue()
