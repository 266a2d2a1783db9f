"""`make bench`: measure everything that was promised, print it, and write RESULTS.md anew."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import results, scale
from tests.benchmarks.measuring import table
from tests.benchmarks.suites import SUITES, Where, quick

MEMORY = Path("/dev/shm")
"""The memory file system of Linux."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"these alone: {', '.join(SUITES)}")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the large store (1,000,000)")
    parser.add_argument("--quick", action="store_true", help="small, and nothing is kept: seconds")
    parser.add_argument("--disk", type=Path, default=Path.cwd(), help="a folder on the real disk")
    chosen = parser.parse_args()
    if unknown := set(chosen.suites) - SUITES.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    where = Where(MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir()), chosen.disk, chosen.entries)
    if chosen.quick:
        print(table(quick(where)))  # noqa: T201
        return 0
    has_missed = False
    for name in chosen.suites or SUITES:
        load = results.load_before()
        found = SUITES[name].run(where)
        results.keep(name, found, load)
        print(f"{SUITES[name].title}\n{table(found)}\n", flush=True)  # noqa: T201
        has_missed |= not all(each.is_met for each in found)
    told = results.read()
    results.PAGE.write_text(results.page(told), "utf-8")
    if told.keys() == SUITES.keys():
        scale.PAGE.write_text(scale.page(told), "utf-8")
    return 1 if has_missed else 0


if __name__ == "__main__":
    sys.exit(main())
