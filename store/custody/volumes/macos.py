"""Whether a Mac keeps the store's folder and its swap encrypted.

Owns reading `fdesetup status` (FileVault, which covers the start-up volume only) and `sysctl vm.swapusage`. Refuses to
own other volumes: what FileVault says is no evidence about them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from store.custody.volumes.command import Answer, Ask, Silence, ask
from store.custody.volumes.nearest import nearest_existing, volume_of
from store.custody.volumes.verdict import Encrypted, Finding, Verdict

FILEVAULT = ("/usr/bin/fdesetup", "status")
SWAP = ("/usr/sbin/sysctl", "-n", "vm.swapusage")

START_UP = (Path("/"), Path("/System/Volumes/Data"))
"""The start-up volume; since macOS 10.15 a sealed one, and beside it the one that is written to."""


@dataclass(frozen=True, slots=True)
class MacPicture:
    """What a Mac said.

    Attributes:
        on_start_up_volume: Whether the folder lies on the start-up volume.
        filevault: The answer to `FILEVAULT`.
        swap: The answer to `SWAP`.
    """

    on_start_up_volume: bool
    filevault: Answer | Silence
    swap: Answer | Silence


def record(folder: Path, asking: Ask = ask) -> MacPicture:
    """Ask this Mac everything that `judge` needs."""
    at = nearest_existing(folder)
    volume = volume_of(at) if at else None
    on_start_up_volume = volume is not None and volume in {volume_of(path) for path in START_UP}
    return MacPicture(on_start_up_volume, asking(FILEVAULT), asking(SWAP))


def judge(picture: MacPicture) -> Verdict:
    """Return the findings on the folder and on swap. Anything but the expected words is UNKNOWN."""
    return Verdict((_folder(picture), _swap(picture.swap)))


def _folder(picture: MacPicture) -> Finding:
    if not picture.on_start_up_volume:
        why = "not on the start-up volume, the only one FileVault speaks for"
        return Finding("the store's folder", Encrypted.UNKNOWN, why)
    encrypted, evidence = _filevault(picture.filevault)
    return Finding("the store's folder", encrypted, f"start-up volume, {evidence}")


def _filevault(answer: Answer | Silence) -> tuple[Encrypted, str]:
    if isinstance(answer, Silence):
        return Encrypted.UNKNOWN, f"fdesetup {answer}"
    if answer.exit_code != 0:
        return Encrypted.UNKNOWN, f"fdesetup ended with exit code {answer.exit_code}"
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    if lines == ["FileVault is On."]:
        return Encrypted.YES, "FileVault is on"
    if any(re.match("(En|De)cryption in progress", line) for line in lines):
        return Encrypted.NO, "FileVault is still encrypting or decrypting"
    if lines and lines[0].startswith("FileVault is Off"):  # a deferred start is off until the next log-in
        return Encrypted.NO, "FileVault is off"
    return Encrypted.UNKNOWN, "fdesetup answered in words that are not known"


def _swap(answer: Answer | Silence) -> Finding:
    if isinstance(answer, Silence):
        return Finding("swap", Encrypted.UNKNOWN, f"sysctl {answer}")
    if answer.exit_code != 0:
        return Finding("swap", Encrypted.UNKNOWN, f"sysctl ended with exit code {answer.exit_code}")
    told = re.fullmatch(r"total = \S+ +used = \S+ +free = \S+( +\(encrypted\))?", answer.text.strip())
    if told is None:
        return Finding("swap", Encrypted.UNKNOWN, "sysctl answered in words that are not known")
    if told[1] is None:
        return Finding("swap", Encrypted.NO, "vm.swapusage does not say encrypted")
    return Finding("swap", Encrypted.YES, "vm.swapusage says encrypted")
