"""A program at a terminal: started, looked at, ended.

Owns its life. Refuses to own keys and what one sees (playing).
"""

import os
import select
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from typing import Final

from tests.benchmarks.terminal import processes
from tests.benchmarks.terminal.terminal import Terminal

GRACE_MS: Final = 2_000
"""What a program that is told to end may take."""
_NOT_HANDED_ON: Final = {
    "PYTHONDONTWRITEBYTECODE",  # nobody starts an installed program without compiled modules
    "PYTHONUNBUFFERED",
    "LINES",
    "COLUMNS",
    "NO_COLOR",
}
_SAID: Final = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


class Program:
    """One run of a command.

    Args:
        command: Absolute path, then its words.
        environment: Added to this process's.

    Attributes:
        terminal: Where it runs.
        begun_ns: Just before it was started, on the monotonic clock.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.terminal = Terminal()
        path = shutil.which(command[0])
        if path is None:
            raise FileNotFoundError(command[0])
        handed_on = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
        opened = [(os.POSIX_SPAWN_OPEN, 0, self.terminal.slave, os.O_RDWR, 0)]  # in a session of its own: it controls
        copied = [(os.POSIX_SPAWN_DUP2, 0, number) for number in (1, 2)]
        self.begun_ns = time.monotonic_ns()
        self.pid = os.posix_spawn(
            path, list(command), {**handed_on, **_SAID, **(environment or {})}, file_actions=[*opened, *copied],
            setsid=True,
        )  # fmt: skip
        self.terminal.taken()
        self._ends = os.pidfd_open(self.pid)
        self._is_waited_for = False

    def has_ended(self, wait_ms: float = 0) -> bool:
        """Say whether it has ended; wait so long for it."""
        if not self._is_waited_for and select.select([self._ends], [], [], wait_ms / 1000)[0]:
            os.waitpid(self.pid, 0)
            self._is_waited_for = True
        return self._is_waited_for

    def family(self) -> list[int]:
        """Return its processes."""
        return processes.tree(self.pid)

    def end(self) -> None:
        """Hang up, and end what does not end by itself."""
        descendants = [(pid, os.pidfd_open(pid)) for pid in self.family()[1:]]
        for how in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            if not self.has_ended():
                signal.pidfd_send_signal(self._ends, how)
                self._wait()
        for _, descriptor in descendants:
            if not select.select([descriptor], [], [], GRACE_MS / 1000)[0]:
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            os.close(descriptor)
        os.close(self._ends)
        self.terminal.close()

    def _wait(self) -> None:
        """Wait until it ends, and read what it writes meanwhile: else it would wait for us."""
        deadline = time.monotonic_ns() + GRACE_MS * 1_000_000
        while (left := deadline - time.monotonic_ns()) > 0 and not self.has_ended():
            select.select([self._ends, self.terminal.fileno], [], [], left / 1e9)
            self.terminal.chunks()
