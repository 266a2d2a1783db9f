"""The `doorstep` command: arguments, then printed output.

Owns the exit codes: 0 done, 1 refused, 2 usage. Refuses to own the words of the command line (arguments) and what a
verb does (printed).
"""

import os
import sys
import threading
from collections.abc import Sequence
from importlib import import_module

from store.errors import OutputError, StoreError
from tui import notices
from tui.arguments import parser

DONE, REFUSED, USAGE = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    sys.excepthook = notices.tell_fault
    threading.excepthook = lambda fault: notices.tell_fault(fault.exc_type, None, fault.exc_traceback)
    given = sys.argv[1:] if words is None else words
    chosen = parser(given[0] if given else None).parse_args(given)
    try:
        ended = import_module(f"tui.printed.{chosen.verb}").run(chosen)
        sys.stdout.flush()  # here, where a closed pipe can still be told from a fault
    except StoreError as refusal:
        notices.tell(refusal)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has gone; what is left of it goes nowhere, or Python would try again and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError:
        notices.tell(OutputError())  # what the store's disk refuses is told by the store; this is where we print to
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    return DONE if ended is None else int(ended)  # a verb that was refused in part says so itself
