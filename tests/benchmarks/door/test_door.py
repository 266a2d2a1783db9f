"""That the benchmarks at the door still run, and that the first list needs nothing slow: no time is asserted here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.door import running, slow_disk
from tests.benchmarks.door.laptops import PASSPHRASE, make_laptop
from tests.benchmarks.measuring import table

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what processes take is counted as Linux tells it")


def test_the_first_family_is_painted_before_anything_slow_is_loaded(tmp_path: Path) -> None:
    laptop = make_laptop(tmp_path / "few", 60)

    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.door.painting_first", str(laptop)],
        input=f"p{PASSPHRASE}\ng\n",
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(ended.stdout)
    assert "Chelmsford" not in told["line"]
    assert told["line"].strip()
    assert not {"sqlmodel", "sqlalchemy", "pydantic"} & set(told["modules"])


_SYNC = """
import os, tempfile, time
with tempfile.TemporaryFile(dir="/dev/shm") as file:
    stamps = [(time.perf_counter(), os.fsync(file.fileno()), time.perf_counter()) for _ in range(5)]
    print(min(ended - begun for begun, _, ended in stamps) * 1e3)
"""


def test_on_a_slow_disk_each_sync_takes_so_much_longer() -> None:
    delaying = slow_disk.delaying()
    if not delaying:
        pytest.skip("no sync can be delayed here")

    ended = subprocess.run([*delaying, sys.executable, "-c", _SYNC], capture_output=True, text=True, check=True)

    assert float(ended.stdout) >= slow_disk.SYNC_MS


def test_every_benchmark_at_the_door_runs_and_measures_something(tmp_path: Path) -> None:
    results = running.run(tmp_path, rounds=1, rehearsals=0, few=60, many=90)

    said = table(results)
    for promise in ("first paint", "60 families on screen", "a step in 90", "a letter in 60", "opening a form", "kept"):
        assert promise in said
    assert ("slow disk" in said) is bool(slow_disk.delaying())
    slow = [each for each in results if "slow disk" in each.name]
    assert all(min(each.ours, each.floor or 0) > slow_disk.SYNC_MS for each in slow)
    assert all(each.ours > 0 for each in results if each.unit != "words" and "backlog" not in each.name)
    assert not list(tmp_path.iterdir())
