"""Sealing to a public key: what only its holder opens.

Owns the one HPKE suite and how its keys are written down. Refuses to own who a key belongs to, and says nothing about
who sealed: the sender is shown by a signature of its own.
"""

import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from store.errors import NotForUsError, SealingKeyError
from store.keeping.secret import Secret

SEED_BYTES: Final = 32
KEM_BYTES: Final = 1184
"""A public key begins with so many bytes of an ML-KEM-768 encapsulation key; 32 of an X25519 public key follow."""

PUBLIC_BYTES: Final = KEM_BYTES + 32

_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealingKey:
    """The private half: opens what was sealed to `public`.

    Source:
        RFC 9180 base mode; FIPS 203. The library has no form for the private key, so a 32-byte seed is kept and
        stretched with SHAKE256 to the 64-byte ML-KEM seed and the 32-byte X25519 key, as draft-ietf-hpke-pq does.
    """

    __slots__ = ("_key", "public")

    def __init__(self, seed: Secret) -> None:
        stretched = hashlib.shake_256(seed.reveal()).digest(96)
        kem, curve = (
            MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
            X25519PrivateKey.from_private_bytes(stretched[64:]),
        )
        self._key = MLKEM768X25519PrivateKey(kem, curve)
        self.public: bytes = kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return "<SealingKey>"

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return what was sealed to this key under `info`.

        Raises:
            NotForUsError: Sealed to another key, under another info, or changed since.
        """
        try:
            return _SUITE.decrypt(sealed, self._key, info=info)
        except InvalidTag:
            raise NotForUsError from None


def seal(plaintext: bytes, public: bytes, info: bytes) -> bytes:
    """Return `encapsulation || ciphertext` that only the holder of `public` opens.

    Args:
        plaintext: Any length; the result is 1,136 bytes longer.
        public: 1,216 bytes, as `SealingKey.public`.
        info: What the sealed bytes are for; opening needs the same.

    Raises:
        SealingKeyError: `public` is no key of this suite.
    """
    try:
        kem = MLKEM768PublicKey.from_public_bytes(public[:KEM_BYTES])
        return _SUITE.encrypt(
            plaintext, MLKEM768X25519PublicKey(kem, X25519PublicKey.from_public_bytes(public[KEM_BYTES:])), info=info
        )
    except ValueError:
        raise SealingKeyError from None
