"""A store's files as bytes, damaged one place at a time, and what the store makes of each damage.

Owns putting files down, flipping, cutting, and telling the classes apart. Refuses to own which damage is tried.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

from store.errors import StoreError
from store.keeping.inspection import inspect
from tests.faults import practice
from tests.faults.practice import Kept
from tests.faults.tally import Tally

Files = Mapping[str, bytes]
"""Everything in a store's folder, by name."""


class Fate(StrEnum):
    """What became of one damage."""

    REFUSED = "refused at opening"
    FROZEN = "opened frozen"
    NAMED = "named by the inspection"
    HARMLESS = "everything is there all the same"
    LOST = "lost in silence"


@dataclass(frozen=True, slots=True)
class Found:
    """What the store made of one damage.

    Attributes:
        name: By what error, or why it froze; of a loss, what is wrong.
    """

    fate: Fate
    name: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """A store to be damaged.

    Attributes:
        files: As they lie in its folder.
        kept: Everything its journal keeps.
        noted: The sealed bodies of what was noted beside it, oldest first.
    """

    files: Files = field(repr=False)
    kept: Kept = field(repr=False)
    noted: tuple[bytes, ...] = field(default=(), repr=False)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return everything in a folder, as it would lie there if the process were killed now."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def put(folder: Path, files: Files) -> None:
    """Make a folder hold these files and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def flipped(content: bytes, bit: int) -> bytes:
    """Return the bytes with one bit turned."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def flips(files: Files, name: str, count: int, *, below: int | None = None) -> Iterator[tuple[str, Files]]:
    """Yield the files with one random bit of one of them turned, again and again.

    Args:
        files: Whole.
        name: Which of them.
        count: How often.
        below: Only bits of the bytes before this one.
    """
    dice = Random(f"2015 {name}")
    for _ in range(count):
        bit = dice.randrange(8 * (below or len(files[name])))
        yield f"{name}, bit {bit}", {**files, name: flipped(files[name], bit)}


def cuts(files: Files, name: str, step: int) -> Iterator[tuple[str, Files]]:
    """Yield the files with one of them cut, from empty on and every so many bytes."""
    for length in range(0, len(files[name]), step):
        yield f"{name} cut to {length} bytes", {**files, name: files[name][:length]}


def try_all(suite: str, folder: Path, specimen: Specimen, damaged: Iterable[tuple[str, Files]]) -> Tally:
    """Try every damage and count what became of it.

    Args:
        suite: What the tally is called.
        folder: Room to put the files down in.
        specimen: The store as it was.
        damaged: What was done, and the files that came of it.
    """
    tally = Tally(suite)
    with tally.timed():
        for what, files in damaged:
            found = examine(folder / "damaged", files, specimen)
            tally.tried += 1
            tally.named[f"{found.fate}: {found.name}"] += 1
            match found.fate:
                case Fate.REFUSED | Fate.FROZEN | Fate.NAMED:
                    tally.refused += 1
                case Fate.HARMLESS:
                    tally.survived += 1
                case Fate.LOST:
                    tally.lost.append(f"{what}: {found.name}")
    return tally


def examine(folder: Path, files: Files, specimen: Specimen) -> Found:
    """Put damaged files down, open them as anybody would, and say what became of them.

    Args:
        folder: Made anew.
        files: As damaged.
        specimen: The store as it was.
    """
    put(folder, files)
    is_in, frozen = False, None
    try:
        with practice.come_in(folder, is_only_looking=True) as store:
            is_in, frozen = True, store.frozen
            kept = practice.read_back(store)
            noted = tuple(each.sealed for each in store.queue.waiting())
            inspect(store, signatures=True)
    except StoreError as refusal:
        fate = Fate.FROZEN if frozen else Fate.NAMED if is_in else Fate.REFUSED
        return Found(fate, frozen or type(refusal).__name__)
    if frozen:
        return Found(Fate.LOST, "the inspection holds although the store is frozen")
    if kept != specimen.kept:
        return Found(Fate.LOST, "something acknowledged is gone")
    if noted != specimen.noted:
        return Found(Fate.LOST, "something noted beside the store is gone")
    return Found(Fate.HARMLESS, "nothing is missing")
