"""Every screen there is, found by looking through the product: none is forgotten where each is held to a rule.

Owns finding them. Refuses to own the rules.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from textual.screen import Screen

import tui
from tui.base.gate import GateScreen
from tui.base.list_screen import ListScreen
from tui.common.duties.duty_page import DutyPage
from tui.common.leaving import Leaving
from tui.common.quick_screen import QuickScreen
from tui.field.readied import DiaryRoom, NumbersRoom
from tui.forms.room import FormRoom

MADE_OF = frozenset({DiaryRoom, DutyPage, FormRoom, GateScreen, Leaving, ListScreen, NumbersRoom, QuickScreen})
"""What screens are made of, and is never one by itself."""


def screens() -> frozenset[type[Screen[Any]]]:
    """Return the class of each."""
    for each in pkgutil.walk_packages(tui.__path__, "tui."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    return frozenset(_made_of(Screen)) - MADE_OF


def _made_of(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("tui."):
            yield each
        yield from _made_of(each)
