"""What the system tells an open app: that it is to stop, that its terminal or its launcher has gone.

Owns hearing it, and the end for an app that cannot end by itself any more because nobody reads what it paints. Refuses
to own the lock itself.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from store.keeping.acts.terms.store import LockCause
from tui.behind.line import Teller
from tui.launching import words

if TYPE_CHECKING:
    from tui.clerk import Clerk

PATIENCE_S: Final = 3.0
"""How long the screen may take to go; longer, and its terminal has."""

_STOPPING: Final = {
    "SIGTERM": LockCause.CLOSED,
    "SIGHUP": LockCause.CLOSED,
    "SIGTSTP": LockCause.SUSPEND,
    "SIGCONT": LockCause.SUSPEND,
}


def hear_system(lock: Callable[[LockCause], None], line: Teller, clerk: "Clerk | None") -> None:
    """Lock for each of them, from the app's loop; and end where that does not end it.

    Args:
        lock: Locks.
        line: To the launcher, which says nothing more: its end is that the launcher has gone.
        clerk: Holds the store; None where none is open.
    """
    loop = asyncio.get_running_loop()

    def stop(cause: LockCause) -> None:
        last = threading.Timer(PATIENCE_S, _end, [clerk])
        last.daemon = True
        last.start()
        lock(cause)

    if sys.platform == "win32":
        return  # its loop hears neither signals nor pipes; a window that is closed ends the process there
    for name, cause in _STOPPING.items():
        number = getattr(signal, name, None)
        if number is not None:
            loop.add_signal_handler(number, stop, cause)

    def gone() -> None:
        loop.remove_reader(line.hearing)
        stop(LockCause.CLOSED)

    if line.hearing >= 0:
        loop.add_reader(line.hearing, gone)


def _end(clerk: "Clerk | None") -> None:
    """Close the store and end, whatever waits for a terminal that has gone."""
    try:
        if clerk is not None:
            clerk.close()
    finally:  # it ends in any case, which drops the folder's lock and every key
        os._exit(words.LOCKED)
