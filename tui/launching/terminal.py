"""The terminal, from the first paint to the last: taken, lent to the app, taken back, given back as it was.

Owns its modes and what is cleared. Refuses to own what is shown.
"""

import os
import select
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_INPUT, _OUTPUT = 0, 2
"""Where Textual reads and writes."""

_MODES_OFF = (
    "\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2004l\x1b[?2048l"
    "\x1b[?2026l\x1b[?7h\x1b[0m"
)
"""Whatever the app turns on, for where it ended without a word."""

_OTHER_SCREEN, _OWN_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_MARK_PASTES, _DO_NOT_MARK_PASTES = "\x1b[?2004h", "\x1b[?2004l"
_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_FORGET_SCROLLED = "\x1b[3J"


class Terminal:
    """The terminal that Doorstep was started in.

    Raises:
        termios.error: There is none.
    """

    def __init__(self) -> None:
        self._before: list[Any] = termios.tcgetattr(_INPUT)
        self._byte = bytearray(1)

    def take(self) -> None:
        """Take it: no echo, every key at once, the other screen."""
        self._set(signals=False)
        self.write(f"{_OTHER_SCREEN}{_MARK_PASTES}")

    def take_back(self) -> None:
        """Take it back from the app, however that ended: nothing it showed is left."""
        self._set(signals=False)
        self.write(f"{_MODES_OFF}{_OTHER_SCREEN}{self._erased()}{_MARK_PASTES}")

    def listen_for_interrupt(self, listens: bool) -> None:
        """Let Ctrl+C interrupt, while nobody reads keys."""
        self._set(signals=listens)

    def lend(self) -> None:
        """Let the app have it; keys that wait stay where they are."""
        self._set(signals=False)
        self.write(f"{_DO_NOT_MARK_PASTES}{_HIDE_CURSOR}")

    def give_back(self) -> None:
        """Leave it as it was before; keys that nobody read are dropped, for they may be part of a passphrase."""
        self.write(f"{_MODES_OFF}{_OTHER_SCREEN}{self._erased()}{_OWN_SCREEN}{_SHOW_CURSOR}")
        try:
            termios.tcsetattr(_INPUT, termios.TCSAFLUSH, self._before)
        except termios.error:
            return  # it was closed

    def size(self) -> tuple[int, int]:
        """Return columns and rows."""
        return _size()

    def write(self, text: str) -> None:
        """Paint."""
        left = memoryview(text.encode("utf-8"))
        try:
            while left:
                left = left[os.write(_OUTPUT, left) :]
        except OSError:
            return  # it was closed: whoever reads it hears of that

    def read_byte(self) -> int:
        """Return the next byte that was typed, of which nothing stays here; -1 where the terminal was closed.

        One at a time: what is typed after Enter is the app's, and stays where it is.
        """
        try:
            count = os.readv(_INPUT, [self._byte])
        except OSError:
            return -1
        byte, self._byte[0] = self._byte[0], 0
        return byte if count else -1

    def is_read(self) -> bool:
        """Say whether everything that was typed so far has been read."""
        return not select.select([_INPUT], [], [], 0)[0]

    def _erased(self) -> str:
        is_without_other_screen = os.environ.get("TERM", "linux") in ("linux", "dumb", "vt100", "vt220")
        return f"{erased_lines()}{_FORGET_SCROLLED if is_without_other_screen else ''}\x1b[H"

    def _set(self, *, signals: bool) -> None:
        mode, characters = list(self._before), list(self._before[6])
        characters[termios.VMIN], characters[termios.VTIME] = 1, 0
        characters[termios.VSUSP] = characters[termios.VQUIT] = b"\0"
        mode[6] = characters
        mode[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG)
        mode[3] |= termios.ISIG if signals else 0
        try:
            termios.tcsetattr(_INPUT, termios.TCSANOW, mode)
        except termios.error:
            return


def erased_lines() -> str:
    """Return what erases every line: some terminals keep what they clear as a whole among what scrolled away."""
    return "".join(f"\x1b[{row};1H\x1b[2K" for row in range(1, _size()[1] + 1))


def _size() -> tuple[int, int]:
    try:
        columns, rows = os.get_terminal_size(_OUTPUT)
    except OSError:
        return 80, 24
    return columns or 80, rows or 24
