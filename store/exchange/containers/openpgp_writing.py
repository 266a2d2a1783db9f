"""An OpenPGP message for somebody who has a key of their own: made in memory, AES-256 alone.

Owns reading their certificate and encrypting to it, by Sequoia's library. Refuses to own who gets it and where it lies;
clear text never touches the disk. What came in under OpenPGP is opened elsewhere (openpgp).

Source: agreement 8.3: AES-256, whatever a certificate prefers; RFC 9580, 5.13.
"""

import warnings
from typing import TYPE_CHECKING, Final

from store.errors import OpenpgpCertificateError
from store.exchange.certificates import Certificate
from store.keeping.acts.values import TEXT_CHARS

if TYPE_CHECKING:
    from pysequoia import Cert

_LARGEST_BYTES: Final = 1 << 18
_NOTHING: Final = b"\n"


def read_certificate(raw: bytes) -> Certificate:
    """Return a certificate that a message can be encrypted to today, in armour or without.

    Raises:
        OpenpgpCertificateError: It is none, holds a private half, ended, was taken back, or is too weak.
    """
    cert = _cert(raw)
    text = str(cert)
    if len(text) > TEXT_CHARS:
        raise OpenpgpCertificateError("it holds too many signatures of others")
    write_message(_NOTHING, text)  # whether it can be encrypted to is seen now, and not on the day
    return Certificate(cert.fingerprint, text)


def write_message(content: bytes, certificate: str) -> bytes:
    """Return a message that the owner of a certificate alone opens.

    Args:
        content: What is in it.
        certificate: As `Certificate.text`.

    Raises:
        OpenpgpCertificateError: It ended since, or cannot be encrypted to.
    """
    from pysequoia import encrypt

    cert = _cert(certificate.encode("utf-8"))
    try:
        return bytes(encrypt(content, recipients=[cert], armor=False))
    except RuntimeError:
        raise OpenpgpCertificateError("it has no key that is strong enough to encrypt to, or that one ended") from None


def _cert(raw: bytes) -> "Cert":
    from pysequoia import Cert

    if len(raw) > _LARGEST_BYTES:
        raise OpenpgpCertificateError("it is too large")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it reads a private half as well, which is refused
        try:
            cert = Cert.from_bytes(raw)
        except (RuntimeError, ValueError):
            raise OpenpgpCertificateError("it holds no OpenPGP key") from None
        if cert.has_secret_keys:
            raise OpenpgpCertificateError("it holds a private half, which nobody gives away")
    if cert.is_revoked:
        raise OpenpgpCertificateError("its owner has taken it back")
    return cert
