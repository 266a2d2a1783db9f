"""`make bench`: measure everything that was promised, print the table, write the JSON beside it."""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import (
    appending,
    at_base,
    bundles,
    consents,
    custody,
    destroying,
    epochs,
    exchange,
    intake,
    opening,
    sending_back,
    stores,
    suppressing,
    verifying,
)
from tests.benchmarks.door import running
from tests.benchmarks.measuring import Result, table, write_json

MEMORY = Path("/dev/shm")
"""The memory file system of Linux."""
OUTPUT = Path("build/bench.json")
DOOR_OUTPUT = Path("build/bench-door.json")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the large store (1,000,000)")
    parser.add_argument("--quick", action="store_true", help="those of exchange alone, small: seconds")
    parser.add_argument("--door", action="store_true", help="those of the app at the door alone")
    parser.add_argument("--disk", type=Path, default=Path.cwd(), help="a folder on the real disk")
    chosen = parser.parse_args()
    memory = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    if chosen.quick:
        print(table(quick(memory, chosen.disk)))  # noqa: T201
        return 0
    if chosen.door:
        return tell(running.run(chosen.disk), DOOR_OUTPUT)
    results = appending.run(memory, chosen.disk)
    results += epochs.run(memory, chosen.disk)
    results += destroying.run(chosen.disk)
    results += bundles.run()
    results += exchange.run(memory, chosen.disk)
    results += consents.run(memory, chosen.disk)
    results += custody.run(memory)
    results += at_base.run(memory)
    results += suppressing.run()
    results += intake.run(chosen.disk)
    results += sending_back.run(chosen.disk)
    with tempfile.TemporaryDirectory(dir=chosen.disk, prefix=".bench-") as temporary:
        folders = {}
        for entries in (1_000, chosen.entries):
            folders[entries] = Path(temporary) / str(entries)
            stores.found(folders[entries])
            with stores.open_at(folders[entries]) as store:
                stores.fill(store, entries)
        results += opening.run(folders)
        results += verifying.run(folders)
    results += running.run(chosen.disk)
    return tell(results, OUTPUT)


def tell(results: list[Result], output: Path) -> int:
    """Print the table, write the JSON beside it, and return the exit code."""
    print(table(results))  # noqa: T201
    write_json(results, output)
    return 0 if all(each.is_met for each in results) else 1


def quick(memory: Path, disk: Path) -> list[Result]:
    """Run every benchmark of exchange on so little that the figures mean nothing, and that it runs at all is shown."""
    results = bundles.run(is_quick=True) + exchange.run(memory, disk, is_quick=True)
    results += consents.run(memory, disk, is_quick=True) + suppressing.run(is_quick=True)
    results += intake.run(disk, is_quick=True)
    results += sending_back.run(disk, is_quick=True)
    results += at_base.run(memory, is_quick=True)
    results += custody.run(memory, is_quick=True)
    return [replace(each, target=None) for each in results]


if __name__ == "__main__":
    sys.exit(main())
