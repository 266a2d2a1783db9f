"""The only code that shows an error: what happened, and what to do.

Owns the two sentences on standard error and the guard round everything else. Refuses to own the sentences themselves
(store.errors). Nothing shown here holds a value: of an unforeseen fault only its kind and place are told.
"""

import shutil
import sys
import textwrap
import traceback
from pathlib import Path
from types import TracebackType

from store.errors import StoreError
from tui import wording


def tell(refusal: StoreError, about: str = "") -> None:
    """Print what happened and what to do, on standard error.

    Args:
        refusal: What was raised.
        about: Which of several things it is about, if they are told one after the other.
    """
    say(f"{about}: {refusal.message}" if about else refusal.message)
    say(refusal.hint)


def say(text: str) -> None:
    """Print on standard error, where a terminal is not to break words."""
    shown = wording.plain(text)
    if sys.stderr.isatty():
        shown = textwrap.fill(shown, shutil.get_terminal_size().columns, break_on_hyphens=False)
    print(shown, file=sys.stderr)  # noqa: T201  this is the one place


def tell_fault(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    """Print one plain sentence for a fault nobody foresaw: its kind and place, no message and no local variable.

    An exception's text may quote what it choked on, so it is not shown either. Fits `sys.excepthook`.
    """
    del fault
    frames = traceback.extract_tb(trace)
    place = "an unknown place"
    if frames:
        place = f"{Path(frames[-1].filename).name}, {frames[-1].name}, line {frames[-1].lineno}"
    say(f"Doorstep stopped because of a fault of its own ({kind.__name__} in {place}).")
    say("What was shown as kept is kept; start it again, and report these two lines.")
