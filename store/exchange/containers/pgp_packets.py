"""OpenPGP packets: where each begins and ends, and the armour around them.

Owns the framing alone. Refuses to own what a packet means, and every key.

Source: RFC 9580, 4.2 (packet headers) and 6 (armour).
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from typing import Final, NamedTuple

ARMOUR: Final = b"-----BEGIN PGP MESSAGE-----"
_ARMOUR_ENDS: Final = b"-----END PGP MESSAGE-----"
_VERSIONS: Final[dict[int, tuple[int, ...]]] = {
    1: (2, 3, 6),
    3: (4, 5, 6),
    8: (0, 1, 2, 3),
    9: (),
    11: tuple(b"btul1m"),
    18: (1, 2),
    20: (1,),
}
"""What a message may begin with, and the first byte of such a packet. Source: RFC 9580, 5."""

PACKETS_COUNT: Final = 64
"""More than any message holds that is meant to be read."""


class Packet(NamedTuple):
    """One packet.

    Attributes:
        tag: What it is, a number of RFC 9580, 5.
        body: Its bytes, put together where they came in parts.
    """

    tag: int
    body: bytes

    def __repr__(self) -> str:
        """Show what it is alone."""
        return f"Packet(tag={self.tag})"


def is_message(raw: bytes) -> bool:
    """Say whether bytes begin as an encrypted message does, in armour or without; letters may begin so too."""
    if is_armoured(raw):
        return True
    if len(raw) < 2 or not raw[0] & 0x80:
        return False
    if raw[0] & 0x40:
        tag, at = raw[0] & 0x3F, 2 + (raw[1] >= 192) + 3 * (raw[1] == 255) - (224 <= raw[1] < 255)
    else:
        tag, at = raw[0] >> 2 & 0x0F, 1 + ((1 << (raw[0] & 0x03)) if raw[0] & 0x03 != 3 else 0)
    return tag in _VERSIONS and (len(raw) <= at or not _VERSIONS[tag] or raw[at] in _VERSIONS[tag])


def is_armoured(raw: bytes) -> bool:
    """Say whether bytes begin as armour does."""
    return raw.lstrip()[: len(ARMOUR)] == ARMOUR


def without_armour(raw: bytes) -> bytes:
    """Return the packets of a message.

    Raises:
        ValueError: The armour is broken.
    """
    text = raw.lstrip()
    if not text.startswith(ARMOUR):
        return raw
    inside, ends, _ = text[len(ARMOUR) :].partition(_ARMOUR_ENDS)
    head, _, body = inside.replace(b"\r\n", b"\n").partition(b"\n\n")
    if not ends or b"=" in head:
        raise ValueError("armour")
    lines = [line for line in body.split(b"\n") if not line.startswith(b"=")]  # such a line is a checksum
    try:
        return b64decode(b"".join(lines), validate=True)
    except binascii.Error:
        raise ValueError("armour") from None


def packets(raw: bytes) -> Iterator[Packet]:
    """Yield the packets of a message.

    Raises:
        ValueError: It breaks off, or breaks the format, or holds more than any message does.
    """
    at = count = 0
    while at < len(raw):
        count += 1
        first = raw[at]
        if not first & 0x80 or count > PACKETS_COUNT:
            raise ValueError("packet")
        if first & 0x40:
            body, at = _new_body(raw, at + 1)
            yield Packet(first & 0x3F, body)
        else:
            body, at = _old_body(raw, at + 1, first & 0x03)
            yield Packet(first >> 2 & 0x0F, body)


def _old_body(raw: bytes, at: int, length_type: int) -> tuple[bytes, int]:
    if length_type == 3:  # to the end
        return raw[at:], len(raw)
    wide = 1 << length_type
    return _taken(raw, at + wide, int.from_bytes(_taken(raw, at, wide)[0], "big"))


def _new_body(raw: bytes, at: int) -> tuple[bytes, int]:
    parts, is_last = [], False
    while not is_last:
        length, at, is_last = _new_length(raw, at)
        part, at = _taken(raw, at, length)
        parts.append(part)
    return b"".join(parts), at


def _new_length(raw: bytes, at: int) -> tuple[int, int, bool]:
    """Return a length, where what it measures begins, and whether nothing more follows."""
    first = _taken(raw, at, 1)[0][0]
    if first < 192:
        return first, at + 1, True
    if first < 224:
        return (first - 192 << 8) + _taken(raw, at + 1, 1)[0][0] + 192, at + 2, True
    if first == 255:
        return int.from_bytes(_taken(raw, at + 1, 4)[0], "big"), at + 5, True
    return 1 << (first & 0x1F), at + 1, False


def _taken(raw: bytes, at: int, length: int) -> tuple[bytes, int]:
    if at + length > len(raw):
        raise ValueError("broken off")
    return raw[at : at + length], at + length
