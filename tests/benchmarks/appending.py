"""What keeping one act costs beside a bare one-row durable commit."""

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import stores
from tests.benchmarks.measuring import Result, side_by_side

ROW_BYTES = 400
"""As many as header, leaf, signature, salt and body of the act measured."""


def run(memory: Path, disk: Path) -> list[Result]:
    """Measure on a memory file system and on the real disk."""
    return [*_on(memory, "memory", 4.0, rounds=20, each=150), *_on(disk, "disk", 1.6, rounds=12, each=25)]


def _on(place: Path, called: str, target: float, rounds: int, each: int) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=place) as temporary:
        folder = Path(temporary)
        stores.found(folder / "store")
        with stores.open_at(folder / "store") as store:
            views = stores.fill(store, 1_000)
            settings = [stores.setting(number) for number in range(len(views))]
            medians = side_by_side(
                {
                    "plain": _bare(folder / "plain.db", ()),
                    "wal": _bare(folder / "wal.db", ("journal_mode=WAL", "synchronous=FULL")),
                    "house": lambda number: store.record(settings[number % len(settings)]),
                    "family": lambda number: store.record(views[number % len(views)]),
                },
                rounds,
                each,
            )
    us = {name: median * 1e6 for name, median in medians.items()}
    return [
        Result(f"append one act, {called}", target, us["house"], us["plain"], "us", "floor: sqlite3 as it comes"),
        Result(f"append a family's act, {called}", target, us["family"], us["plain"], "us", "and its indexed row"),
        Result(f"append one act, {called}, WAL floor", None, us["house"], us["wal"], "us", "floor: sqlite3, WAL, FULL"),
        Result(f"append a family's act, {called}, WAL floor", None, us["family"], us["wal"], "us"),
    ]


def _bare(path: Path, pragmas: tuple[str, ...]) -> Callable[[int], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, bytes BLOB)")
    row = bytes(range(200)) * (ROW_BYTES // 200)

    def commit(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row VALUES (?, ?)", (number, row))
        connection.execute("COMMIT")

    return commit
