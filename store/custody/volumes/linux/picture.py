"""A recorded picture of a Linux machine: what its kernel shows to anybody about mounts, swap and block devices.

Owns the picture and the reading of its two tables. Refuses to own how it is taken (`reading`) and what follows from it
(`walk`). Block devices are named by their number, `MAJOR:MINOR`, as sysfs writes it. Paths can name people, so they
stay out of every repr and out of all evidence.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from store.custody.volumes.command import Answer, Silence
from store.custody.volumes.linux.fscrypt import Policy


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file or folder lies.

    Attributes:
        mount_id: The first field of its line in mountinfo; exact even where mounts cover each other.
        device: The number its `stat` gives; `0:N` where the file system has no single block device.
    """

    mount_id: int
    device: str


@dataclass(frozen=True, slots=True)
class Block:
    """What sysfs says about one block device.

    Attributes:
        name: The kernel's name: `sda2`, `dm-0`, `md127`. Nobody can choose it.
        dm_uuid: What the device-mapper was told the mapping is; None for other devices and where it is unreadable.
        under: Numbers of what it directly rests on: its slaves, the whole disk of a partition, the disk behind a zram.
            None where that could not be read.
        backing: Where the file behind a loop device lies; None for other devices and where it cannot be found.
    """

    name: str
    dm_uuid: str | None = None
    under: tuple[str, ...] | None = ()
    backing: Place | None = None


@dataclass(frozen=True, slots=True)
class LinuxPicture:
    """Everything a decision about one folder rests on.

    Attributes:
        folder: Where the folder lies; None where that could not be read.
        mountinfo: The text of `/proc/self/mountinfo`, empty where it could not be read.
        swaps: The text of `/proc/swaps`, empty where it could not be read.
        blocks: Block devices by number; a number that is missing could not be read.
        nodes: Device numbers by the path of their node, for paths that mountinfo and swaps mention.
        files: Places of swap files, and of files that hold keys, by path.
        btrfs: The block devices of each mounted btrfs, as its sysfs folder lists them.
        policy: What the folder itself is encrypted by; None where it is by nothing, or that could not be read.
        is_policy_read: Whether that could be read.
        zfs: What ZFS answered about each dataset that something lies in.
        zfs_keys: What it answered about the key of each encryption root of these.
        zfs_pools: What it answered about the devices of each pool of these.
    """

    folder: Place | None
    mountinfo: str = field(repr=False)
    swaps: str = field(repr=False)
    blocks: Mapping[str, Block]
    nodes: Mapping[str, str] = field(repr=False, default_factory=dict)
    files: Mapping[str, Place] = field(repr=False, default_factory=dict)
    btrfs: tuple[frozenset[str], ...] = ()
    policy: Policy | None = None
    is_policy_read: bool = True
    zfs: Mapping[str, Answer | Silence] = field(repr=False, default_factory=dict)
    zfs_keys: Mapping[str, Answer | Silence] = field(repr=False, default_factory=dict)
    zfs_pools: Mapping[str, Answer | Silence] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo, as far as it matters here.

    Attributes:
        device: The file system's number; `0:N` without a single block device.
        kind: The kernel's name of the file system: `ext4`, `btrfs`, `fuse.sshfs`.
        source: What was mounted; free text on some file systems, so evidence of nothing by itself.
        options: The file system's own options.
    """

    device: str
    kind: str
    source: str = field(repr=False)
    options: tuple[str, ...] = field(repr=False)


class SwapKind(StrEnum):
    """The two things Linux swaps to."""

    PARTITION = "partition"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Swap:
    """One line of `/proc/swaps`."""

    kind: SwapKind
    path: str = field(repr=False)


def mounts(mountinfo: str) -> dict[int, Mount]:
    """Return the mounts by id. A line that does not read as proc(5) describes it is left out."""
    found: dict[int, Mount] = {}
    for line in mountinfo.split("\n"):  # alone: the kernel escapes it, and no other end of a line
        before, _, after = line.partition(" - ")
        here, there = before.split(" "), after.split(" ")
        if len(here) >= 6 and len(there) == 3 and here[0].isdecimal():
            found[int(here[0])] = Mount(here[2], there[0], unescape(there[1]), tuple(there[2].split(",")))
    return found


def swaps(text: str) -> tuple[Swap, ...] | None:
    """Return the swaps in the kernel's order, empty where there is none; None where the table does not read well."""
    header, *lines = text.removesuffix("\n").split("\n")
    if header.split()[:2] != ["Filename", "Type"]:
        return None
    fields = [re.split("[ \t]+", line) for line in lines]
    if any(len(each) < 5 or each[1] not in set(SwapKind) for each in fields):
        return None
    return tuple(Swap(SwapKind(each[1]), unescape(each[0])) for each in fields)


def unescape(path: str) -> str:
    """Return a path as it is on disk: the kernel writes space, tab, line feed and backslash as octal numbers."""
    raw = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) & 0xFF]), os.fsencode(path))
    return os.fsdecode(raw)
