"""OpenPGP messages under a passphrase and AES-256: judged by their packets, opened in memory.

Owns reading one. Refuses to own messages without integrity protection, and messages to a key. The libraries for it
unpack a message whole, whatever it unpacks to; here it stops at the limit.

Source: RFC 9580, 3.7 (stretching), 5.3 (encrypted session keys), 5.13.1 (version 1, protected by SHA-1), 5.6, 5.9.
"""

import bz2
import hashlib
import hmac
import zlib
from typing import Final, NoReturn

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from store.errors import (
    ContainerDamagedError,
    ContainerError,
    ContainerMethodError,
    ContainerPassphraseError,
    ContainerUnencryptedError,
    ContainerWeakError,
)
from store.exchange.containers.limits import FAULTS, LIMIT_BYTES, hold_size
from store.exchange.containers.pgp_packets import Packet, packets, without_armour
from store.keeping.acts.terms.exchange import Container
from store.keeping.passphrases import Passphrase

_TO_A_KEY, _SIGNATURE, _BY_PASSPHRASE, _ONE_PASS, _COMPRESSED, _OLD, _MARKER, _LITERAL = 1, 2, 3, 4, 8, 9, 10, 11
_SEALED, _OCB, _PADDING = 18, 20, 21
"""Packets, RFC 9580, 5."""

_AES_256: Final = 9
_CIPHERS: Final = {
    1: "IDEA",
    2: "Triple DES",
    3: "CAST5",
    4: "Blowfish",
    7: "AES-128",
    8: "AES-192",
    10: "Twofish",
    11: "Camellia-128",
    12: "Camellia-192",
    13: "Camellia-256",
}
_HASHES: Final = {1: "md5", 2: "sha1", 3: "ripemd160", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224"}
_KEY_BYTES, _BLOCK_BYTES = 32, 16
_SALTED, _ITERATED = 1, 3
_CHECK: Final = b"\xd3\x14"
"""The header of the packet that ends a protected message; a SHA-1 over everything before follows."""

_CHECK_BYTES: Final = len(_CHECK) + 20
_STRETCHED_BYTES: Final = 1024 * 1024
_NESTED_AT_MOST: Final = 3
_ASK_FOR_ANOTHER: Final = (
    "Ask the council for one under a passphrase: gpg --symmetric --cipher-algo AES256, or a zip, 7z or xlsx file."
)


def open_message(raw: bytes, passphrase: Passphrase) -> bytes:
    """Return the file that a message holds.

    Raises:
        ContainerWeakError, ContainerUnencryptedError: Its protection is weaker than AES-256; nothing was decrypted.
        ContainerError: It cannot be opened.
    """
    try:
        found = [each for each in packets(without_armour(raw)) if each.tag not in (_MARKER, _PADDING)]
        keys = [each.body for each in found if each.tag == _BY_PASSPHRASE]
        sealed = found[-1] if found else None
        if sealed is None:
            raise ContainerDamagedError(Container.OPENPGP)
        _hold_strong(found, keys, sealed)
        return _literal(_decrypted(sealed.body[1:], keys, passphrase))
    except FAULTS:
        raise ContainerDamagedError(Container.OPENPGP) from None


def _hold_strong(found: list[Packet], keys: list[bytes], sealed: Packet) -> None:
    """Judge a message by its packets: nothing has been decrypted yet."""
    if sealed.tag in (_LITERAL, _COMPRESSED):
        raise ContainerUnencryptedError(Container.PLAIN)
    for key in keys:
        if key[0] == 4 and key[1] != _AES_256:
            raise ContainerWeakError(Container.OPENPGP, _CIPHERS.get(key[1], "another cipher than AES-256"))
    if sealed.tag == _OLD:
        raise ContainerWeakError(Container.OPENPGP, "an OpenPGP message without integrity protection")
    if sealed.tag == _OCB or (sealed.tag == _SEALED and sealed.body[0] != 1) or any(key[0] != 4 for key in keys):
        raise ContainerMethodError(Container.OPENPGP, "an OpenPGP message of a newer form", _ASK_FOR_ANOTHER)
    if not keys and any(each.tag == _TO_A_KEY for each in found):
        raise ContainerMethodError(Container.OPENPGP, "an OpenPGP message to a key, not a passphrase", _ASK_FOR_ANOTHER)
    if sealed.tag != _SEALED or not keys:
        raise ContainerDamagedError(Container.OPENPGP)


def _decrypted(sealed: bytes, keys: list[bytes], passphrase: Passphrase) -> bytes:
    """Return the packets inside, once the first key that fits has shown that nothing was changed."""
    refusal: ContainerError = ContainerPassphraseError(Container.OPENPGP)
    for key in keys:
        session_key = _session_key(key[2:], passphrase)
        if session_key is None:
            continue
        clear = _plain(sealed, session_key)
        # The last two bytes of the random block are repeated: whether a key fits is seen before all is read.
        if len(clear) < _BLOCK_BYTES + 2 + _CHECK_BYTES or clear[14:16] != clear[16:18]:
            continue
        said, told = clear[: -_CHECK_BYTES + len(_CHECK)], clear[-_CHECK_BYTES + len(_CHECK) :]
        if said.endswith(_CHECK) and hmac.compare_digest(hashlib.sha1(said).digest(), told):  # noqa: S324  # RFC 9580, 5.13.1
            return said[_BLOCK_BYTES + 2 : -len(_CHECK)]
        refusal = ContainerDamagedError(Container.OPENPGP)
    raise refusal


def _session_key(key: bytes, passphrase: Passphrase) -> bytes | None:
    """Return the key of the content: the passphrase's own, or one that lies under it; None where it does not fit.

    Raises:
        ContainerWeakError: The one under it is for another cipher.
    """
    stretched, ends_at = _stretched(key, passphrase)
    wrapped = key[ends_at:]
    if not wrapped:
        return stretched
    unwrapped = _plain(wrapped, stretched)
    if unwrapped[0] in _CIPHERS and len(unwrapped) != 1 + _KEY_BYTES:
        raise ContainerWeakError(Container.OPENPGP, _CIPHERS[unwrapped[0]])
    return unwrapped[1:] if unwrapped[0] == _AES_256 and len(unwrapped) == 1 + _KEY_BYTES else None


def _stretched(key: bytes, passphrase: Passphrase) -> tuple[bytes, int]:
    """Return the key that a passphrase is stretched into, and where the description of how ends."""
    kind, algorithm = key[0], _HASHES[key[1]]
    if kind not in (0, _SALTED, _ITERATED):
        raise ContainerMethodError(Container.OPENPGP, "an OpenPGP message of a newer form", _ASK_FOR_ANOTHER)
    ends_at = {0: 2, _SALTED: 10, _ITERATED: 11}[kind]
    said = key[2 : min(ends_at, 10)] + bytes(passphrase.reveal())
    length = len(said)
    if kind == _ITERATED:
        length = max(length, (16 + (key[10] & 15)) << (key[10] >> 4) + 6)
    made = b""
    for zeros in range(_KEY_BYTES):
        if len(made) >= _KEY_BYTES:
            break
        made += _hashed(algorithm, bytes(zeros), said, length)
    return made[:_KEY_BYTES], ends_at


def _hashed(algorithm: str, before: bytes, said: bytes, length: int) -> bytes:
    """Return the hash of `length` bytes of `said` over and over."""
    digest = hashlib.new(algorithm, before)
    block = said * (_STRETCHED_BYTES // len(said) + 1)
    block = block[: len(block) - len(block) % len(said)]
    for _ in range(length // len(block)):
        digest.update(block)
    digest.update(block[: length % len(block)])
    return digest.digest()


def _plain(sealed: bytes, key: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), CFB(bytes(_BLOCK_BYTES))).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def _literal(clear: bytes, nested: int = 0) -> bytes:
    """Return the one file in packets that may be compressed, a few times at most."""
    found = [each for each in packets(clear) if each.tag not in (_MARKER, _PADDING, _SIGNATURE, _ONE_PASS)]
    if len(found) != 1 or nested > _NESTED_AT_MOST:
        _refuse()
    packet = found[0]
    if packet.tag == _COMPRESSED:
        return _literal(_unpacked(packet.body), nested + 1)
    if packet.tag != _LITERAL:
        _refuse()
    return packet.body[2 + packet.body[1] + 4 :]


def _unpacked(body: bytes) -> bytes:
    algorithm, packed = body[0], body[1:]
    match algorithm:
        case 0:
            return packed
        case 1:
            clear = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, LIMIT_BYTES + 1)
        case 2:
            clear = zlib.decompressobj().decompress(packed, LIMIT_BYTES + 1)
        case 3:
            clear = bz2.BZ2Decompressor().decompress(packed, LIMIT_BYTES + 1)
        case _:
            _refuse()
    hold_size(len(clear), Container.OPENPGP)
    return clear


def _refuse() -> NoReturn:
    raise ContainerDamagedError(Container.OPENPGP)
