"""A process that holds a passphrase leaves no core, and lets no other look into its memory."""

import ctypes
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made import made_base
from tests.tui.at_terminal import LEAVE, at_terminal

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")

_GET_PARENT_GONE = 2
"""`PR_GET_PDEATHSIG`. Source: Linux, prctl(2)."""

_GET_DUMPABLE = 3
"""`PR_GET_DUMPABLE`. Source: Linux, prctl(2)."""


@pytest.mark.parametrize(
    "hardened",
    [
        "from store.hardening import refuse_dumps, refuse_eyes; refuse_dumps(); refuse_eyes()",
        "from tui.behind.hardening import harden; harden()",
        "from store.exchange.intake.making import main; main()",
        "import sys; from tui.__main__ import main; sys.argv[1:] = ['verify', '/nowhere']; main()",
    ],
)
def test_it_is_not_dumpable(hardened: str) -> None:
    asked = f"import ctypes, resource; {hardened}; print(ctypes.CDLL(None).prctl({_GET_DUMPABLE}, 0, 0, 0, 0),"
    asked += " resource.getrlimit(resource.RLIMIT_CORE))"

    told = subprocess.run(
        [sys.executable, "-c", asked], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )

    assert ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0) == 1  # the test itself could be looked into
    assert told.stdout.split() == ["0", "(0,", "0)"]


@pytest.mark.parametrize(
    ("begun", "by"),
    [
        ("from store.exchange.intake.making import main; main()", signal.SIGKILL),
        ("from tui.behind.hardening import harden; harden()", signal.SIGHUP),
    ],
)
def test_it_ends_with_whoever_started_it(begun: str, by: signal.Signals) -> None:
    asked = (
        f"import ctypes; {begun}; by = ctypes.c_int(); ctypes.CDLL(None).prctl({_GET_PARENT_GONE}, ctypes.byref(by))"
    )

    told = subprocess.run(
        [sys.executable, "-c", f"{asked}; print(by.value)"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(told.stdout) == by


def test_the_launcher_leaves_no_core_while_it_takes_the_passphrase(tmp_path: Path) -> None:
    with at_terminal("--store", str(made_base(tmp_path))) as seat:
        seat.see("Passphrase:").press("x")
        seat.see("Passphrase: *")
        limits = Path(f"/proc/{seat.pid}/limits").read_text("ascii")
        seat.press(f"\x15{LEAVE}")
        seat.until_ended()

    (core,) = [line.split() for line in limits.splitlines() if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]
