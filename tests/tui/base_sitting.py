"""A sitting at a real base store, with six made-up families of which a laptop has three: played at with keys.

Owns how tests of base's screens come by one. The store is made once and copied.
"""

import asyncio
import atexit
import shutil
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from textual.pilot import Pilot

from store.keeping.acts import Act
from store.keeping.store import Store
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.made import opened
from tui.base.app import BaseApp
from tui.base.reading import read_board
from tui.clerk import Clerk
from tui.desk import desk_of
from tui.seated import SeatedApp
from tui.told import SignedInKept

GIVEN = FAMILIES[:3]
FREE = FAMILIES[3:]

Play = Callable[[BaseApp, Pilot[int]], Awaitable[None]]


class BaseSitting:
    """One base store of a test, and sitting down at it.

    Args:
        folder: Empty; the store is copied into it.
        origin: Another base's folder, to be copied instead.
    """

    def __init__(self, folder: Path, origin: Path | None = None) -> None:
        self.folder = Path(shutil.copytree(origin or _base(), folder / "base"))

    def open(self) -> Store:
        """Come in without the app."""
        return opened(self.folder, is_clock_right=True)

    def record(self, *told: Act) -> None:
        """Keep acts without the app."""
        with self.open() as store:
            store.record(*told)

    def play(self, play: Play, size: tuple[int, int] = (80, 24)) -> BaseApp:
        """Come in, play, and lock; return the app as it ended."""
        clerk = Clerk()
        clerk.open(self.open).result()
        desk = clerk.ask(desk_of).result()
        app = BaseApp(
            clerk, desk, clerk.ask(lambda store: read_board(store, desk)).result(), lambda _: SignedInKept(None)
        )

        async def run() -> None:
            async with app.run_test(size=size) as pilot:
                await settled(app, pilot)
                await play(app, pilot)

        try:
            asyncio.run(run())
        finally:
            clerk.close()
        return app

    def seen_after(self, *keys: str, size: tuple[int, int] = (80, 24)) -> str:
        """Return what is on the screen once some keys were pressed."""
        seen: list[str] = []

        async def play(app: BaseApp, pilot: Pilot[int]) -> None:
            await press(app, pilot, *keys)
            seen.append(screen_text(app))

        self.play(play, size)
        return seen[0]

    def played(self, *steps: Sequence[str]) -> list[str]:
        """Type or press what each step says, one after another; return the screen after each."""
        seen: list[str] = []

        async def play(app: BaseApp, pilot: Pilot[int]) -> None:
            for step in steps:
                await pilot.press(*step)
                await settled(app, pilot)
                seen.append(screen_text(app))

        self.play(play)
        return seen


async def press(app: SeatedApp, pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and wait for what came of each."""
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


async def settled(app: SeatedApp, pilot: Pilot[int]) -> None:
    """Wait until clerk and readers have done what was asked for, and what they told was heard."""
    for _ in range(2):
        await asyncio.wrap_future(app.clerk.ask(lambda _: None))
        await pilot.pause()
        for reader in [each for each in app.workers if each._thread_worker]:
            await reader.wait()
        await pilot.pause()


def screen_text(app: SeatedApp) -> str:
    """Return what stands on the screen, line by line."""
    return "\n".join(line.rstrip() for line in lines_of(app))


def lines_of(app: SeatedApp) -> list[str]:
    """Return the lines of the screen, from edge to edge."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


@cache
def _base() -> Path:
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    exchange = Exchange(outer)
    exchange.give(GIVEN)
    exchange.sync()
    return exchange.base
