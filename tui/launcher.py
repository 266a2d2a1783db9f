"""The launcher: paints the prompt at once, and lets the app load behind the typing.

Owns the terminal from start to end, the loop of unlock, app, lock, and the sentence for an app that ended by itself.
Refuses to own keys, stores and everything that takes long to load: standard library only.
"""

import os
import sys

from tui.launching.painting import wrapped
from tui.launching.words import LEFT, LOCKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED = 1
"""How it ends where nothing could be shown, or the app ended by itself."""

_STOPPED = ("Doorstep's screen ended by itself.", "What was shown as kept is kept; start it again.")
_WITH_VALUE = ("--store", "--attest-volume", "--volume-word")
_ALONE = ("--clock-is-right",)


def app_words(given: "Sequence[str]") -> list[str] | None:
    """Return what the app is started with; None where the words are a verb of the command, or need its parser."""
    taken: list[str] = []
    left = list(given)
    while left:
        word = left.pop(0)
        if word in _WITH_VALUE and left:
            taken += [word, left.pop(0)]
        elif word in _ALONE or (word.partition("=")[0] in _WITH_VALUE and "=" in word):
            taken.append(word)
        else:
            return None
    return taken


def run(given: "Sequence[str]", told: tuple[str, ...] = ()) -> int:
    """Run the app until somebody leaves.

    Args:
        given: As `app_words` returned them.
        told: Sentences that stand at each prompt.

    Returns:
        The exit code.
    """
    if os.name == "nt":
        return _run_plainly(given)
    if not is_at_terminal():
        return tell_no_terminal()
    return _run_at_terminal(given, told)


def is_at_terminal() -> bool:
    """Say whether there is somebody to show something to."""
    return os.isatty(0) and os.isatty(2)


def tell_no_terminal() -> int:
    """Say that there is nobody, and return the exit code."""
    return _tell("There is no terminal to show anything on.", "Start it in one, or see `doorstep --help`.")


def _run_at_terminal(given: "Sequence[str]", told: tuple[str, ...]) -> int:
    from store.hardening import refuse_dumps, refuse_eyes
    from tui.launching.signals import Signals
    from tui.launching.sitting import Sitting
    from tui.launching.terminal import Terminal

    os.umask(0o077)
    refuse_dumps()
    terminal = Terminal()
    said: tuple[str, ...] = ()
    try:
        terminal.take()
        with Signals() as signals:
            while True:
                sitting = Sitting(terminal, signals, given, (*told, *said))
                refuse_eyes()  # the prompt is painted and the app loads; no key was read yet
                code = sitting.run()
                said = sitting.last_words
                if code != LOCKED:
                    break
                terminal.take_back()
    finally:
        terminal.give_back()
    return code if code == LEFT or code > 128 else _tell(*(said or _STOPPED))


def _tell(*sentences: str) -> int:
    """Say why it ended, on the screen that was there before."""
    try:
        columns = os.get_terminal_size(2).columns
    except OSError:
        columns = 80
    for each in sentences:
        sys.stderr.write("".join(f"{line}\n" for line in wrapped(each, columns)))
    return REFUSED


def _run_plainly(given: "Sequence[str]") -> int:
    """Run the app where no prompt of our own can be painted: it asks for the passphrase itself, each time anew."""
    import subprocess  # slow to load, and needed on Windows alone

    while True:
        ended = subprocess.run([sys.executable, "-m", "tui.behind", *given], check=False)  # noqa: S603  # ourselves
        if ended.returncode != LOCKED:
            return ended.returncode
