"""What was measured or broken here, and with what: a line for each record of figures.

Owns how a machine and the versions are told. Refuses to own any figure.
"""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Final

_LIBRARIES: Final = ("textual", "sqlmodel", "cryptography", "keyring", "pydantic", "sqlcipher3")


def machine() -> str:
    """Return the cores, the processor and the system, as a person reads them."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    return f"{os.cpu_count()} cores, {processor}, {platform.system()} {platform.release().split('-')[0]}"


def versions() -> str:
    """Return the versions of Python, SQLite and what Doorstep stands on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}"
