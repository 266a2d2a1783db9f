"""Folders that the kernel encrypts by themselves (fscrypt), on a file system that may be bare.

Owns asking for a folder's policy, and which policies show encryption. Refuses to own every other file in the file
system: a policy covers its folder and what is made in it, never swap.

The kernel keeps every file of such a folder under the folder's own policy: it can be given to an empty folder only, and
nothing else can be moved in. So the folder's policy speaks for the store.

Source: Linux, Documentation/filesystems/fscrypt.rst: "Getting policies", "Encryption modes and usage".
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KINDS: Final = frozenset({"ext4", "f2fs", "ubifs"})
"""File systems in the kernel that keep such policies. What a FUSE server answers in their stead shows nothing."""

_GET_POLICY_EX: Final = 0xC0096616
"""FS_IOC_GET_ENCRYPTION_POLICY_EX: `_IOWR('f', 22, __u8[9])`."""

_POLICY_BYTES: Final = 24
_VERSIONS: Final = frozenset({0, 2})

_ENCRYPTING: Final = {1: "AES-256-XTS", 5: "AES-128-CBC", 9: "Adiantum", 10: "AES-256-HCTR2"}
"""Modes of contents that count (verdict). Whatever else stands in the header of the kernel is not let pass: SM4."""

_DUMMY: Final = "test_dummy_encryption"
"""A mount option of kernel developers under which the key protects nothing."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a folder is encrypted by.

    Attributes:
        version: 0 for the first, 2 for the second.
        contents: The kernel's number of the mode for contents.
    """

    version: int
    contents: int


def policy_of(folder: Path) -> tuple[Policy | None, bool]:
    """Return what a folder is encrypted by, None where it is not; and whether that could be read.

    It cannot where the folder may not be read, or the kernel is older than the question (5.4).
    """
    import errno
    import fcntl  # there is none on Windows, and nothing asks there

    told = bytearray(struct.pack("=Q", _POLICY_BYTES) + bytes(_POLICY_BYTES))
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None, False
    try:
        fcntl.ioctl(handle, _GET_POLICY_EX, told)
    except OSError as refusal:
        return None, refusal.errno in (errno.ENODATA, errno.EOPNOTSUPP)
    finally:
        os.close(handle)
    return Policy(told[8], told[9]), True


def strength(policy: Policy, options: tuple[str, ...]) -> str | None:
    """Return the name of the mode that a policy encrypts contents by; None where that shows nothing.

    Args:
        policy: A folder's.
        options: Of the file system's mount.
    """
    if policy.version not in _VERSIONS or any(each.partition("=")[0] == _DUMMY for each in options):
        return None
    return _ENCRYPTING.get(policy.contents)
