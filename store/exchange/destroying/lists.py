"""A list of families that outlives them: its length, and one digest under a salt. Pure.

Owns the digests. Refuses to own keeping the salt: whoever has it can tell whether a family was on the list.

Source: agreement 13.4, 13.7; clauses "Destruction": families that are gone are counted and hashed, never listed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from store.ids import FamilyId

SALT_BYTES: Final = 32
_LIST: Final = b"doorstep/destroyed-list/1\n"
_ONE: Final = b"doorstep/destroyed-family/1\n"
_MARK_CHARS: Final = 16
"""Eight bytes: of a million families two would be mistaken for each other once in forty thousand destructions."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The families of one destruction, and the salt of their digests."""

    salt: bytes = field(repr=False)
    families: Sequence[FamilyId]

    @property
    def digest(self) -> str:
        """The digest of the whole list, in whatever order it stands."""
        said = "\n".join(sorted(self.families)).encode("ascii")
        return hashlib.sha256(_LIST + self.salt + said).hexdigest()

    def marks(self) -> frozenset[str]:
        """Return one digest a family: by these base knows one again that comes back from an old copy."""
        return frozenset(mark(self.salt, each) for each in self.families)


def mark(salt: bytes, family: FamilyId) -> str:
    """Return the digest of one family under the salt of a list."""
    return hashlib.sha256(_ONE + salt + family.encode("ascii")).hexdigest()[:_MARK_CHARS]
