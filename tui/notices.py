"""The only code that shows an error: what happened, and what to do.

Owns where the two sentences stand, on standard error or above a screen's footer, and the guard round everything else.
Refuses to own the sentences themselves (store.errors). Nothing shown here holds a value: of an unforeseen fault only
its kind and place are told.
"""

import shutil
import sys
import textwrap
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from store.errors import StoreError
from tui import wording

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from tui.widgets.said_line import SaidLine, Tone


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
    """Print what there is to say of a fault nobody foresaw; fits `sys.excepthook`."""
    del fault
    for sentence in sentences_of_fault(kind, trace):
        say(sentence)


def sentences_of_fault(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str]:
    """Return a plain sentence for a fault nobody foresaw, and what to do: its kind and place, and no local variable.

    An exception's text may quote what it choked on, so it is not shown either.
    """
    frames = traceback.extract_tb(trace)
    place = "an unknown place"
    if frames:
        place = f"{Path(frames[-1].filename).name}, {frames[-1].name}, line {frames[-1].lineno}"
    return (
        f"Doorstep stopped because of a fault of its own ({kind.__name__} in {place}).",
        "What was shown as kept is kept; start it again, and report these two lines.",
    )


def show(app: "App[Any]", tone: "Tone", *sentences: str) -> None:
    """Say something above the footer of the topmost screen that has one; a cover has none.

    On a screen that is only just coming it is said once that one is there: below it nobody would see it.
    """
    from tui.widgets.said_line import SaidLine  # the command prints without Textual

    screens = app.screen_stack
    if screens and not screens[-1].is_mounted and screens[-1].call_later(show, app, tone, *sentences):
        return
    for screen in reversed(screens):
        for line in screen.query(SaidLine):
            line.say(tone, *sentences)
            return


def suggest(app: "App[Any]", *sentences: str) -> None:
    """Say something, as `show`, on the topmost screen, unless something else is said there."""
    from tui.widgets.said_line import SaidLine, Tone

    for line in app.screen.query(SaidLine):
        if not line.said:
            line.say(Tone.ASKED, *sentences)


def forget(app: "App[Any]") -> None:
    """Say no longer, on any screen, what was kept or asked last: the next thing is being done.

    With every key that does something: so it looks where the line stands, and searches for none.
    """
    for screen in app.screen_stack:
        for line in _lines_of(screen):
            line.forget()


def _lines_of(screen: "Screen[Any]") -> "Iterator[SaidLine]":
    """Yield the lines of a screen where they stand; it is not searched for them."""
    from tui.widgets.frame import Foot
    from tui.widgets.said_line import SaidLine

    for foot in screen.children:
        if isinstance(foot, Foot):
            yield from (line for line in foot.children if isinstance(line, SaidLine))


def settle(screen: "Screen[Any]") -> None:
    """Say no longer on a screen what was refused there: it was answered."""
    for line in _lines_of(screen):
        line.settle()


def show_refusal(app: "App[Any]", refusal: StoreError) -> None:
    """Say, as `show`, what happened and what to do, by keys."""
    from tui.by_keys import hint_of
    from tui.widgets.said_line import Tone

    show(app, Tone.REFUSED, refusal.message, hint_of(refusal))
