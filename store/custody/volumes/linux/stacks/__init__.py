"""The file systems that are known, one file each; a new stack is a new file and its name in `STACKS`."""

from store.custody.volumes.linux.stacks import btrfs, disk, ecryptfs, elsewhere, memory, zfs

STACKS = (disk.STACK, btrfs.STACK, ecryptfs.STACK, zfs.STACK, memory.STACK, elsewhere.STACK)
"""No kind of file system stands in two of them."""

__all__ = ["STACKS"]
