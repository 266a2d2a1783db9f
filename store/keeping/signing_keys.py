"""Public signing keys as they come in from outside, and which of them are refused.

Owns the one door through which 32 bytes become a key to verify with. Refuses to own whose key it is (registers), and
private keys (vault).
"""

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.errors import WeakKeyError

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_P: Final = 2**255 - 19
_SIGN: Final = 1 << 255

_LOW_ORDER_Y: Final = frozenset(
    {
        1,  # order 1: the neutral point
        _P - 1,  # order 2
        0,  # order 4, both signs of x
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,  # order 8, both signs of x
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,  # order 8, both signs of x
    }
)


@lru_cache(maxsize=4096)  # a few keys, each asked for with every bundle; what is weak is never remembered
def read_signing_key(raw: bytes) -> Ed25519PublicKey:
    """Return the Ed25519 public key that these 32 bytes are.

    Eight points have an order that divides 8; with a sign bit where x is 0, and with y written as y + p, they have 14
    encodings. Under such a key one fixed signature fits any message, and libcrypto says it holds, so the bytes are
    checked here. Any other y that is not below p is refused too: a key is to have one encoding.

    Raises:
        WeakKeyError: The key is one of those, or not 32 bytes.

    Source:
        RFC 8032 sections 5.1.2 and 5.1.3; FORMAT.md, "Public keys from outside".
    """
    if len(raw) != KEY_BYTES:
        raise WeakKeyError
    y = int.from_bytes(raw, "little") & (_SIGN - 1)
    if y >= _P or y in _LOW_ORDER_Y:
        raise WeakKeyError
    return Ed25519PublicKey.from_public_bytes(raw)


def is_signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Say whether a key signed a message.

    Source:
        RFC 8032, Ed25519.
    """
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True
