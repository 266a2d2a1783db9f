"""What OpenZFS says of a dataset, its key and its pool, asked without root.

Owns the questions, and reading the answers strictly. Refuses to own what follows (stacks.zfs), and key files.

Source: zfs-get(8), zfsprops(7), zpool-list(8): properties and values are never translated.
"""

import re
from typing import Final

from store.custody.volumes.command import Answer, Silence

ZFS: Final = ("/usr/sbin/zfs", "/sbin/zfs", "/run/current-system/sw/bin/zfs")
ZPOOL: Final = ("/usr/sbin/zpool", "/sbin/zpool", "/run/current-system/sw/bin/zpool")
"""Where the commands lie, the commonest first."""

PROPERTIES: Final = ("encryption", "keystatus", "encryptionroot", "mounted")

SUITES: Final = frozenset({f"aes-{bits}-{mode}" for bits in (128, 192, 256) for mode in ("ccm", "gcm")})
"""Every suite there is; `on` is never told as a value."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*(/[A-Za-z0-9_.:-]+)*")
_GROUP: Final = re.compile(
    r"(mirror|raidz[123]?|draid[\w:]*|replacing|spare|indirect)-\d+|logs?|cache|spares?|special|dedup"
)


def is_name(text: str) -> bool:
    """Say whether a text is the name of a dataset as an argument can be: it begins with a letter, never with a dash."""
    return _NAME.fullmatch(text) is not None and len(text) < 256


def dataset_question(dataset: str) -> tuple[str, ...]:
    """Return what is asked about a dataset, the command left out."""
    return ("get", "-H", "-p", "-o", "property,value", ",".join(PROPERTIES), dataset)


def key_question(root: str) -> tuple[str, ...]:
    """Return what is asked about the key of an encryption root, likewise."""
    return ("get", "-H", "-p", "-o", "property,value", "keylocation", root)


def pool_question(pool: str) -> tuple[str, ...]:
    """Return what is asked about the devices of a pool, likewise."""
    return ("list", "-v", "-H", "-P", "-L", pool)


def properties(answer: Answer | Silence | None, names: tuple[str, ...]) -> dict[str, str] | None:
    """Return properties by name; None where not each of them, and nothing else, was told once and in good order."""
    if not isinstance(answer, Answer) or answer.exit_code != 0:
        return None
    fields = [line.split("\t") for line in answer.text.removesuffix("\n").split("\n")]
    if any(len(each) != 2 for each in fields) or sorted(each[0] for each in fields) != sorted(names):
        return None
    return dict(fields)


def devices(answer: Answer | Silence | None, pool: str) -> tuple[str, ...] | None:
    """Return the paths of every device of a pool; None where a line tells of something that is none."""
    if not isinstance(answer, Answer) or answer.exit_code != 0:
        return None
    head, *lines = answer.text.removesuffix("\n").split("\n")
    if head.split("\t")[0] != pool:
        return None
    names = [next((field for field in line.split("\t") if field), "") for line in lines]
    leaves = tuple(name for name in names if name.startswith("/dev/"))
    others = [name for name in names if not name.startswith("/dev/")]
    return leaves if leaves and all(map(_GROUP.fullmatch, others)) else None


def silent(answer: Answer | Silence | None) -> str:
    """Return why a command told nothing that counts, in words that fit into evidence."""
    if isinstance(answer, Silence):
        return f"zfs {answer}"
    if isinstance(answer, Answer) and answer.exit_code != 0:
        return f"zfs ended with exit code {answer.exit_code}"
    return "zfs answered in words that are not known" if answer is not None else "zfs was not asked"
