"""Reads the pictures in `fixtures`: one machine each, in the form its kernel or its commands print it.

They are made up, machine by machine, so that no real disk, drive or person stands in them. The file's name says the
platform and the stack; `stack` says it in words, `verdict` and `evidence` what must come of it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.custody.volumes import Encrypted, Verdict, linux, macos, windows
from store.custody.volumes.command import Answer, Silence
from store.custody.volumes.linux.fscrypt import Policy
from store.custody.volumes.linux.picture import Block, Place
from store.custody.volumes.macos import MacPicture
from store.custody.volumes.windows import WindowsPicture

ZFS = ("zfs", "zfs_keys", "zfs_pools")
FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Recording:
    """One fixture."""

    name: str
    stack: str
    verdict: Encrypted
    evidence: str
    judged: Verdict


def recordings() -> list[Recording]:
    """Return every fixture with what the examination makes of it, by name."""
    return [_recording(path) for path in sorted(FIXTURES.glob("*.toml"))]


def linux_picture(told: dict[str, Any]) -> linux.LinuxPicture:
    return linux.LinuxPicture(
        folder=_place(told.get("folder")),
        mountinfo=told["mountinfo"],
        swaps=told["swaps"],
        blocks={number: _block(block) for number, block in told["blocks"].items()},
        nodes=told.get("nodes", {}),
        files={path: Place(**place) for path, place in told.get("files", {}).items()},
        btrfs=tuple(frozenset(span) for span in told.get("btrfs", ())),
        policy=Policy(**told["policy"]) if "policy" in told else None,
        is_policy_read=told.get("is_policy_read", True),
        **{asked: {name: _answer(each) for name, each in told.get(asked, {}).items()} for asked in ZFS},
    )


def _recording(path: Path) -> Recording:
    told = tomllib.loads(path.read_text("utf-8"))
    return Recording(path.stem, told["stack"], Encrypted(told["verdict"]), told["evidence"], _judged(told))


def _judged(told: dict[str, Any]) -> Verdict:
    if "linux" in told:
        return linux.judge(linux_picture(told["linux"]))
    if "macos" in told:
        mac = told["macos"]
        return macos.judge(MacPicture(mac["on_start_up_volume"], _answer(mac["filevault"]), _answer(mac["swap"])))
    machine = told["windows"]
    protections = {letter: _answer(answer) for letter, answer in machine["protections"].items()}
    return windows.judge(
        WindowsPicture(
            machine.get("folder_drive"), machine["system_drive"], _answer(machine["page_files"]), protections
        )
    )


def _block(told: dict[str, Any]) -> Block:
    under = None if told.get("under_unreadable") else tuple(told.get("under", ()))
    return Block(told["name"], told.get("dm_uuid"), under, _place(told.get("backing")))


def _place(told: dict[str, Any] | None) -> Place | None:
    return Place(**told) if told else None


def _answer(told: dict[str, Any]) -> Answer | Silence:
    return Silence[told["silence"].upper()] if "silence" in told else Answer(told["text"], told["exit_code"])
