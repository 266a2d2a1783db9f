"""Files that mean harm cost little and end in an error of ours: 500 of them, in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.hostile_files import COUNT

MOST_S = 2.0
MOST_MB = 256.0


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the highest memory of a while")
def test_five_hundred_hostile_files_each_end_in_an_error_of_ours_in_two_seconds_and_256_mib() -> None:
    """Bad input; time is that of the processor, for other work may run beside."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.exchange.hostile_files"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    looked = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(looked) == COUNT
    assert [each for each in looked if each[2] > MOST_S or each[3] > MOST_MB] == []
    harmless = sum(not came for _, came, *_ in looked)
    assert harmless < COUNT // 10  # a changed byte may be one that says nothing
