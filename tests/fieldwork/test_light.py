"""What stands between Enter and the list loads nothing slow: acts and tables wait for the thread that writes."""

import subprocess
import sys
from pathlib import Path

import pytest

import store.fieldwork

LATER = ("__init__", "reading", "past_reading", "counts", "every_case", "progress")
"""What is loaded once a family is opened, or once base counts."""

HEAVY = ("pydantic", "sqlmodel", "sqlalchemy", "phonenumbers", "holidays", "keyring", "textual")
ROOMS = sorted(
    ".".join(("store", "fieldwork", *path.relative_to(Path(store.fieldwork.__path__[0])).with_suffix("").parts))
    for path in Path(store.fieldwork.__path__[0]).rglob("*.py")
    if path.stem not in LATER and not path.stem.startswith("made_up")
)


def loaded_by(*modules: str) -> list[str]:
    """Return what is slow and came with some modules, imported in a process of their own."""
    check = f"import sys, {', '.join(modules)}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.split()


def test_the_rules_and_deeds_of_fieldwork_load_nothing_slow() -> None:
    assert "store.fieldwork.attempts" in ROOMS

    assert loaded_by(*ROOMS) == []


@pytest.mark.parametrize("module", ["store.exchange.stop_code", "store.keeping.acts.terms.families"])
def test_what_a_screen_asks_for_by_name_loads_nothing_slow(module: str) -> None:
    assert [name for name in loaded_by(module) if name != "keyring"] == []
