"""Somebody's OpenPGP key as the register keeps it: a plain value, so that a register needs no library to be read.

Owns its shape. Refuses to own reading one, and encrypting to it (containers).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Certificate:
    """Somebody's OpenPGP key, its public half.

    Attributes:
        fingerprint: Of its primary key, hex, to be compared by phone.
        text: All of it, in armour.
    """

    fingerprint: str
    text: str = field(repr=False)
