"""The ids of the house: what names what, and nothing else about it.

Every id is 16 bytes written as 32 lower-case hex digits, so that it says nothing about whom it names. They are random,
but for a family's, which base draws from its council's reference under a secret (exchange, intake, identity).
"""

import secrets
from typing import NewType

StoreId = NewType("StoreId", str)
JournalId = NewType("JournalId", str)
StaffId = NewType("StaffId", str)
DeviceId = NewType("DeviceId", str)
FamilyId = NewType("FamilyId", str)
PersonId = NewType("PersonId", str)

NOBODY = StaffId("0" * 32)
"""The staff id of what a device does by itself."""


def new_ids(count: int) -> list[str]:
    """Return so many fresh ids; asking for all of them at once is asking once."""
    drawn = secrets.token_hex(16 * count)
    return [drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def new_id() -> str:
    """Return a fresh id: 32 lower-case hex digits, 128 random bits."""
    return secrets.token_hex(16)
