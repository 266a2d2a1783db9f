"""What somebody does at the door, measured from outside: in, up and down, to a family and back, kept, covered.

Owns the keys that are pressed and what is waited for. Refuses to own the floors, and what is asked of any figure
(promises).
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.door.floors import HERTZ, KEYS, REPEATS, TYPED
from tests.benchmarks.door.laptops import PASSPHRASE
from tests.benchmarks.terminal.figures import Figures, Turn
from tests.benchmarks.terminal.playing import Playing

DOORSTEP: Final = str(Path(sys.executable).with_name("doorstep"))
PROMPT: Final = "Passphrase:"
_POINTED: Final = re.compile(r"^> .* (\d+) (?:of|visit)", re.MULTILINE)
AGAIN: Final = 4
"""How often something is done that takes a while."""


def at_the_door(laptop: Path, families_count: int) -> Turn:
    """Return the turn of the app on a laptop, from its start until it is covered."""

    def play(figures: Figures) -> None:
        with Playing((DOORSTEP, "--store", str(laptop))) as app:
            begun = app.begin(PROMPT)
            figures.add("first paint, ms", begun.first_ms)
            figures.add("first paint, processor", begun.processor_ms)
            app.type(PASSPHRASE)
            entered = app.press("enter", f"{families_count:,}")
            figures.add("list, ms", entered.shown_ms)
            figures.add("list, processor", entered.processor_ms)
            app.settle()
            figures.add("memory, MiB", app.resident_mib())
            _up_and_down(app, figures)
            _find(app, figures)
            _look_at(app, figures)
            _keep(app, figures)
            _cover(app, figures)

    return play


def keeping_at_the_door(laptop: Path, families_count: int, before: Sequence[str]) -> Turn:
    """Return the turn of the app, with words before its command, in which visits are kept and nothing else is done."""

    def play(figures: Figures) -> None:
        with Playing((*before, DOORSTEP, "--store", str(laptop))) as app:
            app.begin(PROMPT)
            app.type(PASSPHRASE)
            app.press("enter", f"{families_count:,}")
            _keep(app, figures)

    return play


def _up_and_down(app: Playing, figures: Figures) -> None:
    figures.add_keys("step", (app.press("down") for _ in range(KEYS)))
    figures.add_keys("held", [app.hold("down", REPEATS, HERTZ)])


def _find(app: Playing, figures: Figures) -> None:
    app.press("slash")
    figures.add_keys("letter", app.type(TYPED))
    for _ in TYPED:
        app.press("backspace")
    app.press("enter")


def _look_at(app: Playing, figures: Figures) -> None:
    for _ in range(AGAIN):
        figures.add_keys("family", [app.press("enter")])
        app.press("f3")
        app.press("down")


def _keep(app: Playing, figures: Figures) -> None:
    for _ in range(AGAIN):
        figures.add_keys("form", [app.press("a")])
        app.press("f3")
        sought = _once_more(app.text())
        figures.add_keys("asked", [app.press("n")])
        kept = app.press("enter", sought)
        figures.add("kept, ms", kept.shown_ms)
        figures.add("kept, processor", kept.processor_ms)
        app.press("down")


def _once_more(text: str) -> str:
    """Return how the line that is pointed at will read after one more visit."""
    calls = _POINTED.search(text)
    return rf"^> .* {int(calls[1]) + 1 if calls else 1} (of|visit)"


def _cover(app: Playing, figures: Figures) -> None:
    before = {word for word in app.text().split() if len(word) > 2}
    figures.add_keys("cover", [app.press("f9")])
    figures.add("left after cover", len(before & set(app.text().split())))
