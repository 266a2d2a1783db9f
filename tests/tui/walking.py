"""Going by keys to whatever a screen leads to, and back: each screen is opened once, each form answered to its end.

Owns the way, and what is written to the terminal meanwhile. Refuses to own what is held of what is seen: whoever walks
says how a screen is looked at.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from tests.tui.idle import until_idle
from tui.base.list_screen import ListScreen
from tui.commands import ACKNOWLEDGE, BACK, FILTER, HELP, KEEP, KEYS_HERE, NOTE_BACK, STEP_BACK, Command
from tui.common.duties.duties_screen import DutiesScreen
from tui.forms.asking import AnswerInput, Asking
from tui.forms.fields import Kind
from tui.seated import SeatedApp, keys_of
from tui.widgets.painted_list import PaintedList
from tui.widgets.top_line import TopLine

_STAYS: Final = frozenset(each.id for each in (BACK, FILTER, STEP_BACK, KEEP, NOTE_BACK, ACKNOWLEDGE, HELP, KEYS_HERE))
"""What leads back, or keeps what a form says."""
ROWS_AT_MOST: Final = 16
ANSWERS: Final = ("1", "2015-11-02", "COL-0001")
"""What is typed where nothing stands: a text, a number, a day."""

Look = Callable[[SeatedApp, Pilot[int], bool], Awaitable[None]]


@contextmanager
def written() -> Iterator[list[str]]:
    """Give what an app under test writes to its terminal, as it would write it to a real one."""
    told: list[str] = []

    def write(_: HeadlessDriver, data: str) -> None:
        told.append(data)

    with patch.object(HeadlessDriver, "is_headless", False), patch.object(HeadlessDriver, "write", write):
        yield told


def name_of(screen: Screen[Any]) -> tuple[type, str]:
    """Return what a screen is known by: its class, and what stands in its header."""
    titles = [each._title for each in screen.query(TopLine)]
    return type(screen), titles[0] if titles else ""


class Walk:
    """One walk through one app.

    Args:
        app: Somebody came in.
        pilot: Of it.
        look: Called with each screen that is on top, whenever something of it may have changed, and whether it is
            the first time.
        visits: Which screens are gone into; the others are looked at.

    Attributes:
        reached: The classes of all screens that were on top.
    """

    def __init__(
        self, app: SeatedApp, pilot: Pilot[int], look: Look, visits: Callable[[type], bool] = lambda _: True
    ) -> None:
        self.app = app
        self.pilot = pilot
        self.reached: set[type] = set()
        self._look = look
        self._visits = visits
        self._seen: set[tuple[type, str]] = set()
        self._visited: set[tuple[type, str]] = set()

    async def press(self, *keys: str) -> None:
        """Press keys, and look after each."""
        for key in keys:
            await self._press(key)
            await self._see()

    async def begin(self) -> None:
        """Visit whatever there is, from the screen that everything begins with."""
        await self._settle()
        await self._see()
        await self.visit()

    async def type(self, text: str) -> None:
        """Put a line of text where the cursor is, and end it."""
        field = self.app.focused
        assert isinstance(field, Input), f"nothing can be typed on {name_of(self.app.screen)}"
        field.value = text
        await self.press("enter")

    async def visit(self) -> None:
        """Look at whatever the keys of the screen lead to that is on top; it is on top again afterwards."""
        here = self.app.screen
        self._visited.add(name_of(here))
        if here.query(Asking):
            await self._answer()
        has_rows = isinstance(here, ListScreen | DutiesScreen)
        if has_rows:
            await self._go(here, "home")
        for command in keys_of(here):
            if self._leads_on(command):
                await self._go(here, command.key.partition(",")[0])
        if FILTER in keys_of(here):
            await self.press("slash", "n", "enter", "f4")
        if has_rows:
            for _ in range(min(ROWS_AT_MOST, len(here.query_one(PaintedList).rows)) - 1):
                await self._go(here, "down")
                await self._go(here, "enter")

    async def back(self, to: Screen[Any]) -> None:
        """Go back to a screen."""
        for _ in range(4):
            if self.app.screen is to:
                return
            await self.press("f3")
        assert self.app.screen is to, f"{name_of(self.app.screen)} does not lead back to {name_of(to)}"

    async def _go(self, here: Screen[Any], key: str) -> None:
        if self.app.screen is not here:
            return  # a key of it has left it
        await self.press(key)
        there = self.app.screen
        if there is here or here not in self.app.screen_stack:
            return
        if name_of(there) not in self._visited and self._visits(type(there)):
            await self.visit()
        await self.back(here)

    async def _press(self, key: str) -> None:
        """Press a key, and wait for what came of it: quicker than a pilot, who asks each widget whether it is done."""
        await self.app._press_keys([key])
        await self._settle()

    async def _settle(self) -> None:
        for _ in range(2):
            await asyncio.wrap_future(self.app.clerk.ask(lambda _: None))
            for reader in [each for each in self.app.workers if each._thread_worker]:
                await reader.wait()
            await until_idle()

    async def _see(self) -> None:
        name = name_of(self.app.screen)
        is_new = name not in self._seen
        self._seen.add(name)
        self.reached.add(name[0])
        await self._look(self.app, self.pilot, is_new)

    async def _answer(self) -> None:
        """Answer a form with what comes first, as far as that is taken; nothing of it is kept."""
        (asking,) = self.app.screen.query(Asking)
        form = asking._form
        while form is not None and (field := form.field) is not None:
            if field.kind is Kind.LINE:
                line = asking.query_one(AnswerInput)
                for text in dict.fromkeys((line.value, *ANSWERS)):
                    line.value = text
                    await self.press("enter")
                    if form.field is not field:
                        break
            else:
                await self.press("1")
                if form.field is field:
                    await self.press("enter")
            if form.field is field:
                return

    @staticmethod
    def _leads_on(command: Command) -> bool:
        return command.id not in _STAYS and not command.is_everywhere
