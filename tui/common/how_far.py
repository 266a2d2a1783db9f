"""How far long work is: said under a screen while it waits for that, no more often than anybody reads.

Owns when it is said. Refuses to own the work, which is the clerk's, and the words (wording).
"""

import time
from collections.abc import Callable
from typing import Any, Final

from textual.app import App

from tui import notices, wording
from tui.widgets.said_line import Tone

_TOLD_EVERY_S: Final = 0.2

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much; 0 where that is not known."""


def telling(app: "App[Any]", is_going: Callable[[], bool]) -> Progress:
    """Return what tells how far some work is; called in the clerk's thread.

    Args:
        app: Shows it.
        is_going: Whether it is still going on: what comes late is not said over what came of it.
    """
    told_at = 0.0

    def tell(doing: str, done: int, every: int) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= _TOLD_EVERY_S:
            told_at = now
            app.call_later(say, wording.how_far(doing, done, every))

    def say(sentence: str) -> None:
        if is_going():
            notices.show(app, Tone.ASKED, sentence)

    return tell
