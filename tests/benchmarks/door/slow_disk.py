"""A disk whose syncs take some milliseconds, as many a laptop's does: each sync of a program takes so much longer.

Owns the command before another one that delays it. SQLite syncs in C, so it is the kernel's call that is delayed.
"""

import shutil
import subprocess
from typing import Final

SYNC_MS: Final = 5


def delaying() -> tuple[str, ...]:
    """Return the words that stand before a command; none where this machine cannot delay a sync."""
    path = shutil.which("strace")
    if path is None:
        return ()
    syncs, delay = "fsync,fdatasync", f"delay_exit={SYNC_MS * 1000}"
    words = (
        path,
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-o",
        "/dev/null",
        "-e",
        f"trace={syncs}",
        "-e",
        f"inject={syncs}:{delay}",
    )
    may_trace = subprocess.run((*words, "true"), capture_output=True, check=False).returncode == 0
    return words if may_trace else ()
