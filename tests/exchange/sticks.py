"""A USB stick that can be pulled, and looked at afterwards as the next machine finds it.

Owns a file system of its own in an image file, where this machine lets tests mount one: what was not synced is then not
in the image, so copying the image is a pull in mid-air. It is FAT where both `mkfs.vfat` and the system know it, else
ext4. Elsewhere the stick is a plain folder and a pull takes the folder away, which shows order but not syncing.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

IMAGE_BYTES = 8 << 20


class Make(StrEnum):
    """What a stick is made of."""

    FAT = "vfat"
    EXT4 = "ext4"
    FOLDER = "a folder"


class Stick:
    """One stick, plugged in.

    Attributes:
        path: Where it is mounted.
    """

    def __init__(self, folder: Path, make: Make) -> None:
        self._make = make
        self._image = folder / "image"
        self.path = folder / "stick"
        if make is not Make.FOLDER:
            _format(self._image, make)
        self._plug_in()

    def pull(self) -> None:
        """Pull it: whatever stood under its path is there again, an empty folder or nothing."""
        if self._make is Make.FOLDER:
            self.path.rename(self._image)
            return
        shutil.copy(self._image, self._image.with_suffix(".pulled"))
        subprocess.run(["umount", "--lazy", self.path], check=True)
        self._image.with_suffix(".pulled").replace(self._image)

    def plug_in_again(self) -> None:
        """Plug it in again after a pull, with what had reached it by then."""
        if self._make is Make.FOLDER:
            self._image.rename(self.path)
        else:
            self._plug_in()

    def away(self) -> None:
        """Take it away for good."""
        if self._make is not Make.FOLDER:
            subprocess.run(["umount", "--lazy", self.path], check=True)

    def _plug_in(self) -> None:
        self.path.mkdir(exist_ok=True)
        if self._make is not Make.FOLDER:
            _mount(self._image, self.path)


@contextlib.contextmanager
def stick_of(make: Make, folder: Path) -> Iterator[Stick]:
    """Plug a fresh stick in."""
    stick = Stick(folder, make)
    try:
        yield stick
    finally:
        stick.away()


@cache
def makes() -> tuple[Make, ...]:
    """Return what sticks can be made of here."""
    return (*[make for make in (Make.FAT, Make.EXT4) if _can(make)][:1], Make.FOLDER)


def _can(make: Make) -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which(f"mkfs.{make}", path=_PATH) is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        image, path = Path(folder) / "image", Path(folder) / "stick"
        path.mkdir()
        try:
            _format(image, make)
            _mount(image, path)
        except subprocess.CalledProcessError:
            return False
        subprocess.run(["umount", path], check=True)
    return True


_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def _format(image: Path, make: Make) -> None:
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    program = shutil.which(f"mkfs.{make}", path=_PATH)
    assert program is not None
    subprocess.run([program, *(["-q"] if make is Make.EXT4 else []), image], check=True, capture_output=True)


def _mount(image: Path, path: Path) -> None:
    subprocess.run(["mount", "-o", "loop", image, path], check=True, capture_output=True)
