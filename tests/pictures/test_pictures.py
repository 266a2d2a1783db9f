"""The pictures in screenshots/ are what the command prints today, and there is one of every screen at base."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.screen import Screen

from tests.pictures import PICTURES, SCREENS, drawn
from tests.pictures.screens import screen_of
from tui import base

ONLY_TO_BUILD_ON = {"GateScreen", "ListScreen"}
FOR_AN_AUDITOR = {"AuditorScreen"}
"""The audit with fewer keys: nobody but an auditor signs in to it."""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_is_printed_today(name: str) -> None:
    kept = (Path("screenshots") / name).read_text("utf-8")

    assert drawn(name) == kept, "look at the new picture with `make screenshots` before keeping it"


def test_there_is_a_picture_of_every_screen_at_base() -> None:
    """Issue 7."""
    for module in iter_modules(base.__path__, f"{base.__name__}."):
        import_module(module.name)
    screens = {each.__name__ for each in _kinds_of(Screen) if each.__module__.startswith(base.__name__)}

    pictured = {screen_of(shot).__name__ for shot in SCREENS.values() if shot.is_base}

    assert screens - pictured == ONLY_TO_BUILD_ON | FOR_AN_AUDITOR


def _kinds_of(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds_of(each)
