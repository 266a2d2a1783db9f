"""Behind the prompt: what is loaded when the first list is seen, and what is loaded after."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.enrolled import FORGOTTEN
from tests.tui.sitting import FAMILIES, Sitting

SAT = """
import json, os, sys
from textual.app import App
from tui.app import DoorstepApp
from tui.behind.sitting import run

folder, passphrase = sys.argv[1:]
heard, told = os.pipe()
say, said = os.pipe()
at_first_paint, families_count = [], []

def settle(self):
    families_count.append(len(self.contacts._lines))
    at_first_paint.extend({name.partition(".")[0] for name in sys.modules})
    self.clerk.do(self._settling, self)
    self.clerk.ask(lambda store: self.call_from_thread(self.action_leave))

read = DoorstepApp._read

async def type_once_laid_out(self):
    os.write(told, b"p" + passphrase.encode() + b"\\ng\\n")
    return await read(self)

DoorstepApp._read = type_once_laid_out
DoorstepApp.settle = settle
DoorstepApp.run = lambda self, **_: App.run(self, headless=True)
code = run(["--pipes", str(heard), str(said), "--store", folder, "--clock-is-right"])
after = {name.partition(".")[0] for name in sys.modules}
print(json.dumps([code, os.read(say, 4096).decode().split(), sorted(at_first_paint), sorted(after), *families_count]))
"""

SLOW = {"sqlmodel", "sqlalchemy", "pydantic"}


@pytest.fixture
def sat(tmp_path: Path) -> list[object]:
    words = [sys.executable, "-c", SAT, str(Sitting(tmp_path).folder), FORGOTTEN]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout))


def test_the_first_list_is_seen_before_any_of_what_writes_is_loaded(sat: list[object]) -> None:
    code, said, at_first_paint, after, families_count = sat

    assert (code, said, families_count) == (0, ["ready", "practice", "in"], len(FAMILIES))
    assert isinstance(at_first_paint, list)
    assert isinstance(after, list)
    assert {"textual", "sqlcipher3", "cryptography"} <= set(at_first_paint)
    assert SLOW.isdisjoint(at_first_paint)
    assert SLOW & set(after) == {"pydantic"}  # of acts; no table is declared where a store is but opened
