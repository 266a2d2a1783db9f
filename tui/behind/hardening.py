"""What a process that will hold families' data refuses beforehand: dumps, eyes of others, the environment's wishes.

Owns these settings. Refuses to own anything that needs a key.
"""

import os
import sys
from typing import Final

from store.hardening import refuse_dumps, refuse_eyes

_PARENT_GONE: Final = 1
"""`PR_SET_PDEATHSIG`. Source: Linux, prctl(2)."""


def harden() -> None:
    """Leave no core, no file that others read, no variable by which Textual records or shows what it should not."""
    os.umask(0o077)
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]
    refuse_dumps()
    refuse_eyes()
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(_PARENT_GONE, signal.SIGHUP, 0, 0, 0)  # a launcher that was killed takes the app along
