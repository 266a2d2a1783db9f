"""eCryptfs, which lies over another file system and encrypts each file before it reaches it.

Owns which of its mounts show that, from the options that the kernel itself prints of them. Refuses to look below: what
lies there is cipher text, and swap does not pass through it.

Source: Linux, fs/ecryptfs/super.c: ecryptfs_show_options; ecryptfs(7).
"""

from typing import Final

from store.custody.volumes.linux.bearing import Bearing, Shown, Stack
from store.custody.volumes.linux.picture import LinuxPicture, Mount
from store.custody.volumes.verdict import Encrypted

_BYTES: Final = {"16": "AES-128", "24": "AES-192", "32": "AES-256"}
_OPENING: Final = frozenset({"ecryptfs_passthrough", "ecryptfs_encrypted_view"})
"""Under these some files, or all that are read, are not as they lie below."""


def bearing(mount: Mount, _: LinuxPicture) -> Bearing:
    """Return what the options show."""
    told = [each.partition("=") for each in mount.options if each.startswith("ecryptfs_")]
    values = {name: value for name, _, value in told}
    if len(values) != len(told):
        return Shown(Encrypted.UNKNOWN, "ecryptfs whose options say two things")
    if _OPENING & values.keys():
        return Shown(Encrypted.UNKNOWN, "ecryptfs that lets files pass as they are")
    if values.get("ecryptfs_cipher") == "cipher_null":
        return Shown(Encrypted.NO, "ecryptfs with a cipher that encrypts nothing")
    strength = _BYTES.get(values.get("ecryptfs_key_bytes", ""))
    if not values.get("ecryptfs_sig") or values.get("ecryptfs_cipher") != "aes" or strength is None:
        return Shown(Encrypted.UNKNOWN, "ecryptfs whose cipher and key are not shown")
    return Shown(Encrypted.YES, f"ecryptfs under {strength}", is_by_file=True)


STACK = Stack(frozenset({"ecryptfs"}), bearing)
