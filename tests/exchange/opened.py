"""A bundle opened at one stroke: the signature, the outside, the contents."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from store.exchange.bundle import Bundle, check_signature, open_signed, read_header
from store.keeping.sealing import SealingKey


def open_bundle(raw: bytes, key: SealingKey, sender: Ed25519PublicKey) -> Bundle:
    """Check the signature, then open."""
    check_signature(raw, sender)
    return open_signed(raw, read_header(raw), key)
