"""What a disk may hold after the power went: a recording up to some instant, less what nobody had synced.

Owns which of the un-synced writes are dropped, kept or torn. Refuses to own the recording and what must then hold.

A file's bytes are safe once the file was synced, its name once its folder was: neither follows from the other. Of what
is not safe, each write is kept, dropped, or kept in some of its sectors only, without regard to order; names go in the
order in which they were made within a folder, as a journalling file system keeps them, up to a point anywhere.
"""

import posixpath
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter
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
    seen: set[tuple[object, ...]] = set()
    course = Course(recording)
    idle = 0
    while len(seen) < count and idle < 50 * len(Fate):
        at = dice.randint(0, len(recording.events))
        for fate in Fate:
            cut = cut_at(course, at, fate, dice)
            mark = _mark(cut)
            idle = idle + 1 if mark in seen else 0
            if mark not in seen and len(seen) < count:
                seen.add(mark)
                yield cut


_Naming = Made | Renamed | Removed
_Writing = Wrote | Resized


class Course:
    """A recording, sorted once for all the states that are asked of it: what was safe at an instant is looked up.

    Attributes:
        recording: The recording itself.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._before = {inode: recording.before[path] for path, inode in recording.inodes.items()}
        self._syncs: defaultdict[int | str, list[int]] = defaultdict(list)
        self._writes: defaultdict[int, list[tuple[int, _Writing]]] = defaultdict(list)
        self._names: list[tuple[int, _Naming]] = []
        self._told: list[tuple[int, tuple[str, ...]]] = []
        self._safe: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
        for place, event in enumerate(recording.events):
            match event:
                case Wrote() | Resized():
                    self._writes[event.inode].append((place, event))
                case Made() | Renamed() | Removed():
                    self._names.append((place, event))
                case Synced():
                    self._syncs[event.inode].append(place)
                case NamesSynced():
                    self._syncs[event.path].append(place)
                case Told():
                    self._told.append((place, event.words))

    def told(self, at: int) -> list[tuple[str, ...]]:
        """Return what had been told by an instant."""
        return [words for place, words in self._told if place < at]

    def synced(self, what: int | str, at: int) -> int:
        """Return the event by which a file, or the names in a folder, were last synced before an instant; or -1."""
        places = self._syncs[what]
        found = bisect_left(places, at)
        return places[found - 1] if found else -1

    def safe(self, at: int) -> dict[int, bytearray]:
        """Return what each file holds by its number: what was synced before an instant."""
        return {
            inode: bytearray(self._content(inode, self.synced(inode, at)))
            for inode in self._before.keys() | self._writes.keys()
        }

    def unsafe(self, at: int) -> list[tuple[int, _Naming | _Writing]]:
        """Return every naming before an instant, and every writing that was not synced by then, in order."""
        found: list[tuple[int, _Naming | _Writing]] = [*self._names[: _first_from(self._names, at)]]
        for inode, writes in self._writes.items():
            found += writes[_first_from(writes, self.synced(inode, at)) : _first_from(writes, at)]
        return sorted(found, key=itemgetter(0))

    def _content(self, inode: int, synced: int) -> bytes:
        known = self._safe[inode]
        if synced not in known:
            last = max((place for place in known if place < synced), default=-1)
            content = bytearray(known[last] if last in known else self._before.get(inode, b""))
            writes = self._writes[inode]
            for _, event in writes[_first_from(writes, last) : _first_from(writes, synced)]:
                _apply(content, event)
            known[synced] = bytes(content)
        return known[synced]


def _first_from(events: Sequence[tuple[int, object]], place: int) -> int:
    return bisect_left(events, place, key=itemgetter(0))


def cut_at(course: Course, at: int, fate: Fate, dice: Random) -> Cut:
    """Return the disk after the power went at one instant."""
    contents = course.safe(at)
    names: dict[str, int] = dict(course.recording.inodes)
    stopped: set[str] = set()
    for place, event in course.unsafe(at):
        if isinstance(event, Wrote | Resized):
            _apply_perhaps(contents[event.inode], event, fate, dice)
            continue
        folder = posixpath.dirname(event.to if isinstance(event, Renamed) else event.path) or "."
        if place > course.synced(folder, at):
            if fate is Fate.GONE or (fate is not Fate.KEPT and dice.random() < 0.3):
                stopped.add(folder)
            if folder in stopped:
                continue
        _rename(names, event)
    files = {path: bytes(contents.get(inode, b"")) for path, inode in names.items() if inode}
    return Cut(at, fate, files, course.told(at))


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


def _mark(cut: Cut) -> tuple[object, ...]:
    """Return by what a state is known: megabytes of it are hashed, so by the quickest hash there is."""
    return len(cut.told), *((path, len(content), hash(content)) for path, content in sorted(cut.files.items()))
