r"""What a device-mapper UUID tells about the mapping behind it.

Owns the closed list of UUIDs that show encryption. Refuses to trust a name, a label, or a UUID that only contains such
a word. What no UUID shows is said here once: a null cipher chosen by whoever set the disk up, and an encryption in
place that was begun and then put off; both need root to make and root to see.

Source:
    libcryptsetup writes `CRYPT-` TYPE `-` (32 hex digits `-`) NAME; LVM2 `LVM-`, multipath-tools `mpath-`, kpartx
    `partN-`, dmraid `DMRAID-`.
"""

import re
from enum import StrEnum


class Layer(StrEnum):
    """What a mapping does to what passes through it."""

    SEALED = "sealed"
    MOVING = "moving"
    OPEN = "open"
    OPAQUE = "opaque"


_SEALED = re.compile(r"(CRYPT-(?:LUKS[12]|FVAULT2))-[0-9a-fA-F]{32}-.+|(CRYPT-(?:PLAIN|TCRYPT))-.+", re.DOTALL)

# While LUKS2 encrypts, decrypts or re-encrypts in place, it puts these two beneath the mapping.
_MOVING = re.compile(r"CRYPT-SUBDEV-.+-(?:overlay|hotzone-forward|hotzone-backward)", re.DOTALL)

_OPEN = re.compile(r"(LVM|CRYPT-VERITY|CRYPT-INTEGRITY|mpath|part\d{1,3}|DMRAID)-.+", re.DOTALL)

# Encrypted perhaps, shown never. BitLocker may carry its key in clear, and libcryptsetup (2.8.2 on) opens it all the
# same; OPAL is the drive's own word.
_OPAQUE = re.compile(r"(CRYPT-BITLK|CRYPT-LUKS2-OPAL)-.+", re.DOTALL)


def layer_of(dm_uuid: str | None) -> tuple[Layer, str]:
    """Return what the mapping does, and words for it that hold nothing of the UUID but its known beginning."""
    if not dm_uuid:
        return Layer.OPAQUE, "a mapping without a readable UUID"
    if sealed := _SEALED.fullmatch(dm_uuid):
        return Layer.SEALED, sealed[1] or sealed[2]
    if _MOVING.fullmatch(dm_uuid):
        return Layer.MOVING, "a part of an encryption under way"
    if through := _OPEN.fullmatch(dm_uuid):
        return Layer.OPEN, through[1]
    if shut := _OPAQUE.fullmatch(dm_uuid):
        return Layer.OPAQUE, f"{shut[1]} (where its key lies is not shown)"
    return Layer.OPAQUE, "a mapping of a kind not known"
