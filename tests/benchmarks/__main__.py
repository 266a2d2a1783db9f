"""`make bench`: measure everything that was promised, print the table, write the JSON beside it."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import appending, opening, stores, verifying
from tests.benchmarks.measuring import table, write_json

MEMORY = Path("/dev/shm")
"""The memory file system of Linux."""
OUTPUT = Path("build/bench.json")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the large store (1,000,000)")
    parser.add_argument("--disk", type=Path, default=Path.cwd(), help="a folder on the real disk")
    chosen = parser.parse_args()
    memory = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    results = appending.run(memory, chosen.disk)
    with tempfile.TemporaryDirectory(dir=chosen.disk, prefix=".bench-") as temporary:
        folders = {}
        for entries in (1_000, chosen.entries):
            folders[entries] = Path(temporary) / str(entries)
            stores.found(folders[entries])
            with stores.open_at(folders[entries]) as store:
                stores.fill(store, entries)
        results += opening.run(folders)
        results += verifying.run(folders)
    print(table(results))  # noqa: T201
    write_json(results, OUTPUT)
    return 0 if all(each.is_met for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
