"""A sitting at a real laptop store with six made-up families: opened, played at with keys, looked at afterwards.

Owns how tests of screens come by one. The store is made once and copied; the clerk is a real one unless a test says so.
"""

import asyncio
import atexit
import shutil
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from textual.pilot import Pilot

from store.fieldwork.looking import lines_of
from store.keeping import acts
from store.keeping.acts import Act
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange
from tests.made import opened
from tui.app import DoorstepApp
from tui.clerk import Clerk
from tui.desk import desk_of
from tui.field.wishes import FamilyWish
from tui.told import SignedInKept

__all__ = ["DELIVERED", "FAMILIES", "Sitting"]

Play = Callable[[DoorstepApp, Pilot[int]], Awaitable[None]]


class Sitting:
    """One laptop store of a test, and sitting down at it.

    Args:
        folder: Empty; the store is copied into it.
        origin: Another laptop's folder, to be copied instead.
    """

    def __init__(self, folder: Path, origin: Path | None = None) -> None:
        self.folder = Path(shutil.copytree(origin or _laptop(), folder / "laptop"))

    def open(self) -> Store:
        """Come in without the app."""
        return opened(self.folder, FORGOTTEN, is_clock_right=True)

    def record(self, *told: Act) -> None:
        """Keep acts without the app."""
        with self.open() as store:
            store.record(*told)

    def play(self, play: Play, size: tuple[int, int] = (80, 24), ahead: Sequence[type[FamilyWish]] = ()) -> DoorstepApp:
        """Come in, play, and lock; return the app as it ended."""
        clerk = Clerk()
        clerk.open(self.open).result()
        app = DoorstepApp(
            clerk, clerk.ask(desk_of).result(), clerk.ask(lines_of).result(), lambda _: SignedInKept(None), ahead
        )

        async def run() -> None:
            async with app.run_test(size=size) as pilot:
                await play(app, pilot)

        try:
            asyncio.run(run())
        finally:
            clerk.close()
        return app

    def press(self, *keys: str, size: tuple[int, int] = (80, 24)) -> DoorstepApp:
        """Come in, press keys, wait for the clerk after each, and lock."""

        async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
            for key in keys:
                await pilot.press(key)
                await settled(app, pilot)

        return self.play(play, size)

    def told(self, *kinds: type[Act]) -> list[Act]:
        """Return this laptop's own acts of some kinds, oldest first."""
        with self.open() as store:
            read = (store.journal.entry(n) for n in range(store.journal.size))
            headers = [(unpack(entry.header), entry.body) for entry in read]
            names = {kind.kind for kind in kinds}
            return [
                acts.parse(header.kind, header.kind_version, body)
                for header, body in headers
                if header.kind in names and body is not None
            ]


async def settled(app: DoorstepApp, pilot: Pilot[int]) -> None:
    """Wait until the clerk has done what was asked for, and what it told was heard."""
    await asyncio.wrap_future(app.clerk.ask(lambda _: None))
    await pilot.pause()
    await asyncio.wrap_future(app.clerk.ask(lambda _: None))
    await pilot.pause()


def screen_text(app: DoorstepApp) -> str:
    """Return what stands on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


@cache
def _laptop() -> Path:
    outer = Path(mkdtemp(prefix="doorstep-tests-"))
    atexit.register(shutil.rmtree, outer, ignore_errors=True)
    exchange = Exchange(outer)
    exchange.give(FAMILIES)
    exchange.sync()
    return exchange.laptop.folder
