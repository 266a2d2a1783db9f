"""The values acts are made of: ids, digests, keys, instants, days, codes and bounded texts.

Owns what each may look like, how long it may be, and which never show in a repr. Refuses to own the closed sets of
words (terms) and the cleaning of hostile text, which is done at intake and again at the screen.

Bounds: a line holds 5,000 characters, a text 20,000, a list of ids 10,000 and any other list 200. No text is empty
(nothing said is null), none holds NUL or a lone surrogate; other control characters may stand in them.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from store import ids

T = TypeVar("T")

LINE_CHARS: Final = 5_000
TEXT_CHARS: Final = 20_000
IDS_COUNT: Final = 10_000
PARTS_COUNT: Final = 200
INT_MAX: Final = 2**53 - 1
"""The largest integer RFC 8785 lets through unharmed."""

_HEX_16 = StringConstraints(pattern=r"^[0-9a-f]{32}$")
_HEX_32 = StringConstraints(pattern=r"^[0-9a-f]{64}$")
_NO_NUL = r"^[^\x00]*$"


@dataclass(frozen=True, slots=True)
class OfAFamily:
    """Marks a value that is a family's personal data: only acts with a `family` may hold one, and never in a repr."""


OF_A_FAMILY: Final = OfAFamily()

Hidden = Annotated[T, Field(repr=False)]
"""A field that no repr shows."""

# -- who and what ----------------------------------------------------------------------------------------------------

Id = Annotated[str, _HEX_16]
StoreId = Annotated[ids.StoreId, _HEX_16]
JournalId = Annotated[ids.JournalId, _HEX_16]
StaffId = Annotated[ids.StaffId, _HEX_16]
DeviceId = Annotated[ids.DeviceId, _HEX_16]
FamilyId = Annotated[ids.FamilyId, _HEX_16]
PersonId = Annotated[ids.PersonId, _HEX_16]

Ids = Annotated[tuple[Id, ...], Field(max_length=IDS_COUNT)]
DeviceIds = Annotated[tuple[DeviceId, ...], Field(max_length=IDS_COUNT)]
FamilyIds = Annotated[tuple[FamilyId, ...], Field(max_length=IDS_COUNT)]
PersonIds = Annotated[tuple[PersonId, ...], Field(max_length=IDS_COUNT)]

# -- digests and keys ------------------------------------------------------------------------------------------------

Digest = Annotated[str, _HEX_32]
"""SHA-256, and so a Merkle root, a leaf and the fingerprint of a key."""
Digests = Annotated[tuple[Digest, ...], Field(max_length=IDS_COUNT)]
VerifyKey = Annotated[str, _HEX_32]
"""An Ed25519 public key."""
Signature = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
"""An Ed25519 signature."""
SealingKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{2432}$")]
"""An HPKE public key: 1,184 bytes of ML-KEM-768, then 32 of X25519."""

# -- numbers ---------------------------------------------------------------------------------------------------------

Count = Annotated[int, Field(ge=0, le=INT_MAX)]
AtMs = Annotated[int, Field(ge=0, le=253_402_300_799_999)]
"""An instant: milliseconds since 1970-01-01T00:00:00Z, to the end of the year 9999."""
Seconds = Annotated[int, Field(ge=0, le=INT_MAX)]
Minutes = Annotated[int, Field(ge=0, le=525_600)]
Drift = Annotated[int, Field(ge=-INT_MAX, le=INT_MAX)]
"""Whole seconds one clock is ahead of another; negative when behind."""
UtcOffsetMin = Annotated[int, Field(ge=0, le=60)]
"""How many minutes Europe/London is ahead of UTC."""
Small = Annotated[int, Field(ge=0, le=65_535)]
"""A version, a number in a series, a branch, an epoch."""
Age = Annotated[int, Field(ge=0, le=130), OF_A_FAMILY]
"""Whole years."""

# -- days and codes --------------------------------------------------------------------------------------------------


def _day_of_the_calendar(text: str) -> str:
    with suppress(ValueError):  # its own sentence would repeat what was typed
        date.fromisoformat(text)
        return text
    raise PydanticCustomError("not_a_day", "not a day of the calendar")


_DAY = StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
Day = Annotated[str, _DAY, AfterValidator(_day_of_the_calendar)]
"""A local date, YYYY-MM-DD."""
BirthDay = Annotated[str, _DAY, AfterValidator(_day_of_the_calendar), OF_A_FAMILY]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
"""The name of a thing in our own files: a wording, an agreement, a setting."""
Release = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Za-z.+-]{0,31}$")]
Clause = Annotated[str, StringConstraints(pattern=r"^A?[1-9][0-9]?(\.[1-9][0-9]?)?[a-f]?$")]
"""A clause of the agreement as printed; A9 is Annex A, point 9."""
OutcomeCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{2}$")]
"""A final outcome code of the agreement's own list."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
"""A BCP 47 tag."""
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""
ReceiptCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2,8}(-[0-9A-Z]{2,8}){0,7}$"), OF_A_FAMILY]
"""What the respondent copies onto the leaflet; finds the record."""
SheetNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9A-Z-]{0,31}$")]
"""The number printed on a sheet of paper."""

# -- texts -----------------------------------------------------------------------------------------------------------

_LINE = StringConstraints(min_length=1, max_length=LINE_CHARS, pattern=_NO_NUL)
_TEXT = StringConstraints(min_length=1, max_length=TEXT_CHARS, pattern=_NO_NUL)

FamilyLine = Annotated[str, _LINE, OF_A_FAMILY]
"""One line about a family: a name, a line of an address, a number, a postcode."""
FamilyText = Annotated[str, _TEXT, OF_A_FAMILY]
"""A note about a family."""
HouseLine = Annotated[str, _LINE]
"""One line about staff, devices, partners or documents; never about a family."""
HouseText = Annotated[str, _TEXT]
"""A text about the work itself; never about a family."""
