"""How tests run the command, and what they hold a refusal and its JSON to."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.errors import StoreError

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        assert (self.code, self.err) == (0, "")
        return self.out.splitlines()


Run = Callable[..., Ended]


def refused(ended: Ended, kind: type[StoreError]) -> None:
    """Hold a refusal to exit code 1, nothing printed, and the two sentences of its kind."""
    assert ended.code == 1
    assert ended.out == ""
    message, hint = ended.err.splitlines()
    assert hint == kind.hint
    if "message" in vars(kind):
        assert message == kind.message


def documented(command: str) -> list[str]:
    """Return the names that README's table of JSON gives for a command, in its order."""
    (row,) = re.findall(
        rf"^\| `{re.escape(command)}` \| (.*) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    return re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row))
