"""The long fault suites: `make faults`, or `make faults SUITE=kills` for some of them; then RESULTS.md anew.

Owns the long counts. Refuses to own any suite: each is the function that the tests call with fewer. Exit 1 if anything
acknowledged was lost.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from store.keeping import sidecar
from tests.exchange import test_machine as machine
from tests.exchange.sticks import makes
from tests.faults import cases, record, worlds
from tests.faults import test_destroying as destroying
from tests.faults import test_epochs as epochs
from tests.faults import test_flips as flips
from tests.faults import test_full_disk as full_disk
from tests.faults import test_kills as kills
from tests.faults import test_long_day as long_day
from tests.faults import test_power_cuts as power
from tests.faults import test_steps as steps
from tests.faults import test_succeeding as succeeding
from tests.faults import test_sync as syncs
from tests.faults.damage import Files
from tests.faults.deeds import DEEDS, EPOCH, Deed, prepared, put_back, to_destroy
from tests.faults.pair import Side
from tests.faults.room import Room, Way, small_room, ways
from tests.faults.tally import HEADING, Tally
from tests.faults.workers import warm_workers
from tests.made import ANCHOR, QUEUE
from tests.secret_service import running_secret_service

Suite = Callable[[Path], Tally]

KILLS = {kills.APPENDS: 1000, kills.SITTINGS: 300, kills.ERASURES: 200, kills.STAFF: 300, kills.NOTES: 200}
FOUNDING_KILLS = 200
KEYRING_KILLS = 100
RENEWAL_KILLS = 1000
SYNC_KILLS = 500
"""Of each side's sync."""
MACHINES, MACHINE_STEPS = 2000, 50
POWER_CUTS, POWER_CUT_SYNCS = 49_600, 200
"""Ten times as many as in CI; of the second, on each side."""
LONGER = 4
"""Times as much is recorded, since a recording has only so many states."""
DESTROYED_PAGES = {Way.LIMITED: 1, Way.MOUNTED: 16}
"""Pages more each time; a small disk has to have room for the copy first."""
FLIPS = 10
"""Times as many as in CI: 20,000 flips in all."""
CUT_STEP_BYTES = 256


def _kills() -> Iterator[Suite]:
    for work, count in KILLS.items():
        yield partial(_kill, work, count)
    yield _kill_founding
    for deed in DEEDS:
        yield partial(_kill_at_steps, deed)
    yield _kill_coming_in
    yield _kill_founding_at_steps
    yield partial(_kill_with_keyring, kills.KEYRING)


def _epochs() -> Iterator[Suite]:
    yield _kill_epoch_at_steps
    for what in epochs.LEFT:
        yield partial(_kill_clearing, what)
    yield partial(_kill, epochs.RENEWALS, RENEWAL_KILLS)
    yield partial(_kill_with_keyring, epochs.RENEWALS_IN_KEYRING)
    for way in ways():
        yield partial(_in_room, way, partial(full_disk.starve, EPOCH))


def _destructions() -> Iterator[Suite]:
    yield _kill_destruction_at_steps
    for way in ways():
        yield partial(_destroy_in_room, way, destroying.starve_before, DESTROYED_PAGES[way])
        yield partial(_destroy_in_room, way, destroying.starve_during, 1)


def _successions() -> Iterator[Suite]:
    yield _kill_succession_at_steps


def _flips() -> Iterator[Suite]:
    for name in (flips.DATABASE, sidecar.NAME, sidecar.SPARE, ANCHOR, QUEUE):
        yield partial(flips.flip_settled, name, FLIPS * flips.CI[name])
    yield partial(flips.flip_log, FLIPS * flips.CI[flips.LOG])
    yield partial(flips.flip_recycled_log, FLIPS * 60)
    yield partial(flips.flip_under_log, FLIPS * 100)
    yield partial(flips.cut_everything, CUT_STEP_BYTES)
    yield flips.cut_small_files_everywhere


def _full_disks() -> Iterator[Suite]:
    for way in ways():
        for deed in DEEDS:
            yield partial(_in_room, way, partial(full_disk.starve, deed))
        yield partial(_in_room, way, full_disk.starve_sign_in)
        yield partial(_in_room, way, partial(full_disk.starve_founding, step=1))
        yield partial(_in_room, way, full_disk.starve_queue)


def _syncs() -> Iterator[Suite]:
    for side in Side:
        yield from _of_syncs(side)


def _of_syncs(side: Side) -> Iterator[Suite]:
    yield partial(_kill_sync, side)
    yield partial(syncs.cut_off_folder, side)
    yield partial(syncs.kill_server, side, every=1)
    yield partial(syncs.protect_server, side)
    for make in makes():
        yield partial(syncs.pull_stick, side, make)
        yield partial(syncs.protect_stick, side, make)
    for way in ways():
        yield partial(_starve_sync, side, way)
        yield partial(syncs.fill_folder, side, way)
        yield partial(syncs.fill_server, side, way)


def _kill_sync(side: Side, folder: Path) -> Tally:
    with warm_workers() as warm:
        return syncs.kill_at_steps(side, SYNC_KILLS, folder, warm)


def _starve_sync(side: Side, way: Way, folder: Path) -> Tally:
    with small_room(folder / "room", way) as room:
        return syncs.starve(side, 1, folder, room)


def _power_cuts() -> Iterator[Suite]:
    for job in power.JOBS:
        yield partial(_cut_power, job)
    for side in Side:
        yield partial(power.cut_sync, side, POWER_CUT_SYNCS)


def _cut_power(job: str, folder: Path) -> Tally:
    recorded = power.records(folder / "recorded", LONGER, [job])[job]
    return power.cut_store(job, recorded, round(POWER_CUTS * power.SHARES[job]), folder / "cut")


def _anything_in_any_order(_: Path) -> Tally:
    return worlds.try_shares(MACHINES // machine.EXAMPLES, MACHINE_STEPS, _say)


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


def _kill_epoch_at_steps(folder: Path) -> Tally:
    with warm_workers() as warm:
        return epochs.kill_at_steps(prepared(folder / "prepared"), folder / "store", warm)


def _kill_destruction_at_steps(folder: Path) -> Tally:
    with warm_workers() as warm:
        return destroying.kill_at_steps(to_destroy(folder / "prepared"), folder / "store", warm, 1)


def _kill_succession_at_steps(folder: Path) -> Tally:
    with warm_workers() as warm:
        return succeeding.kill_at_steps(put_back(folder / "prepared"), folder / "store", warm, 1)


def _destroy_in_room(way: Way, starve: Callable[[Files, Room, int], Tally], step: int, folder: Path) -> Tally:
    files = to_destroy(folder / "prepared")
    with small_room(folder / "room", way) as room:
        return starve(files, room, step)


def _kill_clearing(what: str, folder: Path) -> Tally:
    with warm_workers() as warm:
        return epochs.kill_clearing(epochs.LEFT[what](folder / "left"), what, folder / "store", warm)


def _kill_with_keyring(work: kills.Work, folder: Path) -> Tally:
    with ExitStack() as around:
        service = around.enter_context(running_secret_service())
        patch = around.enter_context(pytest.MonkeyPatch.context())
        for name, value in service.environment.items():
            patch.setenv(name, value)
        warm = around.enter_context(warm_workers())
        return kills.kill(work, KEYRING_KILLS, folder, warm, has_keyring=True)


def _in_room(way: Way, starve: Callable[[Files, Room], Tally], folder: Path) -> Tally:
    files = prepared(folder / "prepared")
    with small_room(folder / "room", way) as room:
        return starve(files, room)


SUITES: Final[dict[str, Callable[[], Iterator[Suite]]]] = {
    "kills": _kills,
    "epochs": _epochs,
    "destructions": _destructions,
    "successions": _successions,
    "flips": _flips,
    "full-disks": _full_disks,
    "syncs": _syncs,
    "power-cuts": _power_cuts,
    "day": lambda: iter((partial(long_day.work, long_day.DAY),)),
    "machine": lambda: iter((_anything_in_any_order,)),
    "cases": lambda: iter((cases.run,)),
}
"""Each in its long form, to be run in a folder of its own."""


def main() -> int:
    """Run what was asked for, keep and print what came of it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all unless some are named")
    chosen = parser.parse_args().suites
    if not set(chosen) <= set(SUITES):
        parser.error(f"there are: {', '.join(SUITES)}")
    _say(HEADING)
    whole = Tally("all")
    for name in chosen or SUITES:
        done, left_out = _run(SUITES[name]())
        record.keep(name, done, left_out)
        for tally in done:
            whole.add(tally)
    _say(whole.row())
    for each in whole.lost:
        _say(f"LOST: {each}")
    record.PAGE.write_text(record.page(record.read(), SUITES), "utf-8")
    return 1 if whole.lost else 0


def _run(suites: Iterator[Suite]) -> tuple[list[Tally], list[str]]:
    """Run suites one after the other, each in a folder of its own.

    Returns:
        What each counted, and why others could not be run here; both are said at once, too.
    """
    done, left_out = [], []
    for suite in suites:
        with tempfile.TemporaryDirectory(prefix="doorstep-faults-") as folder:
            try:
                tally = suite(Path(folder))
            except pytest.skip.Exception as why:
                left_out.append(str(why))
                _say(f"left out: {why}")
                continue
        _say(tally.row())
        done.append(tally)
    return done, left_out


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a table is what is asked for


if __name__ == "__main__":
    sys.exit(main())
