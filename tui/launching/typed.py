"""What is typed at the prompt, in one place that is never moved and is overwritten.

Owns the bytes until they are sent. Refuses to own their meaning.
"""

import os

LIMIT_BYTES = 1024
"""The longest passphrase. Source: store.keeping.passphrases."""


class Typed:
    """A line without a copy: its room is taken once, so that growing leaves nothing behind."""

    __slots__ = ("_bytes", "_length")

    def __init__(self) -> None:
        self._bytes = bytearray(LIMIT_BYTES + 1)
        self._length = 0

    def __repr__(self) -> str:
        return "<Typed>"

    @property
    def characters_count(self) -> int:
        """How many characters of UTF-8 there are."""
        return sum(byte & 0xC0 != 0x80 for byte in memoryview(self._bytes)[: self._length])

    def add(self, byte: int) -> None:
        """Take one byte more; one too many is kept, so that what is too long is refused and not cut off."""
        if self._length <= LIMIT_BYTES:
            self._bytes[self._length] = byte
            self._length += 1

    def take_back(self) -> None:
        """Drop the last character."""
        while self._length:
            self._length -= 1
            last, self._bytes[self._length] = self._bytes[self._length], 0
            if last & 0xC0 != 0x80:
                return

    def send(self, descriptor: int, before: bytes) -> None:
        """Write it as one line to a pipe, and overwrite it."""
        with memoryview(self._bytes) as whole, whole[: self._length] as line:
            os.writev(descriptor, [before, line, b"\n"])
        self.wipe()

    def wipe(self) -> None:
        """Overwrite it."""
        for place in range(self._length):
            self._bytes[place] = 0
        self._length = 0
