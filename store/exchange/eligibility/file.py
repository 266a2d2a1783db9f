"""The file of eligibility: what councils said of each family, by its id alone.

Owns the file and its one table. Refuses to own who opens it (keepers) and contact details: none stand in it.

Source: agreement 7.2c: only the unique id joins it to the contacts.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Final

from store.exchange.eligibility import keepers
from store.ids import FamilyId
from store.keeping import database
from store.keeping.database import Connection
from store.keeping.store import Store

NAME: Final = "eligibility.db"

Row = tuple[FamilyId, str, str]
"""A family, the delivery it came in, and what the council said as JSON: values by the heading they stood under."""


@contextlib.contextmanager
def opened(store: Store) -> Iterator[Connection]:
    """Give a connection to the file; a keeper's first makes it.

    Raises:
        EligibilityKeyError: It does not open for whoever is signed in.
        StoreError: As the disk refuses.
    """
    path = path_of(store)
    is_new = not path.exists()
    key = keepers.key(store, is_new=is_new)
    connection = database.create(path, key) if is_new else database.connect(path, key)
    with contextlib.closing(connection), database.refusals():
        connection.execute(
            "CREATE TABLE IF NOT EXISTS eligible (family TEXT PRIMARY KEY, delivery TEXT NOT NULL, said TEXT NOT NULL)"
            " WITHOUT ROWID"
        )
        _take_out_destroyed(store, connection)
        yield connection
        database.settle(connection)


def _take_out_destroyed(store: Store, connection: Connection) -> None:
    """Take out whoever was destroyed at base since a keeper was here; the note goes once they are gone."""
    waiting = json.loads(store.notebook.note_if_any(keepers.WAITING) or "[]")
    if waiting:
        connection.executemany("DELETE FROM eligible WHERE family = ?", [(family,) for family in waiting])
        database.settle(connection)
        store.notebook.write_note(keepers.WAITING, "[]")


def path_of(store: Store) -> Path:
    """Return where the file lies."""
    return store.folder / NAME


def put(connection: Connection, rows: Iterable[Row], refused: Set[FamilyId]) -> None:
    """Put what a delivery says, all of it or none, and take out whoever refused meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("INSERT OR REPLACE INTO eligible (family, delivery, said) VALUES (?, ?, ?)", rows)
        connection.executemany("DELETE FROM eligible WHERE family = ?", [(family,) for family in refused])
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def from_others(connection: Connection, delivery: str) -> set[FamilyId]:
    """Return the families of whom another delivery than this said something."""
    rows = connection.execute("SELECT family FROM eligible WHERE delivery <> ?", (delivery,)).fetchall()
    return {FamilyId(family) for (family,) in rows}


def read(connection: Connection) -> list[Row]:
    """Return every row, by family."""
    rows = connection.execute("SELECT family, delivery, said FROM eligible ORDER BY family").fetchall()
    return [(FamilyId(family), str(delivery), str(said)) for family, delivery, said in rows]
