"""What goes out to a terminal: at once, as much of it as the terminal takes; a thread writes what it takes later.

Owns the order of what goes out, and a frame that another thread may let out. Refuses to own what is written. Textual
hands everything to a thread, which gets its turn once the loop rests or has kept it waiting for long enough.
"""

import os
import select
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, Self, TextIO

PIECES_AT_MOST: Final = 30
"""So many wait for a terminal that is slow; whoever writes more waits with them, as Textual has it."""

STALLED_AFTER_S: Final = 2.0
"""A terminal that takes nothing for so long keeps nobody waiting: keys and signals are heard, and an app ends."""


class Outlet:
    """The way out to one terminal, for any thread.

    Args:
        terminal: A descriptor of its own, for writing, that never waits; closed by `end`.
        encoding: What the terminal reads.
    """

    def __init__(self, terminal: int, encoding: str) -> None:
        self._terminal = terminal
        self._encoding = encoding
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._held: object = None
        self._is_draining = self._is_stalled = False

    @classmethod
    def of(cls, written_to: TextIO) -> Self | None:
        """Return the outlet of the terminal that is written to; None where that cannot be opened once more."""
        try:
            ways = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
            terminal = os.open(os.ttyname(written_to.fileno()), ways)
        except OSError:  # no terminal, or somebody else's: whoever became another user holds only what is open already
            return None
        return cls(terminal, written_to.encoding)

    def write(self, text: str) -> None:
        """Write; what is held is not to be seen any more."""
        with self._changed:
            self._held = None
            if not self._is_stalled:
                is_in_time = self._changed.wait_for(lambda: len(self._waiting) < PIECES_AT_MOST, STALLED_AFTER_S)
                self._is_stalled = not is_in_time
            self._put(self._encoded(text))

    def hold(self, text: str) -> Callable[[], bool]:
        """Hold a frame; what is returned lets it out, from any thread, if nothing was written since.

        It returns whether it did; it does so once.
        """
        frame, held = self._encoded(text), object()
        with self._changed:
            self._held = held

        def let_out() -> bool:
            with self._changed:
                is_let_out = self._held is held
                if is_let_out:
                    self._held = None
                    self._put(frame)
                return is_let_out

        return let_out

    def end(self) -> None:
        """Wait for what is still to be written, for a moment, and let go of the terminal."""
        with self._changed:
            self._held = None
            if self._changed.wait_for(lambda: not self._is_draining, STALLED_AFTER_S):
                os.close(self._terminal)

    def _put(self, data: bytes) -> None:
        if not self._waiting:
            data = data[self._taken(data) :]
        if not data:
            return
        self._waiting.append(data)
        if not self._is_draining:
            self._is_draining = True
            threading.Thread(target=self._drain, name="terminal", daemon=True).start()

    def _drain(self) -> None:
        while True:
            select.select([], [self._terminal], [])
            with self._changed:
                self._is_stalled = False
                data = self._waiting.popleft()
                rest = data[self._taken(data) :]
                if rest:
                    self._waiting.appendleft(rest)
                self._is_draining = bool(self._waiting)
                self._changed.notify_all()
                if not self._is_draining:
                    return

    def _taken(self, data: bytes) -> int:
        """Return how many bytes the terminal took; all of them where it was hung up, for nobody sees it."""
        try:
            return os.write(self._terminal, data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._encoding, "backslashreplace")
