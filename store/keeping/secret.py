"""Key material that does not show itself.

Owns the opaque holder and the one way to derive a key from a key. Refuses to own where keys come from (vault) and what
they open.
"""

from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import KeyWipedError

NONCE_BYTES = 12
KEY_BYTES = 32
TAG_BYTES = 16


class Secret:
    """Bytes that no repr, log, comparison or pickle gives away."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes | bytearray) -> None:
        self._value = bytearray(value)

    def __repr__(self) -> str:
        return "<Secret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")

    def reveal(self) -> bytearray:
        """Return the very bytes; the caller keeps no copy.

        Raises:
            KeyWipedError: They were overwritten: a key of zeros would open nothing and sign anything.
        """
        if not any(self._value):
            raise KeyWipedError
        return self._value

    def derive(self, purpose: str) -> "Secret":
        """Return the 32-byte key of one purpose.

        Args:
            purpose: ASCII; the ids the key belongs to are part of it, so that no key serves twice.

        Source:
            RFC 5869 (HKDF with SHA-256, no salt: the input is already a uniform key).
        """
        return Secret(HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode("ascii")).derive(bytes(self.reveal())))

    def wrap(self, plaintext: bytes, context: str, nonce: bytes) -> bytes:
        """Return `nonce || AES-256-GCM(plaintext)`, bound to `context`.

        Source:
            NIST SP 800-38D; a nonce is drawn at random for each wrap, and a key wraps far fewer than 2**32 times.
        """
        return nonce + AESGCM(bytes(self.reveal())).encrypt(nonce, plaintext, context.encode("ascii"))

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Return what was wrapped.

        Raises:
            cryptography.exceptions.InvalidTag: Another key, another context, or changed bytes.
        """
        if len(wrapped) < NONCE_BYTES + TAG_BYTES:  # the library calls a short nonce a mistake of ours
            raise InvalidTag
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(bytes(self.reveal())).decrypt(nonce, sealed, context.encode("ascii"))

    def wipe(self) -> None:
        """Overwrite the bytes with zeros; copies inside the libraries stay until the process ends."""
        self._value[:] = bytes(len(self._value))
