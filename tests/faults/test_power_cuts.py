"""The power goes: of what nobody had synced, any part may be missing or torn, and nothing acknowledged is lost."""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.faults import practice, recording
from tests.faults.disk import Course, Cut, Fate, cut_at, cuts
from tests.faults.ledger import Ledger
from tests.faults.pair import Scene, Side, scene
from tests.faults.recording import Made, NamesSynced, Recording, Renamed, Synced, Told, Wrote
from tests.faults.tally import Tally
from tests.faults.workers import warm_workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace is a program of Linux")

JOBS = {"appends": 40, "sittings": 24, "erasures": 30, "staff": 24, "notes": 24, "renewals": 24}
"""What is recorded, and how many lines it tells until it ends."""
SHARES = {"appends": 0.2, "sittings": 0.2, "erasures": 0.2, "staff": 0.1, "notes": 0.15, "renewals": 0.15}
"""Of the states of stores that are tried, by what was recorded."""
CI, CI_SYNCS = 4_960, 20
"""States of one store, and of a base and of a laptop amid a sync."""
INSPECTED = 0.1
"""The share that is gone through to the last signature; of the others, everything acknowledged is read back."""


def records(folder: Path, times: int = 1, jobs: Sequence[str] = tuple(JOBS)) -> dict[str, Recording]:
    """Have children work on new practice stores, `times` as long, and return what each asked of the disk."""
    folder.mkdir(exist_ok=True)
    log = folder / "log"
    before: dict[str, dict[str, bytes]] = {}
    with warm_workers(under=recording.command(log)) as warm:
        for job in jobs:
            practice.found(folder / job / "store")
            before[job] = recording.tree_of(folder / job)
            warm.pace(times * JOBS[job], job, folder / job / "store", practice.PASSPHRASE)
    return {job: recording.read(log, (folder / job).resolve(), before[job], n) for n, job in enumerate(jobs)}


def cut_store(job: str, made: Recording, count: int, folder: Path) -> Tally:
    """Open a store after the power went amid what is recorded, and hold it against what had been told by then."""
    tally = Tally(f"the power goes: {job}")
    dice = Random(job)
    with tally.timed():
        for cut in cuts(made, count):
            put(folder, cut)
            ledger = Ledger(folder / "store")
            ledger.take([line for line in cut.told if line[0] != "started"])
            if job == "staff":  # it tells of no entries, so each of them is a new one
                ledger.begun += len(cut.told)
            _count(tally, cut, ledger.look(signatures=True, is_inspected=dice.random() < INSPECTED))
    return tally


def cut_sync(side: Side, count: int, folder: Path) -> Tally:
    """Have the power go on one side amid a sync, its mailbox with it; then both come to rest, and are right."""
    tally = Tally(f"the power goes: a sync, {side}")
    made, log = _scene(folder), folder / "log"
    made.put_back(side)
    before = recording.tree_of(made.folder)
    with warm_workers(under=recording.command(log)) as warm:
        warm.kill_at(0, "stepping_sync", made.folder / side, side.passphrase)
    kept = recording.read(log, made.folder.resolve(), before)
    with tally.timed():
        for cut in cuts(kept, count):
            put(made.folder, cut)
            made.mail.mkdir(exist_ok=True)
            _count(tally, cut, made.rest())
    return tally


def put(folder: Path, cut: Cut) -> None:
    """Make a folder hold what the disk held, and nothing else."""
    folder.mkdir(exist_ok=True)
    for there in sorted(folder.rglob("*"), reverse=True):
        there.rmdir() if there.is_dir() else there.unlink()
    for path, content in cut.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _count(tally: Tally, cut: Cut, wrong: list[str]) -> None:
    tally.tried += 1
    tally.named[cut.fate.value] += 1
    tally.survived += not wrong
    tally.lost += [f"{tally.suite}, after {cut.at} calls, {cut.fate.value}: {each}" for each in wrong]


def _scene(folder: Path) -> Scene:
    stores = folder / "stores"
    (stores / "mail").mkdir(parents=True)
    return scene(stores, stores / "mail", str(stores / "mail"))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recording]:
    return records(tmp_path_factory.mktemp("recorded"))


@pytest.mark.parametrize("job", JOBS)
def test_whatever_the_disk_had_not_written_nothing_acknowledged_is_lost(
    job: str, recorded: dict[str, Recording], tmp_path: Path
) -> None:
    count = round(CI * SHARES[job])

    tally = cut_store(job, recorded[job], count, tmp_path / "cut")

    assert tally.lost == []
    assert tally.survived == tally.tried > count * 0.9
    assert len(tally.named) == len(Fate)


@pytest.mark.parametrize("side", Side)
def test_a_sync_that_lost_its_power_is_taken_up_again(side: Side, tmp_path: Path) -> None:
    tally = cut_sync(side, CI_SYNCS, tmp_path)

    assert tally.lost == []
    assert tally.survived == tally.tried > CI_SYNCS * 0.9


def test_what_was_not_synced_may_go_and_what_was_may_not() -> None:
    events: list[recording.Event] = [
        Made("new", 2),
        Wrote(2, 0, b"a" * 1024),
        Synced(2),
        Told(("kept",)),
        Wrote(1, 0, b"X"),
        Renamed("new", "old"),
        NamesSynced("."),
        Wrote(2, 1024, b"c" * 1024),
    ]
    made = Course(Recording({"old": b"before"}, {"old": 1}, events))

    def states(at: int, fate: Fate) -> list[dict[str, bytes]]:
        return [cut_at(made, at, fate, Random(seed)).files for seed in range(200)]

    assert states(3, Fate.GONE)[0] == {"old": b"before"}
    assert states(3, Fate.KEPT)[0] == {"old": b"before", "new": b"a" * 1024}
    assert states(5, Fate.GONE)[0] == {"old": b"before"}
    assert {each["old"] for each in states(5, Fate.MIXED)} == {b"before", b"Xefore"}
    assert all(each["old"][:1024] == b"a" * 1024 for each in states(8, Fate.TORN))
    torn = {each["old"][1024:] for each in states(8, Fate.TORN)}
    assert {b"", b"c" * 512, bytes(512) + b"c" * 512, b"c" * 1024} == torn
    assert cut_at(made, 8, Fate.GONE, Random(0)).told == [("kept",)]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, r"needs the system package\(s\) strace"),
        ("echo not permitted >&2; exit 1", "cannot trace .* not permitted"),
    ],
)
def test_where_nothing_can_be_traced_it_is_said_why(
    script: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    if script is not None:
        program = tmp_path / recording.PROGRAM
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)

    with pytest.raises(pytest.skip.Exception, match=said):
        recording.command(tmp_path / "log")
