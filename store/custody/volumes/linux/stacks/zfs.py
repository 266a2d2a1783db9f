"""ZFS, which encrypts a dataset by itself, or lies on devices that something else encrypts.

Owns what its own words show. Refuses to believe them where the key lies in the open: whoever has the disk has both.
"""

from typing import Final

from store.custody.volumes.linux import zfs
from store.custody.volumes.linux.bearing import Bearing, KeyAt, OnDevices, Shown, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount
from store.custody.volumes.verdict import Encrypted

_FILE: Final = "file:///"
"""A path from the root on: from where any other one begins is not to be seen."""


def bearing(mount: Mount, picture: LinuxPicture) -> Bearing:
    """Return what the dataset's own properties show; where it encrypts nothing, the devices of its pool."""
    if not zfs.is_name(mount.source):
        return Shown(Encrypted.UNKNOWN, "zfs under a name that cannot be asked about")
    told = zfs.properties(answer := picture.zfs.get(mount.source), zfs.PROPERTIES)
    if told is None:
        return Shown(Encrypted.UNKNOWN, zfs.silent(answer))
    if told["mounted"] != "yes":
        return Shown(Encrypted.UNKNOWN, "zfs says that the dataset is not mounted")
    if told["encryption"] == "off":
        return _devices(mount, picture)
    if told["encryption"] not in zfs.SUITES or told["keystatus"] != "available":
        return Shown(Encrypted.UNKNOWN, "zfs answered in words that are not known")
    return _key(told["encryption"], told["encryptionroot"], picture)


def _key(suite: str, root: str, picture: LinuxPicture) -> Bearing:
    said = f"zfs dataset under {suite}"
    told = zfs.properties(answer := picture.zfs_keys.get(root), ("keylocation",))
    if told is None:
        return Shown(Encrypted.UNKNOWN, f"{said}, but where its key lies is not shown: {zfs.silent(answer)}")
    where = told["keylocation"]
    if where == "prompt":
        return Shown(Encrypted.YES, f"{said}, its key asked for", is_by_file=True)
    if where.startswith(_FILE):
        return KeyAt(picture.files.get("/" + where.removeprefix(_FILE)), f"{said}, its key in a file")
    return Shown(Encrypted.UNKNOWN, f"{said}, but where its key lies is not shown")


def _devices(mount: Mount, picture: LinuxPicture) -> Bearing:
    pool = mount.source.partition("/")[0]
    paths = zfs.devices(picture.zfs_pools.get(pool), pool)
    numbers = tuple(picture.nodes.get(path) or "" for path in paths or ())
    if not numbers or not all(numbers):
        return Shown(Encrypted.UNKNOWN, "zfs without encryption of its own, on devices that could not be read")
    return OnDevices(tuple(sorted(set(numbers))))


STACK = Stack(frozenset({"zfs"}), bearing)
