"""What the app is held against: two of the smallest Textual apps, fzf, and the store's own durable append.

Owns their turns. Refuses to own the app's (turns).
"""

import shutil
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.door import answering, bare
from tests.benchmarks.terminal.figures import Figures, Turn
from tests.benchmarks.terminal.playing import Playing

KEYS: Final = 20
REPEATS: Final = 60
HERTZ: Final = 30
TYPED: Final = "lapwing rea"
"""Half a street's name, as one types it: a letter that nearly every line has, and letters that few have."""


def play_bare(figures: Figures) -> None:
    """Start an app of one Static."""
    with Playing((sys.executable, bare.__file__)) as app:
        begun = app.begin(bare.SHOWN)
        app.settle()
        figures.add("first paint, ms", begun.first_ms)
        figures.add("first paint, processor", begun.processor_ms)
        figures.add("memory, MiB", app.resident_mib())


def play_answering(figures: Figures) -> None:
    """Press keys in an app that counts them."""
    with Playing((sys.executable, answering.__file__)) as app:
        app.begin(answering.SHOWN)
        figures.add_keys("key", (app.press("down") for _ in range(KEYS)))
        figures.add_keys("held", [app.hold("down", REPEATS, HERTZ)])


def fzf(lines: Path, count: int) -> Turn:
    """Return the turn of fzf, as it comes, over some lines."""

    def play(figures: Figures) -> None:
        with Playing(("/bin/sh", "-c", 'exec fzf <"$0"', str(lines))) as app:
            app.begin(f"{count}/{count}")
            app.settle()
            figures.add_keys("letter", app.type(TYPED))

    return play


def has_fzf() -> bool:
    """Return whether fzf is here."""
    return shutil.which("fzf") is not None
