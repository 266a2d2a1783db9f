"""Base's screens beside those of the door, in one process: the board over 1,000,000 acts, and finding a family.

The rows are written as `custody` writes them. Refuses to own terminals (door): both sides paint to none.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from store.fieldwork.looking import lines_of
from store.ids import DeviceId
from tests.benchmarks import stores
from tests.benchmarks.custody import DEVICES, ENTRIES, FAMILIES, LISTED, fill
from tests.benchmarks.measuring import Result
from tests.made import inside
from tui.app import DoorstepApp
from tui.base.app import BaseApp
from tui.base.reading import read_board
from tui.clerk import Clerk
from tui.desk import Desk, desk_of
from tui.seated import SeatedApp
from tui.told import SignedInKept

TYPED: Final = "lapwing rea"
"""As at the door: a letter that nearly every line has, and letters that few have."""
TURNS: Final = 5

Opening = Callable[[Clerk, Desk], SeatedApp]


def run(memory: Path, *, is_quick: bool = False, sought: int = FAMILIES) -> list[Result]:
    entries, devices, families = (5_000, 50, 500) if is_quick else (ENTRIES, DEVICES, FAMILIES)
    listed, sought = (200, 300) if is_quick else (LISTED, sought)
    with tempfile.TemporaryDirectory(dir=memory, prefix="doorstep-bench-") as temporary:
        busy, few, many = (Path(temporary) / name for name in ("busy", "few", "many"))
        for folder, count in ((busy, 60), (few, listed), (many, sought)):
            stores.found(folder)
            with stores.open_at(folder) as store:
                stores.fill(store, 0, families=count)
        with stores.open_at(busy) as store:
            first, size, base = store.first_act(), store.journal.size, store.sidecar.store
        with inside(busy) as connection:
            connection.execute("BEGIN")
            fill(connection, first, size, entries, DeviceId(base), devices, families)
            connection.execute("COMMIT")
        return [_first_paint(busy, few, listed), _letter(many, sought)]


def _first_paint(busy: Path, few: Path, listed: int) -> Result:
    taken: dict[str, list[float]] = {"board": [], "list": []}
    for turn in range(TURNS):
        for name, folder, opening in (("board", busy, _base), ("list", few, _door))[:: 1 if turn % 2 else -1]:
            taken[name].append(_painted(folder, opening))
    ours, floor = (statistics.median(taken[name]) * 1e3 for name in ("board", "list"))
    told = f"against the list of {listed:,} families, each read and painted once"
    return Result("board over many acts, first paint", 1.5, ours, floor, "ms", told)


def _letter(folder: Path, sought: int) -> Result:
    ours, floor = _typed(folder, _base, "f"), _typed(folder, _door, "5")
    told = f"against the door's list of the same {sought:,}"
    return Result("families at base, a letter", 1.2, ours * 1e3, floor * 1e3, "ms", told)


def _base(clerk: Clerk, desk: Desk) -> SeatedApp:
    return BaseApp(clerk, desk, clerk.ask(lambda store: read_board(store, desk)).result(), lambda _: SignedInKept(None))


def _door(clerk: Clerk, desk: Desk) -> SeatedApp:
    return DoorstepApp(clerk, desk, clerk.ask(lines_of).result(), lambda _: SignedInKept(None), ())


def _painted(folder: Path, opening: Opening) -> float:
    """Return the seconds from reading what the first screen shows until it is painted; the store is open before."""
    clerk = Clerk()
    clerk.open(lambda: stores.open_at(folder)).result()
    desk = clerk.ask(desk_of).result()
    begun, painted = time.perf_counter(), [0.0]
    app = opening(clerk, desk)

    async def play() -> None:
        async with app.run_test(size=(100, 30)):
            painted[0] = time.perf_counter()

    try:
        asyncio.run(play())
    finally:
        clerk.close()
    return painted[0] - begun


def _typed(folder: Path, opening: Opening, *opens: str) -> float:
    """Return the median seconds of a letter that is typed to find a family, until it is painted."""
    clerk = Clerk()
    clerk.open(lambda: stores.open_at(folder)).result()
    app = opening(clerk, clerk.ask(desk_of).result())
    taken: list[float] = []

    async def play() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            pilot_: Pilot[int] = pilot
            for key in (*opens, "slash"):
                await pilot_.press(key)
                for reader in [each for each in app.workers if each._thread_worker]:
                    await reader.wait()
                await pilot_.pause()
            for _ in range(TURNS):
                for letter in TYPED:
                    begun = time.perf_counter()
                    await pilot_.press(letter)
                    taken.append(time.perf_counter() - begun)
                await pilot_.press(*["backspace"] * len(TYPED))

    try:
        asyncio.run(play())
    finally:
        clerk.close()
    return statistics.median(taken)
