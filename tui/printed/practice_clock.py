"""`doorstep practice-clock`: move a practice store's clock forward."""

import argparse

from store.keeping.training import move_training_clock
from tui import wording
from tui.printed import opened


def run(chosen: argparse.Namespace) -> None:
    """Move it, and say what time it is there now."""
    to = wording.day_or_instant(chosen.to, wording.WORK_BEGINS)
    with opened.open_store(chosen) as store:
        move_training_clock(store, to)
        print(f"The training clock stands at {wording.moment(store.now())}.")
