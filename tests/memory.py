"""Folders of tests lie in memory where there is room: a disk is waited for at each commit, and no test pulls its plug.

Owns choosing the place. What a killed process wrote survives there as it does on a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
DISK = Path(tempfile.gettempdir())
"""Where folders lay without this."""
ENOUGH_BYTES = 1 << 30


def use() -> None:
    """Have new folders, of this process and its children, made in memory; where there is little, all stays as it is."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
