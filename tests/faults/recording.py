"""What a process asks of the disk, recorded by strace: every write, cut, name and sync under one folder, in order.

Owns running a child under strace and reading what strace wrote. Refuses to own what a power cut makes of it (disk).
Only calls that the store and SQLite make are understood: any other on a file of the folder is a fault of the recording.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

PROGRAM: Final = "strace"
_CALLS: Final = (
    "openat,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,"
    "truncate,ftruncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,symlink,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir"
)
_LONGEST_BYTES: Final = 1 << 26

_STARTED: Final = re.compile(r"^(\d+) +write\(1, \"" + "".join(rf"\\x{each:02x}" for each in b"started "), re.MULTILINE)
_LINE: Final = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?: .*)?")
_BEGUN: Final = re.compile(r"(\w+\(.*) <unfinished \.\.\.>")
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_ARGUMENT: Final = re.compile(r'"(?:\\x[0-9a-f]{2})*"(?:\.\.\.)?|\{[^}]*\}|\[[^\]]*\]|[^,"{\[]+')


@dataclass(frozen=True, slots=True)
class Made:
    """A file came to be, empty, under a path that was free, or a folder (`inode` 0)."""

    path: str
    inode: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes were written into a file at an offset."""

    inode: int
    offset: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Resized:
    """A file was cut, or made longer by zeros."""

    inode: int
    size: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name went over to another one, whatever stood there before."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A name went."""

    path: str


@dataclass(frozen=True, slots=True)
class Synced:
    """A file's bytes and size are on the disk."""

    inode: int


@dataclass(frozen=True, slots=True)
class NamesSynced:
    """The names in a folder are on the disk."""

    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """The process told something: it counts as acknowledged from here on."""

    words: tuple[str, ...]


Event = Made | Wrote | Resized | Renamed | Removed | Synced | NamesSynced | Told


@dataclass
class Recording:
    """A folder as it was, and what was asked of the disk then.

    Attributes:
        before: Content by path relative to the folder, all of it on the disk.
        inodes: The number that `events` know each of these files by.
        events: In order.
    """

    before: dict[str, bytes] = field(repr=False)
    inodes: dict[str, int]
    events: list[Event] = field(repr=False)


def command(log: Path) -> list[str]:
    """Return what to put before a command so that what it asks of the disk is written to `log`."""
    return [
        _program(),
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-xx",
        "-s",
        str(_LONGEST_BYTES),
        "-e",
        "signal=none",
        "-e",
        f"trace={_CALLS}",
        "-o",
        str(log),
    ]


def _program() -> str:
    """Return strace's path; skip where it may not trace, or is missing, but that fails under CI=true."""
    program = shutil.which(PROGRAM)
    if program is None:
        reason = f"needs the system package(s) {PROGRAM}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    tried = subprocess.run(
        [program, "-f", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"{PROGRAM} cannot trace a process here: {tried.stderr.strip()}")
    return program


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder by its relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def read(log: Path, folder: Path, before: dict[str, bytes], child: int = 0) -> Recording:
    """Read what one child asked of the disk under `folder`.

    Args:
        log: As strace wrote it.
        folder: Absolute, without links in its path.
        before: What was under it when the child started.
        child: Which of those that told of their start, from 0.

    Raises:
        AssertionError: It did something to a file there that this does not understand.
    """
    reading = _Reading(str(folder), before)
    for call, arguments, result in _calls(log, child):
        if result >= 0:
            reading.take(call, arguments, result)
    return Recording(before, reading.first, reading.events)


def _calls(log: Path, child: int) -> Iterator[tuple[str, list[str], int]]:
    pid = _STARTED.findall(log.read_text("ascii"))[child]
    begun = ""
    with log.open(encoding="ascii") as file:
        for line in file:
            who, _, said = line.rstrip("\n").partition(" ")
            said = said.lstrip()
            if who != pid:
                continue
            if found := _BEGUN.match(said):
                begun = found[1]
                continue
            if found := _RESUMED.match(said):
                said = f"{begun}{found[1]}"
            if found := _LINE.match(said):
                yield found[1], [each.strip() for each in _ARGUMENT.findall(found[2]) if each.strip()], int(found[3])


class _Reading:
    """The files a process has open, and where in each of them it is."""

    def __init__(self, folder: str, before: dict[str, bytes]) -> None:
        self._folder = folder
        self.first = {path: number for number, path in enumerate(before, start=1)}
        self._inodes = dict(self.first)
        self._sizes = {self.first[path]: len(content) for path, content in before.items()}
        self._open: dict[int, int | str] = {}  # a file's inode, or a folder's path
        self._places: dict[int, int] = {}
        self._appending: set[int] = set()
        self.events: list[Event] = []

    def take(self, call: str, given: list[str], result: int) -> None:
        match call:
            case "openat":
                self._take_open(given, result)
            case "close":
                self._open.pop(int(given[0]), None)
            case "lseek" if int(given[0]) in self._open:
                self._places[int(given[0])] = result
            case "write" if given[0] == "1":
                for line in _bytes(given[1]).decode().splitlines():
                    self.events.append(Told(tuple(line.split(" "))))
            case "write" | "pwrite64":
                self._take_write(call, given, result)
            case "ftruncate":
                if (inode := self._file(given[0])) is not None:
                    self._resize(inode, int(given[1]))
            case "fallocate":
                if (inode := self._file(given[0])) is not None:
                    assert given[1] == "0", given
                    self._resize(inode, max(self._sizes[inode], int(given[2]) + int(given[3])))
            case "fsync" | "fdatasync":
                what = self._open.get(int(given[0]))
                if what is not None:
                    self.events.append(NamesSynced(what) if isinstance(what, str) else Synced(what))
            case "rename":
                self._rename(_path(given[0]), _path(given[1]))
            case "renameat" | "renameat2":
                self._rename(self._at(given[0], given[1]), self._at(given[2], given[3]))
            case "unlink" | "rmdir":
                self._remove(_path(given[0]))
            case "unlinkat":
                self._remove(self._at(given[0], given[1]))
            case "mkdir":
                self._make_folder(_path(given[0]))
            case "mkdirat":
                self._make_folder(self._at(given[0], given[1]))
            case "fcntl":
                assert int(given[0]) not in self._open or "DUPFD" not in given[1], given
            case "lseek":
                pass
            case _:
                known = [int(each) for each in given if each.isdigit() and int(each) in self._open]
                inside = [each for each in given if each.startswith('"') and self._inside(_path(each)) is not None]
                assert not known, (call, given[:1])
                assert not inside, (call, inside)

    def _take_open(self, given: list[str], descriptor: int) -> None:
        self._open.pop(descriptor, None)
        path = self._inside(self._at(given[0], given[1]))
        if path is None:
            return
        flags = given[2].split("|")
        if "O_DIRECTORY" in flags or (path not in self._inodes and "O_CREAT" not in flags):
            self._open[descriptor] = path
            return
        if path not in self._inodes:
            self._inodes[path] = len(self._sizes) + 1
            self._sizes[self._inodes[path]] = 0
            self.events.append(Made(path, self._inodes[path]))
        inode = self._inodes[path]
        if "O_TRUNC" in flags and self._sizes[inode]:
            self._resize(inode, 0)
        self._open[descriptor] = inode
        self._places[descriptor] = 0
        (self._appending.add if "O_APPEND" in flags else self._appending.discard)(descriptor)

    def _take_write(self, call: str, given: list[str], written: int) -> None:
        inode = self._file(given[0])
        if inode is None:
            return
        descriptor = int(given[0])
        if call == "pwrite64":
            offset = int(given[3])
        else:
            offset = self._sizes[inode] if descriptor in self._appending else self._places[descriptor]
            self._places[descriptor] = offset + written
        content = _bytes(given[1])[:written]
        assert len(content) == written
        self.events.append(Wrote(inode, offset, content))
        self._sizes[inode] = max(self._sizes[inode], offset + written)

    def _file(self, descriptor: str) -> int | None:
        what = self._open.get(int(descriptor))
        return what if isinstance(what, int) else None

    def _resize(self, inode: int, size: int) -> None:
        self._sizes[inode] = size
        self.events.append(Resized(inode, size))

    def _rename(self, path: str, to: str) -> None:
        source, target = self._inside(path), self._inside(to)
        assert (source is None) == (target is None), "a name left the folder"
        if source is None or target is None:
            return
        for each in [each for each in self._inodes if each == source or each.startswith(f"{source}/")]:
            self._inodes[target + each.removeprefix(source)] = self._inodes.pop(each)
        self.events.append(Renamed(source, target))

    def _remove(self, path: str) -> None:
        inside = self._inside(path)
        if inside is not None:
            self._inodes.pop(inside, None)
            self.events.append(Removed(inside))

    def _make_folder(self, path: str) -> None:
        inside = self._inside(path)
        if inside is not None:
            self.events.append(Made(inside, 0))

    def _at(self, where: str, name: str) -> str:
        path = _path(name)
        if path.startswith("/"):
            return path
        if where == "AT_FDCWD":
            return str(Path.cwd() / path)
        folder = self._open.get(int(where))
        return f"{self._folder}/{folder}/{path}" if isinstance(folder, str) else f"/elsewhere/{path}"

    def _inside(self, path: str) -> str | None:
        """Return the path relative to the folder, "." for itself; None if it lies elsewhere."""
        path = os.path.normpath(path)
        if path == self._folder:
            return "."
        return path.removeprefix(f"{self._folder}/") if path.startswith(f"{self._folder}/") else None


def _bytes(argument: str) -> bytes:
    assert not argument.endswith("..."), "strace left something out"
    return bytes(ast.literal_eval(f"b{argument}"))


def _path(argument: str) -> str:
    return os.fsdecode(_bytes(argument))
