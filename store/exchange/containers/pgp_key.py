"""Base's own OpenPGP key: what councils encrypt to, and opening the key of a message that came to it.

Owns the certificate's bytes and the one algorithm it offers. Refuses to own where its secret is kept, and the message.

Source: RFC 9580, 5.5 (keys, version 4), 5.2.4 (signatures), 5.1.6 and 11.5 (ECDH over Curve25519), 5.2.3 (subpackets):
it asks for AES-256 and for protection by a modification code, which every program writes.
"""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from store.clock import Instant
from store.keeping.secret import Secret

_ED25519: Final = bytes.fromhex("092b06010401da470f01")
_CURVE25519: Final = bytes.fromhex("0a2b060104019755010501")
_EDDSA, _ECDH, _SHA256, _AES256 = 22, 18, 8, 9
_KDF: Final = bytes((3, 1, _SHA256, _AES256))
_SENDER: Final = b"Anonymous Sender    "
_PUBLIC_KEY, _PUBLIC_SUBKEY, _USER_ID, _SIGNATURE = 6, 14, 13, 2
_CERTIFIES, _BINDS = 0x13, 0x18
_KEY_ID_BYTES: Final = 8
_ANYBODY: Final = bytes(_KEY_ID_BYTES)


class OpenpgpKey:
    """A key that messages can be encrypted to.

    Args:
        secret: 68 bytes, as `fresh` makes them: a seed to sign with, a seed to open with, and when the key was made, on
            which every fingerprint depends.
    """

    def __init__(self, secret: Secret) -> None:
        kept = bytes(secret.reveal())
        self._signing = Ed25519PrivateKey.from_private_bytes(kept[:32])
        self._opening = X25519PrivateKey.from_private_bytes(kept[32:64])
        self._created = kept[64:]
        signs, opens = self._signing.public_key().public_bytes_raw(), self._opening.public_key().public_bytes_raw()
        self._primary = _key(self._created, _EDDSA, _ED25519 + _mpi(b"\x40" + signs))
        self._subkey = _key(self._created, _ECDH, _CURVE25519 + _mpi(b"\x40" + opens) + _KDF)

    def __repr__(self) -> str:
        return "<OpenpgpKey>"

    @property
    def fingerprint(self) -> str:
        """What is read aloud to check that it is base's: 40 hex digits."""
        return _fingerprint(self._primary).hex()

    def certificate(self, name: str) -> bytes:
        """Return what a council imports.

        Args:
            name: Whom it belongs to, as programs show it.
        """
        user = name.encode("utf-8")
        certified = _hashed(self._primary) + b"\xb4" + len(user).to_bytes(4, "big") + user
        bound = _hashed(self._primary) + _hashed(self._subkey)
        preferred = (
            _sub(27, b"\x03")  # certifies and signs
            + _sub(11, bytes((_AES256,)))
            + _sub(21, bytes((_SHA256,)))
            + _sub(30, b"\x01")  # a modification code, and nothing newer
        )
        return b"".join(
            (
                _packet(_PUBLIC_KEY, self._primary),
                _packet(_USER_ID, user),
                _packet(_SIGNATURE, self._signature(_CERTIFIES, certified, preferred)),
                _packet(_PUBLIC_SUBKEY, self._subkey),
                _packet(_SIGNATURE, self._signature(_BINDS, bound, _sub(27, b"\x0c"))),  # encrypts
            )
        )

    def unwrapped(self, body: bytes) -> bytes | None:
        """Return the cipher and the session key that a packet of tag 1 holds, if it is to this key.

        Raises:
            ValueError, LookupError: The packet breaks the format.
        """
        version, to, algorithm = body[0], body[1 : 1 + _KEY_ID_BYTES], body[9]
        if version != 3 or algorithm != _ECDH or to not in (_ANYBODY, _fingerprint(self._subkey)[-_KEY_ID_BYTES:]):
            return None
        size = (int.from_bytes(body[10:12], "big") + 7) // 8
        point, rest = body[12 : 12 + size], body[12 + size :]
        shared = self._opening.exchange(X25519PublicKey.from_public_bytes(point.removeprefix(b"\x40")))
        param = _CURVE25519 + bytes((_ECDH,)) + _KDF + _SENDER + _fingerprint(self._subkey)
        wrapping = hashlib.sha256(b"\x00\x00\x00\x01" + shared + param).digest()
        try:
            padded = aes_key_unwrap(wrapping, rest[1 : 1 + rest[0]])
        except (InvalidUnwrap, InvalidKey):
            return None
        found = padded[: -padded[-1]]
        session, checksum = found[1:-2], found[-2:]
        return found[:-2] if sum(session) % 65_536 == int.from_bytes(checksum, "big") else None

    def _signature(self, kind: int, over: bytes, told: bytes) -> bytes:
        mine = _fingerprint(self._primary)
        hashed = _sub(2, self._created) + told + _sub(33, b"\x04" + mine)
        head = bytes((4, kind, _EDDSA, _SHA256)) + len(hashed).to_bytes(2, "big") + hashed
        digest = hashlib.sha256(over + head + b"\x04\xff" + len(head).to_bytes(4, "big")).digest()
        unhashed = _sub(16, mine[-_KEY_ID_BYTES:])
        signed = self._signing.sign(digest)
        beside = len(unhashed).to_bytes(2, "big") + unhashed + digest[:2]
        return head + beside + _mpi(signed[:32]) + _mpi(signed[32:])


def fresh(signing: bytes, opening: bytes, made_at: Instant) -> bytes:
    """Return the secret of a new key, from two random seeds of 32 bytes.

    Args:
        signing: The one.
        opening: The other.
        made_at: By the machine's clock, also in practice: other programs refuse a key from the future.
    """
    return signing + opening + int(made_at.timestamp()).to_bytes(4, "big")


def _key(created: bytes, algorithm: int, material: bytes) -> bytes:
    return b"\x04" + created + bytes((algorithm,)) + material


def _hashed(key: bytes) -> bytes:
    return b"\x99" + len(key).to_bytes(2, "big") + key


def _fingerprint(key: bytes) -> bytes:
    return hashlib.sha1(_hashed(key)).digest()  # noqa: S324  # RFC 9580, 5.5.4.2


def _mpi(number: bytes) -> bytes:
    bare = number.lstrip(b"\x00")
    bits = len(bare) * 8 - (8 - bare[0].bit_length()) if bare else 0
    return bits.to_bytes(2, "big") + bare


def _sub(kind: int, body: bytes) -> bytes:
    return bytes((len(body) + 1, kind)) + body


def _packet(tag: int, body: bytes) -> bytes:
    return bytes((0xC0 | tag, 0xFF)) + len(body).to_bytes(4, "big") + body
