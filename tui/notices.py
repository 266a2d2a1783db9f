"""The only code that shows an error: what happened, and what to do.

Owns the two sentences on standard error and the guard round everything else. Refuses to own the sentences themselves
(store.errors). Nothing shown here holds a value: of an unforeseen fault only its kind and place are told.
"""

import sys
import traceback
from pathlib import Path
from types import TracebackType

from store.errors import StoreError


def tell(refusal: StoreError) -> None:
    """Print what happened and what to do, on standard error."""
    print(refusal.message, file=sys.stderr)  # noqa: T201  this is the one place
    print(refusal.hint, file=sys.stderr)  # noqa: T201


def tell_fault(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    """Print one plain sentence for a fault nobody foresaw: its kind and place, no message and no local variable.

    An exception's text may quote what it choked on, so it is not shown either. Fits `sys.excepthook`.
    """
    del fault
    frames = traceback.extract_tb(trace)
    place = "an unknown place"
    if frames:
        place = f"{Path(frames[-1].filename).name}, {frames[-1].name}, line {frames[-1].lineno}"
    print(f"Doorstep stopped because of a fault of its own ({kind.__name__} in {place}).", file=sys.stderr)  # noqa: T201
    print("What was shown as kept is kept; start it again, and report these two lines.", file=sys.stderr)  # noqa: T201
