"""What a process that will hold families' data refuses beforehand: dumps, eyes of others, the environment's wishes.

Owns these settings. Refuses to own anything that needs a key.
"""

import contextlib
import os
import sys
from typing import Final

_DUMPABLE: Final = 4
"""`PR_SET_DUMPABLE`. Source: Linux, prctl(2)."""

_PARENT_GONE: Final = 1
"""`PR_SET_PDEATHSIG`. Source: Linux, prctl(2)."""


def harden() -> None:
    """Leave no core, no file that others read, no variable by which Textual records or shows what it should not."""
    os.umask(0o077)
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # a limit that is lower already stays
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes
        import signal

        libc = ctypes.CDLL(None)
        libc.prctl(_DUMPABLE, 0, 0, 0, 0)  # no other process of the same account looks into the memory
        libc.prctl(_PARENT_GONE, signal.SIGHUP, 0, 0, 0)  # a launcher that was killed takes the app with it
