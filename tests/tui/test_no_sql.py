"""Screens and the command ask the store in its words: what stands in which table is the store's alone."""

import re
from pathlib import Path

import tui

MADE_UP = {"demo_base.py"}
"""What makes practice stores looks into them."""


def test_no_module_of_what_people_see_writes_a_query() -> None:
    folder = Path(next(iter(tui.__path__)))

    found = [
        path.name
        for path in folder.rglob("*.py")
        if path.name not in MADE_UP and re.search(r'"(SELECT|INSERT|UPDATE|DELETE) ', path.read_text("utf-8"))
    ]

    assert found == []
