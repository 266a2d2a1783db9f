"""Lists at base: while there is nothing in one, the key that it names is one of its keys, as it is pressed."""

import importlib
import pkgutil

import pytest

import tui.base
from tui.base.list_screen import ListScreen

for each in pkgutil.iter_modules(tui.base.__path__):
    importlib.import_module(f"tui.base.{each.name}")

LISTS = [each for each in ListScreen.__subclasses__() if hasattr(each, "NOTHING")]


@pytest.mark.parametrize("of", LISTS, ids=lambda of: of.__name__)
def test_an_empty_list_names_a_key_that_it_has(of: type[ListScreen]) -> None:
    named = [line.partition(" ")[0] for line in of.NOTHING]
    keys = {command.shown_key for command in (*of.KEYS, *of.ALSO)}

    assert {each for each in named if len(each) == 1} <= keys
