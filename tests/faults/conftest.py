"""What the fault suites share: a real Secret Service, and a quick folder."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.secret_service import secret_service

__all__ = ["secret_service"]

MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 512 << 20


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what a killed process wrote survives there as it does on a disk."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ENOUGH_BYTES:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="doorstep-", dir=MEMORY) as folder:
        yield Path(folder)
