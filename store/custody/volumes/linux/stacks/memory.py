"""File systems that live in memory.

Owns the reason why they pass: what they hold reaches a disk as swap or not at all, and every swap is a finding of its
own, so one bare swap still makes the whole verdict a NO.
"""

from store.custody.volumes.linux.bearing import Bearing, Shown, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount
from store.custody.volumes.verdict import Encrypted


def bearing(mount: Mount, _: LinuxPicture) -> Bearing:
    """Return that only swap matters."""
    return Shown(Encrypted.YES, f"{mount.kind} is memory, on a disk only where it is swapped out")


STACK = Stack(frozenset({"tmpfs", "ramfs"}), bearing)
