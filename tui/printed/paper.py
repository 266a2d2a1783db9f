"""Printed lines: how wide they may be, how a long one goes on under itself, and that no terminal obeys one.

Owns nothing of what a line says.
"""

import shutil
import sys
import textwrap
from collections.abc import Sequence

from tui import wording


def columns() -> int | None:
    """Return the width of the terminal; None where output goes to a file or another program, which get whole lines."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def say(text: str, label: str = "") -> None:
    """Print one line, which may hold stored text, as `hung` has it."""
    print(hung(wording.plain(label), wording.plain(text), columns()))


def say_words(words: Sequence[str]) -> None:
    """Print words that are read aloud to somebody, apart from everything else."""
    print(f"\n    {'   '.join(words)}\n")


def hung(label: str, text: str, width: int | None) -> str:
    """Return `label` and `text` as one line, or wrapped so that what goes on stands under the text's beginning."""
    if width is None or width <= len(label) + 20:
        return label + text
    return textwrap.fill(text, width, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False)
