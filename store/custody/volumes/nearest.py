"""Where a folder that may not exist yet would be made.

Owns the climb to the nearest folder that exists. Refuses to climb past anything it may not look at: what lies above a
closed door can be another volume.
"""

import os
from pathlib import Path


def nearest_existing(folder: Path) -> Path | None:
    """Return the folder with its links resolved, or its nearest ancestor that exists.

    Returns:
        None where something on the way cannot be looked at, or the path is none.
    """
    try:
        at = Path(os.path.realpath(folder))
        while not _exists(at):
            at = at.parent
    except (OSError, ValueError):  # ValueError: a path with a NUL
        return None
    return at


def volume_of(path: Path) -> int | None:
    """Return the number of the volume that an existing path lies on; None where it cannot be looked at."""
    try:
        return path.stat().st_dev
    except OSError:
        return None


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        if path == path.parent:
            raise  # not even a root: an unplugged drive
        return False
    return True
