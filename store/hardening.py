"""What a process that holds what is private refuses: dumps of its memory, other processes' eyes, a life of its own.

Owns these. Refuses to own whatever needs more than the standard library. Loading ctypes takes longer than painting the
prompt, so the launcher refuses eyes once the prompt is seen, and before it reads a key.
"""

import os
import sys

_PARENT_GONE = 1
"""`PR_SET_PDEATHSIG`. Source: Linux, prctl(2)."""

_DUMPABLE = 4
"""`PR_SET_DUMPABLE`. Source: Linux, prctl(2)."""


def refuse_dumps() -> None:
    """Leave no core, whatever ends this process or those it starts."""
    if os.name == "nt":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):  # a limit that is lower already stays
        return


def refuse_eyes() -> None:
    """Let no other process of the same account look into the memory; what is started from here says so for itself."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)


def end_with_starter(by: int) -> None:
    """Have Linux end this process, by a signal, as soon as the thread that started it is gone, whatever ended that."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_GONE, by, 0, 0, 0)
