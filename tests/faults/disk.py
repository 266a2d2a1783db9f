"""What a disk may hold after the power went: a recording up to some instant, less what nobody had synced.

Owns which of the un-synced writes are dropped, kept or torn. Refuses to own the recording and what must then hold.

A file's bytes are safe once the file was synced, its name once its folder was: neither follows from the other. Of what
is not safe, each write is kept, dropped, or kept in some of its sectors only, without regard to order; names go in the
order in which they were made within a folder, as a journalling file system keeps them, up to a point anywhere.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from random import Random
from typing import Final

from tests.faults.recording import (
    Event,
    Made,
    NamesSynced,
    Recording,
    Removed,
    Renamed,
    Resized,
    Synced,
    Told,
    Wrote,
)

SECTOR_BYTES: Final = 512
"""What a disk writes whole or not at all."""


class Fate(Enum):
    """What becomes of all that is not safe."""

    GONE = "none of it was written"
    MIXED = "some of it was written"
    TORN = "some of it was written in part"
    KEPT = "all of it was written"


@dataclass(frozen=True, slots=True)
class Cut:
    """One state of the disk.

    Attributes:
        at: How many events there were before the power went.
        fate: Of what was not safe.
        files: What the disk holds, by path.
        told: What had been told by then, in order.
    """

    at: int
    fate: Fate
    files: dict[str, bytes]
    told: list[tuple[str, ...]]


def cuts(recording: Recording, count: int, seed: int = 2015) -> Iterator[Cut]:
    """Yield states that differ, at instants drawn at random, at most `count`.

    Each instant comes with every fate before any comes again; fewer are yielded where the recording has no more.
    """
    dice = Random(seed)
    seen: set[bytes] = set()
    idle = 0
    while len(seen) < count and idle < 50 * len(Fate):
        at = dice.randint(0, len(recording.events))
        for fate in Fate:
            cut = cut_at(recording, at, fate, dice)
            mark = _mark(cut)
            idle = idle + 1 if mark in seen else 0
            if mark not in seen and len(seen) < count:
                seen.add(mark)
                yield cut


def cut_at(recording: Recording, at: int, fate: Fate, dice: Random) -> Cut:
    """Return the disk after the power went at one instant."""
    events = recording.events[:at]
    safe_bytes = {event.inode: place for place, event in enumerate(events) if isinstance(event, Synced)}
    safe_names = {event.path: place for place, event in enumerate(events) if isinstance(event, NamesSynced)}
    contents = {inode: bytearray(recording.before[path]) for path, inode in recording.inodes.items()}
    names: dict[str, int] = dict(recording.inodes)
    stopped: set[str] = set()
    for place, event in enumerate(events):
        match event:
            case Wrote() | Resized():
                content = contents.setdefault(event.inode, bytearray())
                if place < safe_bytes.get(event.inode, -1):
                    _apply(content, event)
                else:
                    _apply_perhaps(content, event, fate, dice)
            case Made() | Renamed() | Removed():
                folder = posixpath.dirname(event.to if isinstance(event, Renamed) else event.path) or "."
                if place > safe_names.get(folder, -1):
                    if fate is Fate.GONE or (fate is not Fate.KEPT and dice.random() < 0.3):
                        stopped.add(folder)
                    if folder in stopped:
                        continue
                _rename(names, event)
            case Synced() | NamesSynced() | Told():
                pass
    files = {path: bytes(contents.get(inode, b"")) for path, inode in names.items() if inode}
    return Cut(at, fate, files, [event.words for event in events if isinstance(event, Told)])


def _apply(content: bytearray, event: Event) -> None:
    if isinstance(event, Resized):
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
    elif isinstance(event, Wrote):
        end = event.offset + len(event.content)
        content.extend(bytes(max(0, end - len(content))))
        content[event.offset : end] = event.content


def _apply_perhaps(content: bytearray, event: Event, fate: Fate, dice: Random) -> None:
    if fate is Fate.GONE or (fate is not Fate.KEPT and dice.random() < 0.5):
        return
    if fate is not Fate.TORN or not isinstance(event, Wrote):
        _apply(content, event)
        return
    start = event.offset
    while start < event.offset + len(event.content):
        end = min(start - start % SECTOR_BYTES + SECTOR_BYTES, event.offset + len(event.content))
        if dice.random() < 0.5:
            _apply(content, Wrote(event.inode, start, event.content[start - event.offset : end - event.offset]))
        start = end


def _rename(names: dict[str, int], event: Event) -> None:
    match event:
        case Made(path, inode):
            names[path] = inode
        case Removed(path):
            names.pop(path, None)
        case Renamed(path, to):
            for each in [each for each in names if each == path or each.startswith(f"{path}/")]:
                names[to + each.removeprefix(path)] = names.pop(each)
        case _:
            raise AssertionError(event)


def _mark(cut: Cut) -> bytes:
    found = sha256(repr(len(cut.told)).encode())
    for path, content in sorted(cut.files.items()):
        found.update(f"\0{path}\0{len(content)}\0".encode())
        found.update(content)
    return found.digest()
