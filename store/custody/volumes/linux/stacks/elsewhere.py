"""File systems whose files lie where this machine cannot look.

Owns the words for it. Refuses to call any of them encrypted: the disk of another machine is not to be seen from here.
"""

from store.custody.volumes.linux.bearing import Bearing, Shown, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount
from store.custody.volumes.verdict import Encrypted

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "afs", "ceph", "9p", "virtiofs", "fuse.sshfs", "fuse.glusterfs"})


def bearing(mount: Mount, _: LinuxPicture) -> Bearing:
    """Return that nothing is shown, and why."""
    if mount.kind in _NETWORK:
        return Shown(Encrypted.UNKNOWN, f"{mount.kind} keeps the files on another machine")
    return Shown(Encrypted.UNKNOWN, f"{mount.kind} does not say which disk lies below")


STACK = Stack(_NETWORK | {"overlay", "aufs", "fuse.mergerfs"}, bearing)
