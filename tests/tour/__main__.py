"""`make tour`: the whole life of a survey, played before whoever watches, in practice stores that are thrown away."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from tests import memory
from tests.tour.canaries import left_of_anybody
from tests.tour.life import AT_ITS_END, WHILE_IT_RUNS, stage_in
from tests.tour.printing import LeftError, Printing
from tests.tour.stage import Stage


def main() -> int:
    """Play it through; 0 where it came to its end or was left."""
    parser = argparse.ArgumentParser(prog="make tour", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="wait for nobody")
    telling = Printing(is_fast=parser.parse_args().fast)
    memory.use()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it leaves nothing behind either
    try:
        with (
            tempfile.TemporaryDirectory(prefix="doorstep-tour-") as folder,
            stage_in(Path(folder), telling) as stage,
        ):
            telling.say(
                "A survey from its first file to its last declaration: one base, two laptops, 508 families that are"
                f" made up.\nEverything lies below {folder} and is thrown away at the end. Enter goes on at once; q and"
                " Enter ends it."
            )
            play(stage)
    except pytest.skip.Exception as missing:
        telling.say(f"The tour cannot be played here: it {missing}.")
        return 1
    except (LeftError, KeyboardInterrupt):
        Printing(is_fast=True).say("Left. Everything was thrown away.")  # nobody is waited for any more
    return 0


def play(stage: Stage) -> None:
    """Play every chapter, and look for what may be left."""
    for chapter in (*WHILE_IT_RUNS, *AT_ITS_END):
        chapter(stage)
    left = left_of_anybody(stage)
    assert not left, left
    stage.telling.say(
        "Every byte of the three stores, their mailboxes and the backup drive was looked through, raw and opened: no"
        " name, address, telephone number, reference or note of anybody is left."
    )


if __name__ == "__main__":
    sys.exit(main())
