"""The long fault suites: `python -m tests.faults`, which is `make faults`.

Owns the long counts and the table. Refuses to own any suite: each is the function that the tests call with fewer.
Exit 1 if anything acknowledged was lost.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from store.keeping import anchor, queue, sidecar
from tests.faults import test_flips as flips
from tests.faults import test_full_disk as full_disk
from tests.faults import test_kills as kills
from tests.faults import test_steps as steps
from tests.faults.damage import Files
from tests.faults.deeds import DEEDS, Deed, prepared
from tests.faults.room import Room, Way, small_room, ways
from tests.faults.tally import HEADING, Tally
from tests.faults.workers import warm_workers
from tests.secret_service import running_secret_service

Suite = Callable[[Path], Tally]

KILLS = {kills.APPENDS: 1000, kills.SITTINGS: 300, kills.ERASURES: 200, kills.STAFF: 300, kills.NOTES: 200}
FOUNDING_KILLS = 200
KEYRING_KILLS = 100
FLIPS = 10
"""Times as many as in CI: 20,000 flips in all."""
CUT_STEP_BYTES = 256

FEW = ("test_put_back.py", "test_bad_input.py", "test_nothing_leaks.py")
"""Suites of single cases, which are as long in CI."""


def suites() -> Iterator[Suite]:
    """Yield every suite in its long form, each to be run in a folder of its own."""
    for work, count in KILLS.items():
        yield partial(_kill, work, count)
    yield _kill_founding
    for deed in DEEDS:
        yield partial(_kill_at_steps, deed)
    yield _kill_coming_in
    yield _kill_founding_at_steps
    yield _kill_with_keyring
    for name in (flips.DATABASE, sidecar.NAME, sidecar.SPARE, anchor.NAME, queue.NAME):
        yield partial(flips.flip_settled, name, FLIPS * flips.CI[name])
    yield partial(flips.flip_log, FLIPS * flips.CI[flips.LOG])
    yield partial(flips.flip_recycled_log, FLIPS * 60)
    yield partial(flips.flip_under_log, FLIPS * 100)
    yield partial(flips.cut_everything, CUT_STEP_BYTES)
    yield flips.cut_small_files_everywhere
    for way in ways():
        for deed in DEEDS:
            yield partial(_in_room, way, partial(full_disk.starve, deed, pages=full_disk.PAGES))
        yield partial(_in_room, way, full_disk.starve_sign_in)
        yield partial(_in_room, way, partial(full_disk.starve_founding, step=1))
        yield partial(_in_room, way, full_disk.starve_queue)
    yield _single_cases


def _kill(work: kills.Work, count: int, folder: Path) -> Tally:
    with warm_workers() as warm:
        return kills.kill(work, count, folder, warm)


def _kill_founding(folder: Path) -> Tally:
    with warm_workers() as warm:
        return kills.kill_founding(FOUNDING_KILLS, folder, warm)


def _kill_at_steps(deed: Deed, folder: Path) -> Tally:
    with warm_workers() as warm:
        return steps.kill_at_steps(deed, prepared(folder / "prepared"), folder / "store", warm)


def _kill_coming_in(folder: Path) -> Tally:
    with warm_workers() as warm:
        return steps.kill_coming_in(prepared(folder / "prepared"), folder / "store", warm)


def _kill_founding_at_steps(folder: Path) -> Tally:
    with warm_workers() as warm:
        return steps.kill_founding(folder / "store", warm)


def _kill_with_keyring(folder: Path) -> Tally:
    with ExitStack() as around:
        service = around.enter_context(running_secret_service())
        patch = around.enter_context(pytest.MonkeyPatch.context())
        for name, value in service.environment.items():
            patch.setenv(name, value)
        warm = around.enter_context(warm_workers())
        return kills.kill(kills.KEYRING, KEYRING_KILLS, folder, warm, has_keyring=True)


def _in_room(way: Way, starve: Callable[[Files, Room], Tally], folder: Path) -> Tally:
    files = prepared(folder / "prepared")
    with small_room(folder / "room", way) as room:
        return starve(files, room)


def _single_cases(folder: Path) -> Tally:
    """Run the suites of single cases, and count what came of each."""
    tally = Tally("bad input, files put back, nothing leaks")

    class Counting:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.when == "call" or report.failed:
                tally.tried += 1
                tally.refused += report.passed
                tally.lost += [f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}"] if report.failed else []

    here = Path(__file__).parent
    with tally.timed():
        quiet = ["-qq", "--no-summary", f"--basetemp={folder / 'pytest'}"]
        pytest.main([*quiet, *(str(here / name) for name in FEW)], [Counting()])
    return tally


def main() -> int:
    """Run everything, print the table and what was lost, and return the exit code."""
    _say(HEADING)
    done = []
    for suite in suites():
        with tempfile.TemporaryDirectory(prefix="doorstep-faults-") as folder:
            try:
                tally = suite(Path(folder))
            except pytest.skip.Exception as why:
                _say(f"left out: {why}")
                continue
        _say(tally.row())
        done.append(tally)
    whole = Tally("all")
    for tally in done:
        whole.add(tally)
    _say(whole.row())
    _say("\nCaught, refused or done:")
    for tally in done:
        if tally.named:
            _say(f"  {tally.suite}: " + ", ".join(f"{name} {count:,}" for name, count in tally.named.most_common()))
    for each in whole.lost:
        _say(f"LOST: {each}")
    return 1 if whole.lost else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a table is what is asked for


if __name__ == "__main__":
    sys.exit(main())
