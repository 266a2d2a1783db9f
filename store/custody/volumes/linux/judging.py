"""What a picture of a Linux machine shows about the folder and every swap.

Owns the list of what must be looked at. Refuses to own the way down from each (`walk`).
"""

from typing import assert_never

from store.custody.volumes.linux.picture import LinuxPicture, Swap, SwapKind, swaps
from store.custody.volumes.linux.walk import Walk
from store.custody.volumes.verdict import Encrypted, Finding, Verdict


def judge(picture: LinuxPicture) -> Verdict:
    """Return the finding on the folder, then one for each swap in the kernel's order.

    Swap counts because what is open in memory can be written there, and a hibernated machine writes all of it.
    """
    walk = Walk(picture)
    findings = [_finding("the store's folder", walk.folder(picture.folder), walk)]
    table = swaps(picture.swaps)
    if table is None:
        findings.append(Finding("swap", Encrypted.UNKNOWN, "the list of swaps could not be read"))
    for place, swap in enumerate(table or (), start=1):
        walk = Walk(picture)
        findings.append(_finding(f"swap {place}", _swap(swap, picture, walk), walk))
    return Verdict(tuple(findings))


def _swap(swap: Swap, picture: LinuxPicture, walk: Walk) -> Encrypted:
    match swap.kind:
        case SwapKind.FILE:
            return walk.swap_file(picture.files.get(swap.path))
        case SwapKind.PARTITION:
            number = picture.nodes.get(swap.path)
            if number is None:
                walk.notes.append("its device could not be found")
                return Encrypted.UNKNOWN
            return walk.device(number)
        case _ as never:
            assert_never(never)


def _finding(volume: str, encrypted: Encrypted, walk: Walk) -> Finding:
    return Finding(volume, encrypted, ", ".join(walk.notes))
