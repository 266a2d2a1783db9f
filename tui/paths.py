"""Paths as people type them. Pure.

Owns reading them. Refuses to own whether anything lies there.
"""

import contextlib
from pathlib import Path


def path_of(typed: str) -> Path:
    """Return a path as people type one: a `~` is their own folder, quotation marks are none of it."""
    path = Path(typed.strip().strip("\"'"))
    with contextlib.suppress(RuntimeError):  # nobody here is called so: a name like any other
        path = path.expanduser()
    return path.absolute()
