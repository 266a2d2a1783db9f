"""Whether a folder lies on the drive that is named: by a mark on the drive itself.

Owns the mark and the rule. Refuses to own the register, and whether a volume is encrypted (volumes).

Nothing that a computer shows without an administrator ties a folder to the label on a stick. So the first file that is
written onto a drive leaves a mark at its top, with the drive's number on the register; from then on a folder without
it, or with another one, is somewhere else. A drive that is wiped and holds nothing may have lost it, and gets it anew.

Source: agreement A9: the trail says on which drive the data is, and not on which one it was meant to be.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

from store.custody.volumes.nearest import volume_of
from store.errors import DriveElsewhereError
from store.ids import DeviceId
from store.keeping.files import disk_refusals, replace_durably

MARK: Final = ".doorstep-drive"
"""What the mark is called, at the top of the drive."""

_MARK_BYTES: Final = 128


def hold_on_drive(folder: Path, here: Path, drive: DeviceId, *, holds_data: bool) -> Path | None:
    """Make sure that a folder can be on a drive; return where its mark is still to be left, None where it has it.

    Args:
        folder: Where something is to be written.
        here: A folder of this machine's own, which is on no drive.
        drive: Which one it is said to be on.
        holds_data: Whether something lies on the drive: then it has its mark.

    Raises:
        DriveElsewhereError: It is not on that drive.
        StoreUnreadableError: The disk refuses.
    """
    top = top_of(folder)
    if volume_of(folder) in (None, volume_of(here)):
        raise DriveElsewhereError
    with disk_refusals():
        try:
            with (top / MARK).open("rb") as file:
                found = file.read(_MARK_BYTES)
        except FileNotFoundError:
            if holds_data:
                raise DriveElsewhereError from None
            return top / MARK
    if found != _mark(drive):
        raise DriveElsewhereError
    return None


def leave_mark(at: Path, drive: DeviceId) -> None:
    """Leave the mark of a drive, durably.

    Raises:
        StoreFullError, FolderReadOnlyError: The drive refuses; nothing may be written onto it then.
    """
    replace_durably(at, _mark(drive))


def top_of(folder: Path) -> Path:
    """Return the top of the volume that a folder lies on."""
    at = Path(os.path.realpath(folder))
    with contextlib.suppress(OSError):
        while at.parent != at and volume_of(at.parent) == volume_of(at):
            at = at.parent
    return at


def _mark(drive: DeviceId) -> bytes:
    return f"{drive}\n".encode("ascii")
