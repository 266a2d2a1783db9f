"""Paths as people type them, and where a store lies.

Owns reading them. Refuses to own whether anything lies there.
"""

import argparse
import contextlib
import os
from pathlib import Path


def path_of(typed: str) -> Path:
    """Return a path as people type one: a `~` is their own folder, quotation marks are none of it."""
    path = Path(typed.strip().strip("\"'"))
    with contextlib.suppress(RuntimeError):  # nobody here is called so: a name like any other
        path = path.expanduser()
    return path.absolute()


def store_folder(chosen: argparse.Namespace) -> Path:
    """Return the store's folder: `--store`, then DOORSTEP_STORE, then the platform's place for data."""
    named = chosen.store or os.environ.get("DOORSTEP_STORE")
    if named:
        return Path(named).absolute()
    import platformdirs

    return platformdirs.user_data_path("doorstep", appauthor=False) / "store"
