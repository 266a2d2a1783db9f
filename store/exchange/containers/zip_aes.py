"""Zip files under WinZip's AES: judged by their directory, opened in memory.

Owns reading one. Refuses to own zip files that are not encrypted (a workbook is one), and every weaker protection: it
names them and stops.

Source: WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2"; PKWARE APPNOTE 6.3.10.
"""

import io
from typing import Final

import pyzipper

from store.errors import (
    ContainerCrowdedError,
    ContainerDamagedError,
    ContainerMethodError,
    ContainerPassphraseError,
    ContainerUnencryptedError,
    ContainerWeakError,
)
from store.exchange.containers.limits import FAULTS, LIMIT_BYTES, hold_size, read_bounded
from store.keeping.acts.terms.exchange import Container
from store.keeping.passphrases import Passphrase

_IS_ENCRYPTED, _IS_STRONG = 0x0001, 0x0040
"""General purpose bits 0 and 6 (APPNOTE 4.4.4)."""

_STRENGTHS: Final = {1: "AES-128", 2: "AES-192", 3: "AES-256"}
_METHODS: Final = (pyzipper.ZIP_STORED, pyzipper.ZIP_DEFLATED, pyzipper.ZIP_BZIP2)
"""What unpacks piece by piece in little memory."""


def open_zip(raw: bytes, passphrase: Passphrase) -> bytes:
    """Return the one file that a zip file holds.

    Raises:
        ContainerUnencryptedError, ContainerWeakError: Some file in it is not under AES-256; nothing was decrypted.
        ContainerError: It cannot be opened.
    """
    try:
        with pyzipper.AESZipFile(io.BytesIO(raw)) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            for each in members:
                _hold_strong(each)
            if len(members) != 1:
                raise ContainerCrowdedError(Container.ZIP_AE2, len(members))
            return _read(archive, members[0], passphrase)
    except (pyzipper.BadZipFile, *FAULTS):
        raise ContainerDamagedError(Container.ZIP_AE2) from None


def _hold_strong(member: pyzipper.zipfile_aes.AESZipInfo) -> None:
    """Judge a member by the directory: nothing of it has been decrypted yet."""
    if not member.flag_bits & _IS_ENCRYPTED:
        raise ContainerUnencryptedError(Container.PLAIN)
    if member.wz_aes_version is None:
        is_strong = member.flag_bits & _IS_STRONG
        raise ContainerWeakError(Container.ZIP_CRYPTO, "PKWARE's own encryption" if is_strong else "ZipCrypto")
    strength = _STRENGTHS.get(member.wz_aes_strength, "AES of an unknown strength")
    if strength != "AES-256":
        raise ContainerWeakError(Container.ZIP_AE2, strength)
    if member.compress_type not in _METHODS:
        raise ContainerMethodError(Container.ZIP_AE2, "a zip file packed by an unusual method")


def _read(archive: pyzipper.AESZipFile, member: pyzipper.zipfile_aes.AESZipInfo, passphrase: Passphrase) -> bytes:
    said_bytes = member.file_size
    hold_size(said_bytes, Container.ZIP_AE2)
    member.file_size = LIMIT_BYTES + 1  # the library would cut it to what is said; it is read to its end instead
    try:
        opened = archive.open(member, pwd=bytes(passphrase.reveal()))
    except RuntimeError:  # its own way to say so
        raise ContainerPassphraseError(Container.ZIP_AE2) from None
    with opened as stream:
        content = read_bounded(stream, Container.ZIP_AE2)
    if len(content) != said_bytes:
        raise ContainerDamagedError(Container.ZIP_AE2)
    return content
