"""One prompt and the app behind it, until that ends.

Owns the loop that waits for keys, the app and the system in turn. Refuses to own how each of them is heard.
"""

import select
import signal
import time

from tui.launching import keys, words
from tui.launching.child import Child
from tui.launching.keys import Keys
from tui.launching.painting import Prompt, painted
from tui.launching.signals import ENDING, Signals
from tui.launching.terminal import Terminal
from tui.launching.typed import Typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK_S = 0.25
"""How often progress is shown while a key is derived, which takes up to a second."""


class Sitting:
    """One prompt and the app behind it, until that ends.

    Args:
        terminal: Taken.
        signals: Heard.
        given: What the app is started with.
        said: What the one before ended with; shown.

    Attributes:
        last_words: What the app said last, if it said why it ended.
    """

    def __init__(self, terminal: Terminal, signals: Signals, given: "Sequence[str]", said: tuple[str, ...]) -> None:
        self.last_words: tuple[str, ...] = ()
        self._terminal = terminal
        self._signals = signals
        self._typed = Typed()
        self._keys = Keys()
        self._prompt = Prompt()
        self._prompt.said = said
        self._is_lent = False
        self._began: float | None = None
        self._code: int | None = None
        self._paint()
        self._child = Child(given)

    def run(self) -> int:
        """Wait for keys, the app and the system in turn.

        Returns:
            The exit code of the app, or of Doorstep where it ended from here.
        """
        try:
            while self._code is None or self._is_lent:
                hearing = [self._child.hearing, self._signals.hearing, *([0] if self._is_listening else [])]
                ready, _, _ = select.select(hearing, [], [], None if self._began is None else _MARK_S)
                if self._signals.hearing in ready:
                    self._hear_system()
                if self._child.hearing in ready and not self._hear_child():
                    break
                if 0 in ready:
                    self._hear_keys()
                self._paint()
        finally:
            self._typed.wipe()
            if self._code is not None:
                self._child.ask_to_end()
            code = self._child.end()
        return code if self._code is None else self._code

    @property
    def _is_listening(self) -> bool:
        return self._code is None and self._began is None and not self._is_lent

    def _hear_keys(self) -> None:
        while self._is_listening:
            byte = self._terminal.read_byte()
            if byte < 0:
                self._code = 128 + signal.SIGHUP
                return
            self._take(byte)
            if self._terminal.is_read():
                break
        self._keys.pause()
        self._prompt.stars = self._typed.characters_count

    def _take(self, byte: int) -> None:
        match self._keys.take(byte):
            case keys.TYPED:
                self._typed.add(byte)
            case keys.BACK:
                self._typed.take_back()
            case keys.CLEAR:
                self._typed.wipe()
            case keys.ENTER if self._prompt.is_shut:
                self._child.tell("a")
                self._prompt.said, self._prompt.is_shut = (), False
            case keys.ENTER:
                self._child.try_passphrase(self._typed)
                self._wait("Unlocking")
            case keys.LEAVE:
                self._code = words.LEFT
            case keys.INCIDENT | keys.REFUSED | keys.WITHDRAWAL | keys.HAND_IN | keys.FORGOTTEN as wish:
                self._typed.wipe()
                self._child.tell(f"w{wish}")
                self._wait("Opening")

    def _wait(self, doing: str) -> None:
        self._began = time.monotonic()
        self._prompt.busy = doing
        self._terminal.listen_for_interrupt(True)

    def _listen(self) -> None:
        self._began, self._prompt.busy = None, ""
        self._terminal.listen_for_interrupt(False)

    def _hear_system(self) -> None:
        for number in self._signals.heard():
            if number in ENDING:
                self._code = 128 + number
                if self._is_lent:
                    self._child.ask_to_end()
            elif number == signal.SIGCONT and not self._is_lent:
                self._terminal.take_back()

    def _hear_child(self) -> bool:
        """Do as the app says; return whether it is still there."""
        heard = self._child.heard()
        for word, *told in heard or ():
            match word:
                case words.READY:
                    self._prompt.is_practice = told == ["practice"]
                    self._prompt.is_shut = False
                case words.REFUSED if self._is_lent:
                    self.last_words = tuple(told)
                case words.REFUSED | words.SHUT:
                    self._prompt.said, self._prompt.is_shut = tuple(told), word == words.SHUT
                    self._listen()
                case words.IN:
                    self._typed.wipe()
                    self._began, self._is_lent = None, True
                    self._terminal.lend()
                    self._child.tell("g")
                case words.FAULT:
                    self.last_words = tuple(told)
        return heard is not None

    def _paint(self) -> None:
        if self._is_lent:
            return
        if self._began is not None:
            marks = int((time.monotonic() - self._began) / _MARK_S)
            self._prompt.busy = self._prompt.busy.rstrip(".") + "." * marks
        self._terminal.write(painted(self._prompt, *self._terminal.size()))
