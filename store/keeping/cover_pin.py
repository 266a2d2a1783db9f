"""The short PIN that lifts a covered screen: what may be one, and whether one was typed.

Owns its form and its check. Refuses to own any protection of data: it hides a screen from whoever looks over a
shoulder while the store is open; the passphrase guards the store. What is kept lies in the encrypted file alone.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from store.errors import CoverPinFormError, CoverPinGuessableError

NOTE: Final = "cover_pin"
"""How this device's note to itself is called that holds what is kept of it."""

DIGITS: Final = range(4, 9)
"""How many digits a PIN has."""

WRONG_AT_MOST: Final = 3
"""How many wrong ones void it (design 4)."""

VOID_AFTER: Final = timedelta(minutes=10)
"""How long a cover can be lifted by it (design 4)."""

_RUNS: Final = "01234567890"


def kept_pin(pin: str) -> str:
    """Return what is kept of a new PIN.

    Raises:
        CoverPinFormError: It is not four to eight digits.
        CoverPinGuessableError: All its digits are the same, or it counts up or down.
    """
    if len(pin) not in DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise CoverPinFormError
    if len(set(pin)) == 1 or pin in _RUNS or pin in _RUNS[::-1]:
        raise CoverPinGuessableError
    salt = secrets.token_hex(16)
    return f"{salt}:{_digest(salt, pin)}"


def lifts(pin: str, kept: str) -> bool:
    """Say whether a PIN is the one that `kept_pin` was given."""
    salt, _, digest = kept.partition(":")
    return hmac.compare_digest(_digest(salt, pin), digest)


def _digest(salt: str, pin: str) -> str:
    return hashlib.sha256(f"{salt}:{pin}".encode("utf-8", "surrogateescape")).hexdigest()
