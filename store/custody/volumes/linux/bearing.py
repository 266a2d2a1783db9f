"""What a file system says about where its files end up.

Owns the two answers a stack can give and the shape of a stack. Refuses to own any file system: each has its file in
`stacks`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from store.custody.volumes.linux.picture import LinuxPicture, Mount, Place
from store.custody.volumes.verdict import Encrypted


@dataclass(frozen=True, slots=True)
class OnDevices:
    """The files lie on these block devices, and on each of them.

    Attributes:
        numbers: At least one.
        complete: Whether there can be no further device. Where there can, the ones that are named show nothing.
    """

    numbers: tuple[str, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """The file system itself shows the answer, or that there is none to be had.

    Attributes:
        encrypted: The answer.
        evidence: What shows it.
        is_by_file: Whether it encrypts file by file, which swap goes round: it is written straight to the disk.
    """

    encrypted: Encrypted
    evidence: str
    is_by_file: bool = False


@dataclass(frozen=True, slots=True)
class KeyAt:
    """The file system encrypts each file, under a key that lies in a file: it is as good as where that lies.

    Attributes:
        place: Where the key lies; None where that cannot be looked at.
        evidence: What encrypts.
    """

    place: Place | None
    evidence: str


Bearing = OnDevices | Shown | KeyAt


@dataclass(frozen=True, slots=True)
class Stack:
    """One way Linux keeps files.

    Attributes:
        kinds: The kernel's names of the file systems it speaks for.
        bearing: Reads a mount of such a kind.
    """

    kinds: frozenset[str]
    bearing: Callable[[Mount, LinuxPicture], Bearing]
