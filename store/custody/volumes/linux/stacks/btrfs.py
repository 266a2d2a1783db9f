"""Btrfs, whose mount line names one of several devices and whose numbers are made up.

Owns finding all of its devices. Refuses to decide on the named one alone: half a mirror may be bare.
"""

from store.custody.volumes.linux.bearing import Bearing, OnDevices, Shown, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount
from store.custody.volumes.verdict import Encrypted


def bearing(mount: Mount, picture: LinuxPicture) -> Bearing:
    """Return every device of the file system, lowest number first."""
    named = picture.nodes.get(mount.source)
    spans = [devices for devices in picture.btrfs if named in devices]
    if len(spans) != 1:
        return Shown(Encrypted.UNKNOWN, "btrfs whose devices could not be read")
    return OnDevices(tuple(sorted(spans[0])))


STACK = Stack(frozenset({"btrfs"}), bearing)
