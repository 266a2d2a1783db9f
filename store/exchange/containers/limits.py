"""How much is ever read, unpacked or stretched, and what parsers of others raise over bytes that mean harm.

Owns the bounds of every container. Refuses to own any format.
"""

import lzma
import struct
import zlib
from typing import Final, Protocol
from xml.parsers.expat import ExpatError

from store.errors import ContainerTooLargeError

LIMIT_MIB: Final = 32
LIMIT_BYTES: Final = LIMIT_MIB * 1024 * 1024
"""The most a container may hold, packed and unpacked: three hundred thousand families in a table of sixteen columns."""

FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ExpatError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
"""What the libraries that read containers raise over a damaged or hostile one, beside errors of their own.

Each is caught only around a call of such a library on bytes in memory, where it can mean nothing else.
"""

_CHUNK_BYTES: Final = 1024 * 1024


class Stream(Protocol):
    """Anything that is read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; none at the end."""
        ...


def read_bounded(stream: Stream, container: str) -> bytes:
    """Return everything of a stream that unpacks while it is read.

    Raises:
        ContainerTooLargeError: It unpacks to more than is ever read; it stopped there.
    """
    read, pieces = 0, []
    while piece := stream.read(_CHUNK_BYTES):
        read += len(piece)
        hold_size(read, container)
        pieces.append(piece)
    return b"".join(pieces)


def hold_size(size_bytes: int, container: str) -> None:
    """Make sure that something is not larger than is ever read.

    Raises:
        ContainerTooLargeError: It is.
    """
    if size_bytes > LIMIT_BYTES:
        raise ContainerTooLargeError(container, LIMIT_MIB)
