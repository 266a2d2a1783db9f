"""Workbooks under a password: judged by their encryption information, opened in memory.

Owns reading one. Refuses to own workbooks without a password, and the table inside.

Source: [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.15.
"""

import io
import re
from typing import Final

import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from store.errors import (
    ContainerDamagedError,
    ContainerMethodError,
    ContainerPassphraseError,
    ContainerWeakError,
)
from store.exchange.containers.limits import FAULTS, hold_size
from store.keeping.acts.terms.exchange import Container
from store.keeping.passphrases import Passphrase

SPUN_AT_MOST: Final = 1_000_000
"""How often a passphrase is hashed at most; Excel writes 100,000."""

_INFORMATION: Final = "EncryptionInfo"
_INFORMATION_BYTES: Final = 64 * 1024
_AGILE: Final = b"\x04\x00\x04\x00"
_STANDARD: Final = b"\x02\x00"
_OF_STANDARD: Final = {0x660E: "AES-128", 0x660F: "AES-192", 0x6610: "AES-256 without chaining", 0x6801: "RC4"}
_KEYED: Final = re.compile(rb"<(?:\w+:)?(?:keyData|encryptedKey)\b([^<>]*)")
_SAID: Final = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")


def open_workbook(raw: bytes, passphrase: Passphrase) -> bytes:
    """Return the workbook, in clear, that lies under a password.

    Raises:
        ContainerWeakError: Its protection is another than agile AES-256; nothing was decrypted.
        ContainerError: It cannot be opened.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as outer:
            information = outer.openstream(_INFORMATION).read(_INFORMATION_BYTES) if outer.exists(_INFORMATION) else b""
        _hold_strong(information)
        return _opened(raw, passphrase)
    except (DecryptionError, FileFormatError, *FAULTS):
        raise ContainerDamagedError(Container.XLSX_AGILE) from None


def _hold_strong(information: bytes) -> None:
    """Judge a workbook by what lies open beside it."""
    if not information:
        raise ContainerWeakError(Container.UNKNOWN, "the password of an older office format, at best")
    if information.startswith(_AGILE):
        _hold_agile(information[8:])
    elif information[2:4] == _STANDARD:
        said = _OF_STANDARD.get(int.from_bytes(information[20:24], "little"), "an older encryption of Office")
        raise ContainerWeakError(Container.UNKNOWN, said)
    else:
        raise ContainerDamagedError(Container.XLSX_AGILE)


def _hold_agile(xml: bytes) -> None:
    keyed = [dict(_SAID.findall(said)) for said in _KEYED.findall(xml)]
    if len(keyed) != 2 or b"<!" in xml:
        raise ContainerMethodError(Container.XLSX_AGILE, "a workbook encrypted in an unusual way")
    for said in keyed:
        cipher, bits = said.get(b"cipherAlgorithm", b""), said.get(b"keyBits", b"")
        if cipher != b"AES" or bits != b"256":
            is_named = cipher.isalnum() and bits.isdigit() and len(cipher) + len(bits) < 20
            named = f"{cipher.decode('ascii')}-{bits.decode('ascii')}" if is_named else "another cipher than AES-256"
            raise ContainerWeakError(Container.XLSX_AGILE, named)
    spins = max((int(said[b"spinCount"]) for said in keyed if b"spinCount" in said), default=0)
    if spins > SPUN_AT_MOST:
        raise ContainerMethodError(Container.XLSX_AGILE, "a workbook whose key takes long to stretch")


def _opened(raw: bytes, passphrase: Passphrase) -> bytes:
    book = OOXMLFile(io.BytesIO(raw))
    try:
        book.load_key(password=passphrase.reveal().decode("utf-8"), verify_password=True)
    except InvalidKeyError:
        raise ContainerPassphraseError(Container.XLSX_AGILE) from None
    clear = io.BytesIO()
    try:
        book.decrypt(clear, verify_integrity=True)
    except InvalidKeyError:
        raise ContainerDamagedError(Container.XLSX_AGILE) from None
    hold_size(clear.tell(), Container.XLSX_AGILE)
    return clear.getvalue()
