"""Which platform's way of looking fits this machine.

Owns the choice. Refuses to own any of the ways, and any decision on what was found.
"""

import sys
from pathlib import Path

from store.custody.volumes import linux, macos, windows
from store.custody.volumes.verdict import Encrypted, Finding, Verdict


def examine(folder: Path, platform: str = sys.platform) -> Verdict:
    """Look at the volume of a folder and at every swap of this machine.

    Args:
        folder: The store's folder, or where a clear file is to be written; it need not exist yet.
        platform: As `sys.platform` names it.

    Returns:
        At least one finding. What cannot be read is UNKNOWN, and the evidence says what.

    Source:
        Agreement Annex A, point 9.
    """
    match platform:
        case "linux":
            return linux.judge(linux.record(folder))
        case "darwin":
            return macos.judge(macos.record(folder))
        case "win32":
            return windows.judge(windows.record(folder))
        case _:
            why = "this kind of operating system cannot be examined"
            return Verdict((Finding("the store's folder", Encrypted.UNKNOWN, why),))
