"""The whole life of a survey, on the practice deliveries: two waves, everything destroyed, and proof of all of it.

Commands and keys alone, as `make tour` shows it. Addresses are public ones, and nobody lives at them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tour.canaries import left_of_anybody
from tests.tour.life import AT_ITS_END, WHILE_IT_RUNS, stage_in
from tests.tour.stage import ROOT
from tests.tour.telling import Telling

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal")


def test_two_waves_end_in_two_declarations_and_nothing_of_anybody_is_left(tmp_path: Path) -> None:
    """Clauses 4.2, 4.4, 7.2a-f, 8.2, 13.3-13.7, 14.1, A2, A9, A11, A12."""
    with stage_in(tmp_path, Telling()) as stage:
        for chapter in WHILE_IT_RUNS:
            chapter(stage)
        assert left_of_anybody(stage)  # what is looked for is found while it is there

        for chapter in AT_ITS_END:
            chapter(stage)

        assert left_of_anybody(stage) == set()
    for file in ("audit.pack", "proof.doorstep", "wave.certificate", "all-copies.declaration"):
        words = (sys.executable, "-m", "tui", "verify", str(tmp_path / file))
        nowhere = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "nowhere"), "HOME": str(tmp_path / "nowhere")}
        ended = subprocess.run(words, cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False)
        assert ended.stdout.startswith("Proved:"), ended.stderr
