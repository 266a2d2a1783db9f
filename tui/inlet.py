"""What comes in from a terminal: read by the loop itself as soon as it is there.

Owns when it is read, and when a lone Escape is one. Refuses to own what the bytes mean (pasting) and what is done
about it. Textual reads in a thread: each key wakes two instead of one.
"""

import asyncio
import contextvars
import os
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from typing import Final, Self

from textual._time import get_time
from textual.message import Message

from tui.pasting import Parser

AT_ONCE: Final = 4096
"""Bytes that are read before whatever else the loop has to do gets its turn."""


class Inlet:
    """The way in from one terminal.

    Args:
        terminal: A descriptor of its own, for reading, that never waits; closed by `end`.
        hand_on: Takes each message; it is called by the loop.
    """

    def __init__(self, terminal: int, hand_on: Callable[[Message], None]) -> None:
        self._terminal = terminal
        self._hand_on = hand_on
        self._parser = Parser()
        self._decoded = getincrementaldecoder("utf-8")("replace").decode
        self._loop = asyncio.get_running_loop()
        self._ticking: asyncio.TimerHandle | None = None
        self._is_open = True

    @classmethod
    def of(cls, read_from: int, hand_on: Callable[[Message], None]) -> Self | None:
        """Return the inlet of the terminal that is read from; None where that cannot be opened once more."""
        try:
            terminal = os.open(os.ttyname(read_from), os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:  # as `Outlet.of`
            return None
        return cls(terminal, hand_on)

    def begin(self) -> None:
        """Read from now on; in no message's context, for what comes in belongs to none."""
        contextvars.Context().run(self._loop.add_reader, self._terminal, self._read)

    def end(self) -> None:
        """Read no more; once is enough."""
        if self._is_open:
            self._is_open = False
            if self._ticking is not None:
                self._ticking.cancel()
            self._loop.remove_reader(self._terminal)
            os.close(self._terminal)

    def _read(self) -> None:
        try:
            written = os.read(self._terminal, AT_ONCE)
        except BlockingIOError:
            return  # somebody else was quicker
        except OSError:
            written = b""
        if not written:
            self.end()  # it was hung up, which the launcher hears as well
            return
        if text := self._decoded(written):  # half a letter is no text yet, and none at all is the end
            self._take(self._parser.feed(text))

    def _tick(self) -> None:
        self._ticking = None
        self._take(self._parser.tick())

    def _take(self, parsed: Iterable[Message]) -> None:
        for message in parsed:
            self._hand_on(message)
        due = self._parser._timeout_time
        if self._ticking is not None:
            self._ticking.cancel()
        self._ticking = None if due is None else self._loop.call_later(max(0.0, due - get_time()), self._tick)
