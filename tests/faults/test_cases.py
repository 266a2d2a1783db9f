"""Single cases are counted as they came out, in a process that runs nothing else."""

import subprocess
import sys
from pathlib import Path

from tests.faults import cases


def test_what_failed_is_lost_and_what_passed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text("def test_holds():\n    pass\n\n\ndef test_fails():\n    assert 1 == 2\n")
    run = (
        "import sys, pathlib; from tests.faults import cases; "
        f"cases.FEW = ({str(tmp_path / 'test_two.py')!r},); sys.argv[1:] = [{str(tmp_path)!r}]; sys.exit(cases.main())"
    )

    ended = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)

    tried, passed, lost = cases.counted(ended.stdout)
    assert (ended.returncode, tried, passed) == (0, 2, 1)
    assert "test_fails" in lost[0]
    assert "1 == 2" in lost[0]
