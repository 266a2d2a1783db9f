"""7z files under AES-256: judged by their coders, opened in memory.

Owns reading one. Refuses to own coders that unpack more than one method after another, and files without encryption.

Source: 7-Zip's `7zFormat.txt` and `Methods.txt`: 06F10701 is AES-256 with a key stretched by SHA-256, and the format
knows no other strength.
"""

import io
from typing import Any, Final

import py7zr
from py7zr.io import BytesIOFactory

from store.errors import (
    ContainerCrowdedError,
    ContainerDamagedError,
    ContainerError,
    ContainerMethodError,
    ContainerPassphraseError,
    ContainerUnencryptedError,
)
from store.exchange.containers.limits import FAULTS, LIMIT_BYTES, hold_size
from store.keeping.acts.terms.exchange import Container
from store.keeping.passphrases import Passphrase

AES_256: Final = bytes.fromhex("06f10701")
_COPY, _LZMA, _LZMA2, _DEFLATE, _BZIP2 = b"\x00", b"\x03\x01\x01", b"\x21", b"\x04\x01\x08", b"\x04\x02\x02"
_METHODS: Final = frozenset({AES_256, _COPY, _LZMA, _LZMA2, _DEFLATE, _BZIP2})

STRETCHED_AT_MOST: Final = 20
"""The key is stretched by two to this power of rounds; 7-Zip writes 19, and 24 would take a minute."""

DICTIONARY_BYTES: Final = 64 * 1024 * 1024
"""So much memory opening a file may take; one that asks for more is not opened."""
_HEADER_BYTES: Final = 32
_SEALED_HEADER: Final = b"\x17"


def open_seven_zip(raw: bytes, passphrase: Passphrase) -> bytes:
    """Return the one file that a 7z file holds.

    Raises:
        ContainerUnencryptedError: Some file in it is not encrypted; nothing was unpacked.
        ContainerError: It cannot be opened.
    """
    _hold_stretching(raw)
    try:
        with py7zr.SevenZipFile(
            io.BytesIO(raw), password=passphrase.reveal().decode("utf-8"), max_extract_size=LIMIT_BYTES
        ) as archive:
            for folder in _folders(archive):
                _hold_coders(folder.coders)
            files = [each for each in archive.files if not each.is_directory]
            if len(files) != 1:
                raise ContainerCrowdedError(Container.SEVEN_ZIP, len(files))
            if len(_folders(archive)) != 1:  # each of them has keys of its own
                raise ContainerDamagedError(Container.SEVEN_ZIP)
            hold_size(files[0].uncompressed, Container.SEVEN_ZIP)
            return _unpacked(archive, files[0].filename)
    except py7zr.exceptions.UnsupportedCompressionMethodError:
        raise ContainerMethodError(Container.SEVEN_ZIP, "a 7z file packed by an unusual method") from None
    except (py7zr.exceptions.ArchiveError, py7zr.exceptions.PasswordRequired, *FAULTS) as fault:
        if isinstance(fault, py7zr.exceptions.DecompressionBombError):
            hold_size(LIMIT_BYTES + 1, Container.SEVEN_ZIP)
        raise _unopened(raw) from None


def _unpacked(archive: py7zr.SevenZipFile, name: str) -> bytes:
    into: Any = BytesIOFactory(LIMIT_BYTES)
    try:
        archive.extract(targets=[name], factory=into)
    except (py7zr.exceptions.CrcError, *FAULTS):
        # AES of a 7z file says nothing about its passphrase: what a wrong one yields does not unpack.
        raise ContainerPassphraseError(Container.SEVEN_ZIP) from None
    product: bytes = into.get(name).read()
    return product


def _folders(archive: py7zr.SevenZipFile) -> list[Any]:
    streams = getattr(archive.header, "main_streams", None)
    return [] if streams is None else list(streams.unpackinfo.folders)


def _hold_coders(coders: list[dict[str, Any]]) -> None:
    """Judge a run of files by what it was packed with: nothing of it has been decrypted yet."""
    methods = {bytes(each["method"]) for each in coders}
    if AES_256 not in methods:
        raise ContainerUnencryptedError(Container.PLAIN)
    if not methods <= _METHODS or sum(bytes(each["method"]) == AES_256 for each in coders) > 1:
        raise ContainerMethodError(Container.SEVEN_ZIP, "a 7z file packed by an unusual method")
    for each in coders:
        method, said = bytes(each["method"]), bytes(each.get("properties") or b"")
        if method == AES_256:
            _hold_rounds(_rounds(said[:1]))
        elif _dictionary_bytes(method, said) > DICTIONARY_BYTES:
            raise ContainerMethodError(Container.SEVEN_ZIP, "a 7z file that needs much memory")


def _dictionary_bytes(method: bytes, said: bytes) -> int:
    """Return how much memory a packer asks for.

    Source:
        7-Zip, `lzma-specification.txt` and `Lzma2Dec.c`.
    """
    if method == _LZMA:
        return int.from_bytes(said[1:5], "little")
    return (2 | said[0] & 1) << (said[0] // 2 + 11) if method == _LZMA2 and said else 0


def _hold_stretching(raw: bytes) -> None:
    """Judge every key in the part of the header that lies open, before any is stretched.

    Where the header itself is sealed, all its keys are stretched to read it: together they may cost what one may.
    """
    starts_at = _HEADER_BYTES + int.from_bytes(raw[12:20], "little")
    header = raw[starts_at : starts_at + int.from_bytes(raw[20:28], "little")]
    costs: list[int] = []
    at = header.find(AES_256)
    while at >= 0:
        size_at = at + len(AES_256)
        more = _bytes_after(header[size_at : size_at + 1])
        costs.append(_rounds(header[size_at + 1 + more : size_at + 2 + more]))
        at = header.find(AES_256, at + 1)
    _hold_rounds(sum(costs) if header.startswith(_SEALED_HEADER) else max(costs, default=0))


def _bytes_after(first: bytes) -> int:
    """Return how many more bytes a number of 7z takes: one for each bit that is set, from the highest on."""
    return 0 if not first else f"{first[0]:08b}".find("0") if first[0] < 0xFF else 8


def _rounds(first: bytes) -> int:
    return 1 << (first[0] & 0x3F) if first else 0


def _hold_rounds(rounds: int) -> None:
    if rounds > 1 << STRETCHED_AT_MOST:
        raise ContainerMethodError(Container.SEVEN_ZIP, "a 7z file whose key takes long to stretch")


def _unopened(raw: bytes) -> ContainerError:
    """Return why a header did not read: a wrong passphrase where it is encrypted itself, otherwise damage."""
    ends_at = _HEADER_BYTES + int.from_bytes(raw[12:20], "little") + int.from_bytes(raw[20:28], "little")
    is_whole = len(raw) >= ends_at > _HEADER_BYTES
    is_sealed = AES_256 in raw[_HEADER_BYTES + int.from_bytes(raw[12:20], "little") : ends_at]
    return (ContainerPassphraseError if is_whole and is_sealed else ContainerDamagedError)(Container.SEVEN_ZIP)
