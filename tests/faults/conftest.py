"""What the fault suites share: a real Secret Service, and a folder on the disk."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.memory import DISK
from tests.secret_service import secret_service

__all__ = ["secret_service"]


@pytest.fixture
def disk_path() -> Iterator[Path]:
    """A folder on this machine's disk, for what is to wait for it."""
    with tempfile.TemporaryDirectory(prefix="doorstep-", dir=DISK) as folder:
        yield Path(folder)
