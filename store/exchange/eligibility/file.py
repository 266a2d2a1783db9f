"""The file of eligibility: what councils said of each family, by its id alone.

Owns the file and its one table. Refuses to own who opens it (keepers) and contact details: none stand in it.

Source: agreement 7.2c: only the unique id joins it to the contacts.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from store.errors import EpochNotVerifiedError
from store.exchange.eligibility import keepers
from store.ids import FamilyId
from store.keeping import database
from store.keeping.database import Connection
from store.keeping.secret import Secret
from store.keeping.store import Store

Row = tuple[FamilyId, str, str]
"""A family, the delivery it came in, and what the council said as JSON: values by the heading they stood under."""


@contextlib.contextmanager
def opened(store: Store) -> Iterator[Connection]:
    """Give a connection to the file; the first makes it, and the first in a new epoch of base gives it a new key.

    Raises:
        EligibilityKeyError: It does not open for whoever is signed in.
        StoreError: As the disk refuses.
    """
    path = path_of(store)
    is_new = not path.exists()
    for left in sorted(store.folder.glob("eligibility*.db")):
        if left != path:  # of another epoch, or of a copy that was broken off
            database.remove(left)
    key = keepers.key(store, is_new=is_new)
    path = path_of(store)
    if not is_new:
        path, key = _of_this_epoch(store, path, key)
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


def _of_this_epoch(store: Store, path: Path, key: Secret) -> tuple[Path, Secret]:
    """Go over to a copy under a new key where base went over to a new epoch; return the file that counts, and its key.

    The copy is whole, and looked at, before a note of base's names it with its key: that is the commit point. Killed
    before it, the old file counts and the copy is made anew; after it, what is left of the old one goes with the next
    opening, and nobody has its key.

    Source:
        Design 4, "Epochs".
    """
    place = keepers.at(store)
    if place is None or place.epoch == store.sidecar.epoch:
        return path, key
    later = store.folder / f"eligibility-{store.sidecar.epoch}.db"
    fresh = keepers.fresh_key()
    with contextlib.closing(database.connect(path, key)) as connection:
        database.settle(connection)
        database.export(connection, later, fresh)
        _hold_same(connection, later, fresh)
    keepers.share(store, fresh, keepers.Place(later.name, store.sidecar.epoch))
    database.remove(path)
    return later, fresh


def _hold_same(connection: Connection, later: Path, key: Secret) -> None:
    """Make sure that a copy holds what the file does, page by page and row by row.

    Raises:
        EpochNotVerifiedError: It does not; the file that counted still does.
    """
    rows = "SELECT family, delivery, said FROM eligible ORDER BY family"
    with contextlib.closing(database.connect(later, key)) as copy, database.refusals():
        is_same = copy.execute(rows).fetchall() == connection.execute(rows).fetchall()
        database.settle(copy)
    if not is_same or database.damaged_pages(later, key):
        raise EpochNotVerifiedError


def path_of(store: Store) -> Path:
    """Return where the file lies, or would."""
    place = keepers.at(store)
    return store.folder / (keepers.FIRST if place is None else place.name)


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
