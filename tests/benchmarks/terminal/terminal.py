"""A pseudo terminal, and the process that reads it.

Owns the line: what is typed goes in, stamped chunks come out. Refuses to own the program at its other end (program).
"""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.terminal.reader import HEAD

ROOT: Final = Path(__file__).parents[3]
COLUMNS: Final = 100
ROWS: Final = 30


class Chunk(NamedTuple):
    """What a program wrote at once, and when it could be read, on the monotonic clock."""

    at_ns: int
    written: bytes


class Terminal:
    """One terminal; hung up by `close`.

    Attributes:
        slave: Its path, for a program to open.
        fileno: Becomes readable when there are chunks.
    """

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self.columns, self.rows = columns, rows
        self._master, self._slave = pty.openpty()
        self.slave = os.ttyname(self._slave)
        size = struct.pack("HHHH", rows, columns, columns * 8, rows * 16)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, size)
        self.fileno, out = os.pipe()
        fcntl.fcntl(out, fcntl.F_SETPIPE_SZ, 1 << 20)
        self._reader = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.terminal.reader", *map(str, (self._master, out, columns, rows))],
            cwd=ROOT,
            pass_fds=(self._master, out),
        )
        os.close(out)
        self._bytes = os.read(self.fileno, HEAD.size)[HEAD.size :]  # waits until it reads
        os.set_blocking(self.fileno, False)

    def taken(self) -> None:
        """Leave it to the program that has opened it: when that ends, it is hung up."""
        os.close(self._slave)

    def write(self, typed: bytes) -> None:
        os.write(self._master, typed)

    def chunks(self, wait_ms: float = 0) -> list[Chunk]:
        """Return what was written since; wait so long for the first of it."""
        if not select.select([self.fileno], [], [], max(0.0, wait_ms) / 1000)[0]:
            return []
        while piece := self._read():
            self._bytes += piece
        found = []
        while len(self._bytes) >= HEAD.size:
            at_ns, count = HEAD.unpack_from(self._bytes)
            end = HEAD.size + count
            if len(self._bytes) < end:
                break
            found.append(Chunk(at_ns, self._bytes[HEAD.size : end]))
            self._bytes = self._bytes[end:]
        return found

    def close(self) -> None:
        self._reader.terminate()
        self._reader.wait()
        os.close(self._master)
        os.close(self.fileno)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 1 << 20)
        except BlockingIOError:
            return b""
