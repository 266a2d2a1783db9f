"""OpenPGP messages under a passphrase and AES-256: judged by their packets, opened in memory.

Owns reading one, also one that is to base's own key. Refuses to own messages without integrity protection. The
libraries for it unpack a message whole, whatever it unpacks to; here it stops at the limit.

Source: RFC 9580, 3.7 (stretching), 5.3 (encrypted session keys), 5.13.1 (version 1, protected by SHA-1), 5.6, 5.9.
"""

import bz2
import hashlib
import hmac
import itertools
import zlib
from collections.abc import Iterable, Iterator
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
from store.exchange.containers.pgp_key import OpenpgpKey
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
HASHED_BYTES_AT_MOST: Final = 192 * 1024 * 1024
"""What all keys under a passphrase may take to stretch: GnuPG asks for 65 MiB at the most, and some hashes need two."""

_WHOLE_AT_MOST: Final = 2
"""So many keys that seem to fit are tried on the whole content: of wrong ones one in 65,536 seems to."""

_NESTED_AT_MOST: Final = 3
_ASK_FOR_ANOTHER: Final = (
    "Ask the council for one under a passphrase (gpg --symmetric --cipher-algo AES256), or to this base's key, which"
    " `doorstep intake-key` writes."
)


def needs_passphrase(raw: bytes) -> bool:
    """Say whether a message is under a passphrase, as far as its packets can be read."""
    try:
        tags = {each.tag for each in packets(without_armour(raw))}
    except FAULTS:
        return True
    return _TO_A_KEY not in tags or _BY_PASSPHRASE in tags


def open_message(raw: bytes, passphrase: Passphrase | None, own: OpenpgpKey | None = None) -> bytes:
    """Return the file that a message holds.

    Args:
        raw: The whole file.
        passphrase: What it is under; None where it needs none.
        own: Base's own key, if it has one.

    Raises:
        ContainerWeakError, ContainerUnencryptedError: Its protection is weaker than AES-256; nothing was decrypted.
        ContainerError: It cannot be opened.
    """
    try:
        found = [each for each in packets(without_armour(raw)) if each.tag not in (_MARKER, _PADDING)]
        keys = [each.body for each in found if each.tag == _BY_PASSPHRASE]
        to_keys = [each.body for each in found if each.tag == _TO_A_KEY]
        sealed = found[-1] if found else None
        if sealed is None:
            raise ContainerDamagedError(Container.OPENPGP)
        _hold_strong(to_keys, keys, sealed)
        found_keys = itertools.chain(_given(to_keys, own), _stretched_all(keys, passphrase))
        return _literal(_decrypted(sealed.body[1:], found_keys, is_to_a_key=not keys))
    except FAULTS:
        raise ContainerDamagedError(Container.OPENPGP) from None


def _hold_strong(to_keys: list[bytes], keys: list[bytes], sealed: Packet) -> None:
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
    if sealed.tag != _SEALED or not (keys or to_keys):
        raise ContainerDamagedError(Container.OPENPGP)


def _given(to_keys: list[bytes], own: OpenpgpKey | None) -> Iterator[bytes]:
    """Yield the session keys that are to base's own key."""
    for body in to_keys if own is not None else ():
        assert own is not None
        found = own.unwrapped(body)
        if found is not None:
            yield _session_key_in(found)


def _stretched_all(keys: list[bytes], passphrase: Passphrase | None) -> Iterator[bytes]:
    """Yield the session keys that a passphrase may be stretched into; each costs what it says beforehand."""
    if sum(_cost_bytes(key[2:]) for key in keys) > HASHED_BYTES_AT_MOST:
        raise ContainerMethodError(Container.OPENPGP, "an OpenPGP message whose keys take long to stretch")
    for key in keys if passphrase is not None else ():
        assert passphrase is not None
        found = _session_key(key[2:], passphrase)
        if found is not None:
            yield found


def _decrypted(sealed: bytes, keys: Iterable[bytes], *, is_to_a_key: bool) -> bytes:
    """Return the packets inside, once the first key that fits has shown that nothing was changed."""
    refusal: ContainerError = ContainerPassphraseError(Container.OPENPGP)
    if is_to_a_key:
        refusal = ContainerMethodError(Container.OPENPGP, "an OpenPGP message to another key", _ASK_FOR_ANOTHER)
    tried = 0
    for session_key in keys:
        # The last two bytes of the random block are repeated: whether a key fits is seen before all is read.
        begins = _plain(sealed[: _BLOCK_BYTES + 2], session_key)
        if len(sealed) < _BLOCK_BYTES + 2 + _CHECK_BYTES or begins[14:16] != begins[16:18]:
            continue
        tried += 1
        if tried > _WHOLE_AT_MOST:
            break
        clear = _plain(sealed, session_key)
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


def _session_key_in(found: bytes) -> bytes:
    """Return the session key of a cipher that is strong enough.

    Raises:
        ContainerWeakError: It is another one; the content was not decrypted.
    """
    if found[0] != _AES_256 or len(found) != 1 + _KEY_BYTES:
        raise ContainerWeakError(Container.OPENPGP, _CIPHERS.get(found[0], "another cipher than AES-256"))
    return found[1:]


def _iterated_bytes(count: int) -> int:
    return (16 + (count & 15)) << (count >> 4) + 6


def _cost_bytes(key: bytes) -> int:
    """Return how much is hashed to stretch a key."""
    if key[0] != _ITERATED:
        return 0
    return _iterated_bytes(key[10]) * -(-_KEY_BYTES // hashlib.new(_HASHES[key[1]]).digest_size)


def _stretched(key: bytes, passphrase: Passphrase) -> tuple[bytes, int]:
    """Return the key that a passphrase is stretched into, and where the description of how ends."""
    kind, algorithm = key[0], _HASHES[key[1]]
    if kind not in (0, _SALTED, _ITERATED):
        raise ContainerMethodError(Container.OPENPGP, "an OpenPGP message of a newer form", _ASK_FOR_ANOTHER)
    ends_at = {0: 2, _SALTED: 10, _ITERATED: 11}[kind]
    said = key[2 : min(ends_at, 10)] + bytes(passphrase.reveal())
    length = len(said)
    if kind == _ITERATED:
        length = max(length, _iterated_bytes(key[10]))
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
