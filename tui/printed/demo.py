"""`doorstep demo`: which of the demonstrations is shown."""

import argparse
from importlib import import_module


def run(chosen: argparse.Namespace) -> int | None:
    """Show it."""
    shown: int | None = import_module(f"tui.printed.demo_{chosen.of}").run(chosen)
    return shown
