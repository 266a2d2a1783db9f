"""The header of an entry: the bytes that are signed, hashed into the tree, and kept when a body is erased.

Owns their layout (FORMAT.md, "Entry") and the digest that ties a body to its header. Refuses to own what a kind means
(acts), signatures (journal) and the tree. A header names no family, no decision and no subject.
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from store.errors import HeaderFormError
from store.ids import JournalId, StaffId

VERSION: Final = 1
"""The format version, the first byte of every header."""

FIXED: Final = struct.Struct(">B16sHQq16sQ32sBB")
"""Version, journal, branch, n, instant, staff, seen, body digest, kind version, kind length; then comes the kind."""

PREFIX_BYTES: Final = 19
"""Version, journal and branch: equal in every header of one tree."""

N_PART: Final = slice(19, 27)
"""Where `n` stands, for a loop over many headers that cannot afford `unpack`."""

STAFF_PART: Final = slice(35, 51)
"""Where `staff` stands, for the same loop."""

BODY_DIGEST_PART: Final = slice(59, 91)
"""Where `body_digest` stands, for the same loop."""

KIND_PART: Final = slice(91, None)
"""Kind version, kind length and kind: few different values in any journal, so a loop can remember those it unpacked."""

KIND_FROM_BYTE: Final = FIXED.size + 1
"""Where the letters of the kind begin, as `substr` in SQL counts: they go on to the end."""

SALT_BYTES: Final = 16
DIGEST_BYTES: Final = 32
LONGEST_KIND: Final = 64
SHORTEST_BYTES: Final = FIXED.size + 1
LONGEST_BYTES: Final = FIXED.size + LONGEST_KIND

HIGHEST_INDEX: Final = 2**63 - 1
"""Of `n` and `seen`: what a database column can still hold."""

LATEST_MS: Final = 253_402_300_799_999
"""9999-12-31T23:59:59.999Z, the last instant that can be written as a date."""

_ID = re.compile("[0-9a-f]{32}")
_KIND = re.compile("[a-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry says about itself for ever.

    Attributes:
        journal: Whose journal it stands in.
        branch: Which tree of that journal; 0 unless the journal forked.
        n: Index in the branch, from 0.
        at_ms: The device's instant, milliseconds since 1970-01-01T00:00:00Z.
        staff: Who acted; `store.ids.NOBODY` where the device acted by itself.
        seen: On a laptop, the size of base's journal it knew. On base 0, for it faces many journals: what it had seen
            of a laptop is told by its last act below `n` that took in a bundle of that laptop.
        kind: Which act, ASCII lower-case letters, digits and underscores, 1 to 64.
        kind_version: Version of that kind, from 1.
        body_digest: SHA-256 over salt and body, 32 bytes.
    """

    journal: JournalId
    branch: int
    n: int
    at_ms: int
    staff: StaffId
    seen: int
    kind: str
    kind_version: int
    body_digest: bytes


def pack(header: Header) -> bytes:
    """Return the header's bytes, the only ones it has.

    Raises:
        HeaderFormError: A field is out of the range that `unpack` would accept.

    Source:
        FORMAT.md, "Entry".
    """
    _check(header)
    kind = header.kind.encode("ascii")
    return journal_prefix(header.journal, header.branch) + (
        _AFTER_PREFIX.pack(
            header.n,
            header.at_ms,
            bytes.fromhex(header.staff),
            header.seen,
            header.body_digest,
            header.kind_version,
            len(kind),
        )
        + kind
    )


def of_form(form: bytes, first: int, digests: Iterable[bytes]) -> list[bytes]:
    """Return the headers of entries that stand next to each other and are told alike: for thousands at once.

    Args:
        form: A header of theirs, from `pack`; its index and its digest are nobody's.
        first: Index of the first.
        digests: Of their bodies, 32 bytes each, in order.
    """
    before, between, after = form[: N_PART.start], form[N_PART.stop : BODY_DIGEST_PART.start], form[KIND_PART]
    return [before + _N(n) + between + digest + after for n, digest in enumerate(digests, first)]


def unpack(raw: bytes) -> Header:
    """Return the header that these bytes are.

    Raises:
        HeaderFormError: The bytes are not exactly what `pack` would have written for it.

    Source:
        FORMAT.md, "Entry".
    """
    journal, branch, n, at_ms, staff, seen, digest, kind_version, kind = _parts(raw)
    return Header(JournalId(journal.hex()), branch, n, at_ms, StaffId(staff.hex()), seen, kind, kind_version, digest)


def told_at(raw: bytes, journal: JournalId, branch: int, n: int) -> tuple[str, int, bytes] | None:
    """Return kind, version and body digest of a header, or None where it stands in another place than this.

    For a loop over thousands, which needs no more; each is held against its form like any other.

    Raises:
        HeaderFormError: As `unpack`.
    """
    _, _, its_n, _, _, _, digest, kind_version, kind = _parts(raw)
    if its_n != n or raw[:PREFIX_BYTES] != journal_prefix(journal, branch):
        return None
    return kind, kind_version, digest


def _parts(raw: bytes) -> tuple[bytes, int, int, int, bytes, int, bytes, int, str]:
    if not SHORTEST_BYTES <= len(raw) <= LONGEST_BYTES:
        raise HeaderFormError("its length is wrong")
    version, journal, branch, n, at_ms, staff, seen, digest, kind_version, kind_length = FIXED.unpack_from(raw)
    if version != VERSION:
        raise HeaderFormError("its format version is unknown")
    if len(raw) != FIXED.size + kind_length:
        raise HeaderFormError("its length does not fit its kind")
    # Latin-1 never fails and maps one byte to one character, so that a byte outside ASCII is refused as a kind.
    kind = raw[FIXED.size :].decode("latin-1")
    _check_ranges(n, at_ms, seen, kind_version)  # the rest has its form from the layout
    _check_kind(kind)
    return journal, branch, n, at_ms, staff, seen, digest, kind_version, kind


def digest_body(salt: bytes, body: bytes) -> bytes:
    """Return SHA-256 over salt and body, 32 bytes.

    The salt keeps anybody who holds only the header from guessing the body, also after both are erased.

    Raises:
        HeaderFormError: The salt is not 16 bytes, so that salt and body could be told apart in more than one way.
    """
    if len(salt) != SALT_BYTES:
        raise HeaderFormError("the salt of its body is not 16 bytes")
    return sha256(salt + body).digest()


def digest_bodies(salts: Iterable[bytes], bodies: Iterable[bytes]) -> list[bytes]:
    """Return what `digest_body` gives for each body with its salt, which are as many and of its length."""
    return [sha256(salt + body).digest() for salt, body in zip(salts, bodies, strict=True)]


@lru_cache(maxsize=64)  # one tree has one prefix, and it is asked for at every act
def journal_prefix(journal: JournalId, branch: int) -> bytes:
    """Return the 19 bytes that every header of one tree begins with.

    Raises:
        HeaderFormError: The id or the branch is out of form.
    """
    if not _ID.fullmatch(journal):
        raise HeaderFormError("its journal id is not 32 hex digits")
    if not 0 <= branch <= 0xFFFF:
        raise HeaderFormError("its branch is out of range")
    return _PREFIX.pack(VERSION, bytes.fromhex(journal), branch)


_PREFIX = struct.Struct(">B16sH")
_AFTER_PREFIX = struct.Struct(">Qq16sQ32sBB")
_N = struct.Struct(">Q").pack


def _check(header: Header) -> None:
    _check_ranges(header.n, header.at_ms, header.seen, header.kind_version)
    if not _ID.fullmatch(header.staff):
        raise HeaderFormError("its staff id is not 32 hex digits")
    if len(header.body_digest) != DIGEST_BYTES:
        raise HeaderFormError("its body digest is not 32 bytes")
    _check_kind(header.kind)


def _check_ranges(n: int, at_ms: int, seen: int, kind_version: int) -> None:
    if not 0 <= n <= HIGHEST_INDEX:
        raise HeaderFormError("its index is out of range")
    if not 0 <= at_ms <= LATEST_MS:
        raise HeaderFormError("its instant is out of range")
    if not 0 <= seen <= HIGHEST_INDEX:
        raise HeaderFormError("the size it has seen is out of range")
    if not 1 <= kind_version <= 0xFF:
        raise HeaderFormError("its kind version is out of range")


@lru_cache(maxsize=256)  # more than there are kinds
def _check_kind(kind: str) -> None:
    if not _KIND.fullmatch(kind):
        raise HeaderFormError("its kind is not 1 to 64 lower-case letters, digits and underscores")
