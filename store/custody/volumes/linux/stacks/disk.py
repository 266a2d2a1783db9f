"""File systems on one block device, which is most of them.

Owns the list of those that keep every byte of a file on the device they are mounted from. Refuses f2fs, bcachefs and
the like: they can span devices that no mount line names.
"""

from store.custody.volumes.linux.bearing import Bearing, OnDevices, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount

_ELSEWHERE_TOO = ("logdev=", "rtdev=")
"""XFS keeps its log, or the files themselves, on a second device where one of these says so (xfs(5))."""


def bearing(mount: Mount, _: LinuxPicture) -> Bearing:
    """Return the one device."""
    return OnDevices((mount.device,), complete=not any(each.startswith(_ELSEWHERE_TOO) for each in mount.options))


STACK = Stack(frozenset({"ext2", "ext3", "ext4", "xfs", "vfat", "exfat", "ntfs3", "fuseblk", "hfsplus"}), bearing)
