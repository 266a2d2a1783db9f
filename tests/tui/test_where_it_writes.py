"""Nothing is written but where the platform keeps a program's data: a whole session, watched by the interpreter."""

import sys
from pathlib import Path

import pytest

from tests.made import PASSPHRASE
from tests.tui.at_terminal import LEAVE, LOCK, at_terminal
from tests.tui.running import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where a platform keeps data is told otherwise there")

WATCH = """
import os, sys
_told = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_OTHERS = {"os.mkdir": (0,), "os.rename": (0, 1), "os.link": (1,), "os.symlink": (1,), "os.truncate": (0,)}
def _watch(event, given):
    if event == "open":
        path, _, flags = given
        places = [path] if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) else []
    else:
        places = [given[at] for at in _OTHERS.get(event, ())]
    for place in places:
        if isinstance(place, (str, bytes)):
            os.write(_told, os.fsencode(os.path.abspath(os.fsdecode(place))) + b"\\n")
sys.addaudithook(_watch)
"""


def test_a_session_writes_into_the_platforms_place_for_data_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    made = run("init", "base", "--practice", "--no-keyring", "--name", "base", "--staff", "S", "--passphrase-stdin")
    assert made.code == 0
    places = {name: str(tmp_path / name) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    for each in ("HOME", "TMPDIR", "watch"):
        (tmp_path / each).mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, "utf-8")
    watched = tmp_path / "watch" / "told"

    with at_terminal(**places, PYTHONPATH=str(tmp_path / "watch"), WATCHED=str(watched), DOORSTEP_STORE="") as seat:
        seat.see("Passphrase:").press(f"{PASSPHRASE}\r")
        seat.see("No clock runs").press("t")
        seat.see("Trail").press("\x1b")
        seat.see("No clock runs").press(LOCK)
        seat.see("Passphrase:", without="No clock runs").press(f"{PASSPHRASE}\r")
        seat.see("No clock runs").press(LEAVE)
        assert seat.until_ended() == 0

    data = tmp_path / "data" / "doorstep"
    written = {Path(line) for line in watched.read_text("utf-8").splitlines()}
    assert any(data in each.parents for each in written)
    assert {each for each in written if data not in each.parents and not is_anybodys(each)} == set()
    left = {each for each in tmp_path.rglob("*") if each.is_file() and tmp_path / "watch" not in each.parents}
    assert {each for each in left if data not in each.parents} == set()


def is_anybodys(path: Path) -> bool:
    """Say whether it is a device, or what the interpreter compiled."""
    is_device = path.parts[1] in {"dev", "proc"} and "shm" not in path.parts
    return is_device or "__pycache__" in path.parts
