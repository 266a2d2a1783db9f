"""The suites of single cases, which are as long in CI: what came of each is counted, in a process of its own.

Owns running them and the counts. Refuses to own the cases. A process of its own, since the tests' runner wants to be
there before anything it runs: `python -m tests.faults.cases FOLDER`, whose last line is what was counted.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.faults.tally import Tally

SUITE: Final = "bad input, files put back, nothing leaks"
FEW: Final = ("test_put_back.py", "test_bad_input.py", "test_nothing_leaks.py")


class Counting:
    """Counts what came of each case, as the runner tells it."""

    def __init__(self) -> None:
        self.tried = 0
        self.passed = 0
        self.lost: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a case that ran, and one that could not even begin or end."""
        if report.when == "call" or report.failed:
            self.tried += 1
            self.passed += report.passed
            self.lost += [_line(report)] if report.failed else []


def _line(report: pytest.TestReport) -> str:
    said = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
    return f"{report.nodeid}: {said[0][1:].strip() if said else 'it failed'}"


def run(folder: Path) -> Tally:
    """Run every case, and return what was counted.

    Raises:
        CalledProcessError: The runner itself failed: nothing is counted then.
    """
    tally = Tally(SUITE)
    with tally.timed():
        words = [sys.executable, "-m", "tests.faults.cases", str(folder)]
        ended = subprocess.run(words, check=True, capture_output=True, text=True)
    tally.tried, tally.refused, tally.lost = counted(ended.stdout)
    return tally


def counted(said: str) -> tuple[int, int, list[str]]:
    """Return what was counted, of all that the process said: cases, those that held, a line for each that did not."""
    tried, passed, lost = json.loads(said.splitlines()[-1])
    return tried, passed, lost


def main() -> int:
    """Run them here, and say what was counted; 1 where none was."""
    counting, here = Counting(), Path(__file__).parent
    quiet = ["-qq", "--no-summary", f"--basetemp={Path(sys.argv[1]) / 'pytest'}"]
    pytest.main([*quiet, *(str(here / name) for name in FEW)], [counting])
    print(f"\n{json.dumps([counting.tried, counting.passed, counting.lost])}")  # noqa: T201  # for whoever started it
    return 0 if counting.tried else 1


if __name__ == "__main__":
    sys.exit(main())
