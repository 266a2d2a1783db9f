"""What importing costs and does: in a fresh process, and watched by the interpreter's own audit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = {"textual", "keyring", "sqlmodel", "sqlalchemy", "pydantic"}

WATCHED = """
import json, sys, threading
seen = []
HARMLESS = ("import", "exec", "compile", "marshal.", "code.__new__", "object.__", "sys._getframe", "os.listdir",
            "builtins.id")
def watch(event, told):
    if not event.startswith(HARMLESS):
        seen.append([event, *map(str, told[:2])])
sys.addaudithook(watch)
import MODULE
done = list(seen)
print(json.dumps({"seen": done, "loaded": sorted({name.partition(".")[0] for name in sys.modules}),
                  "threads": threading.active_count()}))
"""


def watched_import(module: str, folder: Path) -> dict[str, Any]:
    found = subprocess.run(
        [sys.executable, "-B", "-I", "-c", WATCHED.replace("MODULE", module)],
        cwd=folder,
        env={"HOME": str(folder), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    *said_before, told = found.stdout.splitlines()
    assert said_before == []
    return dict(json.loads(told))


@pytest.mark.parametrize(
    "module",
    ["store", "tui", "tui.__main__", "store.keeping.vault", "store.keeping.opening", "store.coming_in", "store.door"],
)
def test_importing_a_light_module_loads_nothing_heavy(module: str, tmp_path: Path) -> None:
    found = watched_import(module, tmp_path)

    assert module.partition(".")[0] in found["loaded"]
    assert HEAVY.isdisjoint(found["loaded"])


@pytest.mark.parametrize(
    "module", ["store", "tui", "tui.__main__", "store.keeping.opening", "store.coming_in", "store.door"]
)
def test_importing_writes_nothing_opens_nothing_and_starts_nothing(module: str, tmp_path: Path) -> None:
    found = watched_import(module, tmp_path)

    harmful = [each for each in found["seen"] if each[0] != "open" or not is_read_only_code(*each[1:])]

    assert found["seen"]
    assert harmful == []
    assert found["threads"] == 1
    assert list(tmp_path.iterdir()) == []


def test_the_prompt_loads_nothing_but_small_parts_of_the_standard_library(tmp_path: Path) -> None:
    ours = watched_import("tui.__main__, tui.launching.sitting", tmp_path)
    theirs = watched_import("json", tmp_path)  # what watching loads by itself

    loaded = set(ours["loaded"]) - set(theirs["loaded"])

    assert loaded <= {"tui", "select", "_signal", "signal", "termios", "time"}


def is_read_only_code(path: str, mode: str) -> bool:
    """Whether it is the interpreter reading a module, or the rules of the time zone that appointments are told in."""
    return mode in ("r", "rb") and path.endswith((".py", ".pyc", ".so", ".pyd", "Europe/London"))
