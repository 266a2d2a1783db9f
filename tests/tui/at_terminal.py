"""A person at a real terminal: keys go in, a screen comes out; nothing sleeps, everything is waited for.

Owns the pseudo terminal and the emulator behind it. Refuses to own what is to be seen.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pyte

from tests.made import PASSPHRASE

PATIENCE_S = 120.0
"""Longer than anything takes on a machine that does ten things at once: whoever sees what they wait for goes on."""

LOCK, LEAVE = "\x0c", "\x11"
NO_CONTACTS = "No family was delivered yet"


class AtTerminal:
    """One `doorstep` in one terminal.

    Attributes:
        mode_before: How the terminal was set before anything ran in it.
        sent: Everything that came out of it.

    Args:
        words: What follows `doorstep`.
        size: Columns and rows.
        module: What is run.
        env: Added to the environment.
    """

    def __init__(self, *words: str, size: tuple[int, int] = (80, 24), module: str = "tui", **env: str) -> None:
        self.screen = pyte.Screen(*size)
        self.sent = b""
        self._stream = pyte.ByteStream(self.screen)
        self._ended: int | None = None
        self._pressed_at = 0
        self._read: str | None = None
        told, tell = os.pipe()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.close(tell)
            os.read(told, 1)  # until the terminal has its size, and was looked at
            environment = {**os.environ, "TERM": "xterm-256color", **env}
            for name in (
                "COLUMNS",
                "LINES",
                *(each for each in env if not env[each]),
            ):  # the terminal's own size counts
                environment.pop(name, None)
            os.execve(sys.executable, [sys.executable, "-m", module, *words], environment)
        self.resize(*size)
        self.mode_before = self.mode()
        os.close(told)
        os.close(tell)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        self._read = None

    def press(self, keys: str) -> None:
        self._pressed_at = len(self.sent)
        os.write(self.master, keys.encode("utf-8"))

    def paste(self, text: str) -> None:
        """Paste more than a terminal takes at once, and read meanwhile."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def send(self, text: str) -> None:
        """Send more than a terminal takes at once, and read meanwhile."""
        self._pressed_at = len(self.sent)
        rest = text.encode()
        while rest:
            readable, writable, _ = select.select([self.master], [self.master], [])
            if readable:
                self._hear()
            if writable:
                rest = rest[os.write(self.master, rest[:1024]) :]

    @property
    def text(self) -> str:
        """What can be read; half of a wide letter that was written over is nothing, where pyte would trip over it."""
        if self._read is None:
            self._read = self._read_anew()
        return self._read

    def _read_anew(self) -> str:
        rows = [self.screen.buffer[y] for y in range(self.screen.lines)]
        lines = ("".join(row[x].data for x in range(self.screen.columns)) for row in rows)
        return "\n".join(line.rstrip() for line in lines).rstrip()

    def see(self, text: str, without: str | None = None) -> Self:
        """Wait until a text is on the screen, and another is not."""
        self._until(lambda: text in self.text and (without is None or without not in self.text), f"saw no {text!r}")
        return self

    def see_either(self, *texts: str) -> str:
        """Wait until one of some texts is on the screen, and return it."""
        self._until(lambda: any(text in self.text for text in texts), f"saw none of {texts}")
        return next(text for text in texts if text in self.text)

    def find(self, pattern: str, count: int) -> list[str]:
        """Wait until a pattern is on the screen so many times, line by line, and return what it found."""
        self._until(lambda: len(re.findall(pattern, self.text, re.MULTILINE)) == count, f"saw not {count} {pattern!r}")
        return re.findall(pattern, self.text, re.MULTILINE)

    def see_cursor_in_line(self, line: int) -> Self:
        """Wait until the cursor stands in a line, counted from 0: what is typed next goes there."""
        self._until(lambda: self.screen.cursor.y == line, f"the cursor is not in line {line}")
        return self

    def see_pass(self, text: str) -> Self:
        """Wait until a text was sent since the last keys, whether or not it is still there."""
        self._until(lambda: text.encode("utf-8") in self.sent[self._pressed_at :], f"{text!r} did not pass")
        return self

    def until_ended(self) -> int:
        """Wait for the end, hear it out, and return the exit code; negative where a signal ended it."""
        self._until(lambda: self._has_ended(), "it did not end")
        while self._hear(0.0):
            pass
        assert self._ended is not None
        return self._ended

    def processes(self) -> list[int]:
        """Return every process that was started by it and is still there."""
        return list(_below(self.pid))

    def child(self) -> int:
        """Wait for the app behind the prompt, and return its process."""
        self._until(lambda: bool(self.processes()), "there is no child")
        return self.processes()[0]

    def mode(self) -> list[Any]:
        return termios.tcgetattr(self.master)

    def close(self) -> None:
        """Close the terminal, as a window is closed."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def _has_ended(self) -> bool:
        if self._ended is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = os.waitstatus_to_exitcode(status)
        return self._ended is not None

    def _until(self, holds: Any, complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < deadline, f"{complaint} in\n{self.text}"
            self._hear()

    def _hear(self, within_s: float = 0.02) -> bool:
        """Take in what is sent, and say whether anything was."""
        places = [self.master] if self.master >= 0 else []
        if not select.select(places, [], [], within_s)[0]:
            return False
        try:
            sent = os.read(self.master, 65536)
        except OSError:  # nobody has the other end open any more
            select.select([], [], [], within_s)
            return False
        self.sent += sent
        self._stream.feed(sent)
        self._read = None
        return True


@contextmanager
def at_terminal(*words: str, **how: Any) -> Iterator[AtTerminal]:
    """Give a `doorstep` in a terminal, and leave none behind."""
    seat = AtTerminal(*words, **how)
    try:
        yield seat
    finally:
        for pid in [*seat.processes(), seat.pid]:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        seat.close()
        seat.until_ended()


def _below(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return
    for each in map(int, children):
        yield each
        yield from _below(each)


def come_in(seat: AtTerminal) -> None:
    """Unlock the store, and wait for its list."""
    seat.see("Passphrase:", without=NO_CONTACTS).press(f"{PASSPHRASE}\r")
    seat.see(NO_CONTACTS, without="Passphrase:")
