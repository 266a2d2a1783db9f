"""Whether a Windows machine keeps the store's drive and its page files encrypted, asked without administrator rights.

Owns reading the shell property `System.Volume.BitLockerProtection` and the list of page files. Refuses to own anything
BitLocker says in words: words are translated, the property is a number.
"""

import ntpath
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from store.custody.volumes.command import Answer, Ask, Silence, ask
from store.custody.volumes.nearest import nearest_existing, volume_of
from store.custody.volumes.verdict import Encrypted, Finding, Verdict

_MEANINGS = {
    "1": (Encrypted.YES, "BitLocker is on"),
    "2": (Encrypted.NO, "BitLocker is off"),
    "3": (Encrypted.NO, "BitLocker is still encrypting"),
    "4": (Encrypted.NO, "BitLocker is decrypting"),
    "5": (Encrypted.NO, "BitLocker is suspended: its key lies beside the data"),
    "6": (Encrypted.UNKNOWN, "BitLocker says locked, which an open drive cannot be"),
}


@dataclass(frozen=True, slots=True)
class WindowsPicture:
    """What a Windows machine said.

    Attributes:
        folder_drive: The letter of the drive that holds the folder; None where no letter stands for its volume.
        system_drive: The letter of the drive Windows runs from; swap and hibernation files lie there unless moved.
        page_files: The answer to `page_files_question`.
        protections: The answer to `protection_question` for each letter asked about.
    """

    folder_drive: str | None
    system_drive: str
    page_files: Answer | Silence
    protections: Mapping[str, Answer | Silence]


def protection_question(windows: str, letter: str) -> tuple[str, ...]:
    """Return the command that prints the BitLocker number of a drive.

    Args:
        windows: The folder Windows lies in.
        letter: One capital letter, A to Z.
    """
    shell = ntpath.join(windows, "System32", "WindowsPowerShell", "v1.0", "powershell.exe")
    drive = f"(New-Object -ComObject Shell.Application).NameSpace('{letter}:').Self"
    script = f"{drive}.ExtendedProperty('System.Volume.BitLockerProtection')"
    return (shell, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script)


def page_files_question(windows: str) -> tuple[str, ...]:
    """Return the command that prints where this session's page files lie."""
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
    return (ntpath.join(windows, "System32", "reg.exe"), "query", key, "/v", "ExistingPageFiles")


def record(folder: Path, asking: Ask = ask) -> WindowsPicture:
    """Ask this machine everything that `judge` needs."""
    windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
    system_drive = _letter(windows) or "C"
    folder_drive = _drive_of(folder)
    page_files = asking(page_files_question(windows))
    letters = {system_drive, *(_page_file_drives(page_files) or ())} | ({folder_drive} if folder_drive else set())
    protections = {letter: asking(protection_question(windows, letter)) for letter in sorted(letters)}
    return WindowsPicture(folder_drive, system_drive, page_files, protections)


def judge(picture: WindowsPicture) -> Verdict:
    """Return the findings on the folder's drive, the system drive and every further drive with a page file."""
    drives = _page_file_drives(picture.page_files)
    findings = [
        _folder(picture),
        _drive("the system drive, with page and hibernation files", picture.system_drive, picture),
    ]
    if drives is None:
        findings.append(Finding("page files", Encrypted.UNKNOWN, "where they lie could not be read"))
    further = sorted(set(drives or ()) - {picture.system_drive})
    findings.extend(_drive("a page file's drive", letter, picture) for letter in further)
    return Verdict(tuple(findings))


def _folder(picture: WindowsPicture) -> Finding:
    if picture.folder_drive is None:
        return Finding("the store's drive", Encrypted.UNKNOWN, "no drive letter of this machine stands for it")
    return _drive("the store's drive", picture.folder_drive, picture)


def _drive(volume: str, letter: str, picture: WindowsPicture) -> Finding:
    answer = picture.protections.get(letter, Silence.MISSING)
    if isinstance(answer, Silence):
        return Finding(volume, Encrypted.UNKNOWN, f"drive {letter}, the question to BitLocker {answer}")
    if answer.exit_code != 0:
        return Finding(volume, Encrypted.UNKNOWN, f"drive {letter}, PowerShell ended with exit code {answer.exit_code}")
    unknown = (Encrypted.UNKNOWN, "BitLocker gave no number that is known")
    encrypted, meaning = _MEANINGS.get(answer.text.strip(), unknown)
    return Finding(volume, encrypted, f"drive {letter}, {meaning}")


def _page_file_drives(answer: Answer | Silence) -> tuple[str, ...] | None:
    """Return the letters of the drives with page files, in the system's order; None where the answer is not clear."""
    if isinstance(answer, Silence) or answer.exit_code != 0:
        return None
    values = re.findall(r"^ *ExistingPageFiles +REG_MULTI_SZ *(.*?)\s*$", answer.text, re.MULTILINE)
    if len(values) != 1:
        return None
    files = [re.match(r"\\\?\?\\([A-Za-z]):\\", path) for path in values[0].split(r"\0") if path]
    letters = [file[1].upper() for file in files if file]
    return tuple(letters) if len(letters) == len(files) else None


def _drive_of(folder: Path) -> str | None:
    at = nearest_existing(folder)
    letter = _letter(str(at)) if at else None
    if at is None or letter is None:
        return None
    # A volume can be mounted on a folder of another drive; then the drive's letter says nothing about it.
    volume = volume_of(at)
    return letter if volume is not None and volume == volume_of(Path(f"{letter}:\\")) else None


def _letter(path: str) -> str | None:
    drive = ntpath.splitdrive(path.removeprefix("\\\\?\\"))[0]
    return drive[0].upper() if re.fullmatch("[A-Za-z]:", drive) else None
