"""The process behind the prompt: started, told, heard, ended.

Owns its two pipes and its end. Refuses to own what it does (tui.behind). A passphrase goes over a pipe that only this
process and that one hold: never into arguments, an environment or a file.

Told, a line each: `p` and a passphrase, `w` and a wish, `a` to try again, `g` once the terminal is free. Heard, a line
each, its parts apart by tabs: `words`.
"""

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.launching.typed import Typed

_DEFAULT = tuple(signal.Signals(each) for each in (signal.SIGINT, signal.SIGTSTP, signal.SIGTERM, signal.SIGHUP))


class Child:
    """One sitting behind the prompt.

    Args:
        words: What it is started with.
    """

    def __init__(self, words: "Sequence[str]") -> None:
        theirs_to_read, self._telling = os.pipe()
        self.hearing, theirs_to_write = os.pipe()
        for each in (theirs_to_read, theirs_to_write):
            os.set_inheritable(each, True)
        pipes = ["--pipes", str(theirs_to_read), str(theirs_to_write)]
        self._pid = os.posix_spawn(
            sys.executable, [sys.executable, "-m", "tui.behind", *pipes, *words], os.environ, setsigdef=_DEFAULT
        )
        os.close(theirs_to_read)
        os.close(theirs_to_write)
        self._heard = b""

    def heard(self) -> list[list[str]] | None:
        """Return what it said since, in parts; None once it has ended."""
        said = os.read(self.hearing, 4096)
        if not said:
            return None
        *lines, self._heard = (self._heard + said).split(b"\n")
        return [line.decode("utf-8", "replace").split("\t") for line in lines]

    def try_passphrase(self, typed: "Typed") -> None:
        """Hand over what was typed, and overwrite it here."""
        try:
            typed.send(self._telling, b"p")
        except OSError:
            typed.wipe()  # it has ended, which is heard

    def tell(self, line: str) -> None:
        """Tell it something."""
        try:
            os.write(self._telling, f"{line}\n".encode())
        except OSError:
            return  # it has ended, which is heard

    def ask_to_end(self) -> None:
        """Ask it to lock and end."""
        os.kill(self._pid, signal.SIGTERM)

    def end(self) -> int:
        """Let go of it and wait until it has ended.

        Returns:
            Its exit code; negative, the number of the signal that ended it.
        """
        os.close(self._telling)
        os.close(self.hearing)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
