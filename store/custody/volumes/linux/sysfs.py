"""Single facts from `/proc` and `/sys`, each readable without root.

Owns how each is read. Refuses to guess: a fact that cannot be read in full is None.
"""

import os
import re
import stat
from pathlib import Path

from store.custody.volumes.linux.picture import Block, Place


def place_of(path: Path) -> Place | None:
    """Return where a path lies, following links; None where it may not be looked at or is not there."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)  # opens without any right to read
    except (OSError, ValueError):
        return None
    try:
        found = os.fstat(handle)
        mount_id = re.search(r"^mnt_id:\s*(\d+)$", text_of(Path(f"/proc/self/fdinfo/{handle}")) or "", re.MULTILINE)
    finally:
        os.close(handle)
    return Place(int(mount_id[1]), _number(found.st_dev)) if mount_id else None


def read_block(number: str, sys: Path) -> Block | None:
    """Return what sysfs says about a block device; None where it says nothing.

    Args:
        number: `MAJOR:MINOR`.
        sys: Where sysfs is mounted.
    """
    try:
        return _block((sys / "dev/block" / number).resolve(strict=True))
    except OSError:
        return None


def _block(home: Path) -> Block:
    name = home.name
    if (home / "partition").exists():
        disk = _line(home.parent / "dev")
        return Block(name, under=(disk,) if disk else None)
    under = _slaves(home)
    if name.startswith("loop"):
        path = _line(home / "loop/backing_file")
        if path and (node := node_of(path)):
            return Block(name, under=(node,))
        return Block(name, under=under, backing=place_of(Path(path)) if path else None)
    if name.startswith("zram"):
        return Block(name, under=_behind_zram(home))
    return Block(name, dm_uuid=_line(home / "dm/uuid"), under=under)


def _slaves(home: Path) -> tuple[str, ...] | None:
    try:
        found = [_line(slave / "dev") for slave in sorted((home / "slaves").iterdir())]
    except OSError:
        return None
    known = tuple(number for number in found if number)
    return known if len(known) == len(found) else None


def _behind_zram(home: Path) -> tuple[str, ...] | None:
    """Return the disk a zram device writes idle pages to; kernels built without that have no such file."""
    if not (home / "backing_dev").exists():
        return ()
    path = _line(home / "backing_dev")
    if path == "none":
        return ()
    node = node_of(path) if path else None
    return (node,) if node else None


def btrfs_spans(folder: Path) -> list[frozenset[str]]:
    """Return the devices of each mounted btrfs; one whose devices cannot all be read is left out.

    Args:
        folder: `fs/btrfs` of sysfs; it need not exist.
    """
    spans: list[frozenset[str]] = []
    try:
        listings = [each / "devices" for each in folder.iterdir() if (each / "devices").is_dir()]
        for listing in listings:
            numbers = [_line(device / "dev") for device in listing.iterdir()]
            if None not in numbers:
                spans.append(frozenset(number for number in numbers if number))
    except OSError:
        return []
    return spans


def node_of(path: str) -> str | None:
    """Return the number of the block device that a device node stands for; None for anything else."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return _number(found.st_rdev) if stat.S_ISBLK(found.st_mode) else None


def _number(device: int) -> str:
    return f"{os.major(device)}:{os.minor(device)}"


def _line(path: Path) -> str | None:
    text = text_of(path)
    return text.removesuffix("\n") or None if text is not None else None


def text_of(path: Path) -> str | None:
    """Return a file's text, bytes that are no text kept as they are; None where it cannot be read."""
    try:
        return os.fsdecode(path.read_bytes())
    except OSError:
        return None
