"""The process in which the families of a large delivery are made ready.

Owns its life: it answers whoever started it, and ends when nobody hears it any more. What it is told stays in its
memory, into which no other process looks. Refuses to own what it answers (beside).
"""

import contextlib
import gc
import pickle
import signal
import sys

from store.exchange.intake.beside import answer, get
from store.hardening import end_with_starter, refuse_dumps, refuse_eyes


def main() -> None:
    """Answer until there is nobody."""
    if sys.platform != "win32":
        end_with_starter(signal.SIGKILL)  # what it was told is not to outlive whoever told it
    refuse_dumps()
    refuse_eyes()
    gc.disable()  # nothing that is made here stands in a ring, and all of it is gone soon
    told, answers = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(EOFError, OSError):  # whoever started it is gone
        answer(pickle.loads(get(told)), told, answers)  # noqa: S301  # of whoever started it


if __name__ == "__main__":
    main()
