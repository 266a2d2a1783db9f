"""The line to the launcher: two pipes.

Owns their words, which `tui.launching.child` explains. Refuses to own what follows from them.
"""

import os
from typing import Final, Protocol

from store.errors import StoreError
from store.keeping.passphrases import Passphrase, read_passphrase

_LONGEST: Final = 1100
"""More than the longest passphrase; the launcher sends no longer line."""


class LauncherGoneError(Exception):
    """The launcher has ended, or wants us to."""


class AgainError(Exception):
    """Somebody wants it tried again."""


class WishError(Exception):
    """Somebody wants something that needs no passphrase.

    Attributes:
        wish: Which; one of `tui.launching.keys.WISHES`.
    """

    def __init__(self, wish: str) -> None:
        super().__init__()
        self.wish = wish


class Teller(Protocol):
    """Whoever asks for the passphrase: the launcher, or a screen of our own."""

    hearing: int
    """What a launcher that ends closes; negative where there is none."""

    def say(self, word: str, *told: str) -> None:
        """Say one thing."""

    def refuse(self, word: str, refusal: StoreError) -> None:
        """Say what happened and what to do."""

    def passphrase(self) -> Passphrase:
        """Wait for a passphrase; raises as `Line.passphrase`."""

    def wait(self) -> None:
        """Wait until the terminal is ours."""


class Line:
    """What is said to the launcher and heard from it.

    Args:
        hearing: The pipe it tells us on.
        telling: The pipe it hears us on.
    """

    def __init__(self, hearing: int, telling: int) -> None:
        self.hearing = hearing
        self._telling = telling
        for each in (hearing, telling):
            os.set_inheritable(each, False)

    def say(self, word: str, *told: str) -> None:
        """Say one thing; a launcher that has gone hears nothing."""
        parts = (" ".join(each.split()) for each in (word, *told))
        try:
            os.write(self._telling, ("\t".join(parts) + "\n").encode("utf-8"))
        except OSError:
            return

    def refuse(self, word: str, refusal: StoreError) -> None:
        """Say what happened and what to do."""
        self.say(word, refusal.message, refusal.hint)

    def passphrase(self) -> Passphrase:
        """Wait for a passphrase.

        Raises:
            PassphraseFormError: What came cannot be one.
            WishError, AgainError, LauncherGoneError: Something else came.
        """
        line = self._read()
        try:
            match chr(line[0]):
                case "p":
                    del line[0]
                    return read_passphrase(line)
                case "w":
                    raise WishError(line[1:].decode("ascii"))
                case _:
                    raise AgainError
        finally:
            line[:] = bytes(len(line))

    def wait(self) -> None:
        """Wait until the terminal is ours.

        Raises:
            LauncherGoneError: It never will be.
        """
        while self._read() != b"g":
            pass

    def _read(self) -> bytearray:
        """Return the next line without its end; of what is read nothing else stays."""
        line, byte = bytearray(), bytearray(1)
        while len(line) <= _LONGEST:
            if not os.readv(self.hearing, [byte]):
                raise LauncherGoneError
            if byte[0] == ord("\n"):
                if line:
                    return line
                continue
            line.append(byte[0])
        raise LauncherGoneError
