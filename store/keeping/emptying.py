"""What a store leaves behind when it goes over to a new key, so that the new key never enciphers it.

Owns which rows are copied into the new file and which are not. Refuses to own the change itself (epochs) and who
decides.

Source: NIST SP 800-88 Rev. 2 (cryptographic erase): what is destroyed may never have been enciphered under a key that
lives on, for what a flash drive wrote once it may keep.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from store.ids import FamilyId
from store.keeping import database
from store.keeping.acts.act import Act
from store.keeping.acts.catalogue import CATALOGUE
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.by_name import name_of, tables, tables_deliveries
from store.keeping.database import Connection
from store.keeping.erasing import erasure_acts
from store.keeping.header import KIND_FROM_BYTE
from store.keeping.journal import Journal
from store.keeping.schema import about_family, projected

_MAKES: Final = re.compile(r"CREATE (TABLE|INDEX|UNIQUE INDEX) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What does not come along into a new epoch.

    Attributes:
        families: Everything about these.
        reason, authority, order: As `Store.erase_for_ever`.
        is_of_nobody_too: Whether what people said without anybody knowing of which family they are goes as well, but
            for what `keep` names. Every table that follows from acts is then made anew.
        keep: Which entries about nobody stay, by key: what nobody else holds yet.
        secrets: Purposes of local secrets.
        notes: Names of notes of this device to itself.
        has_originals: Whether what was delivered, as it came, goes.
        originals: Deliveries of which it goes, where not all of it does.
    """

    families: Sequence[FamilyId]
    reason: ErasureReason
    authority: str
    order: str | None
    is_of_nobody_too: bool = False
    secrets: Sequence[str] = ()
    notes: Sequence[str] = ()
    has_originals: bool = False
    originals: Sequence[str] = ()
    keep: Callable[[int], bool] = lambda _: False


class Emptying:
    """One copy that leaves something behind.

    Args:
        connection: Of the old file, of its own, for this alone.
        journal: The branch that the store writes, over that connection.
        left: What does not come along.
    """

    def __init__(self, connection: Connection, journal: Journal, left: LeftBehind) -> None:
        self._connection = connection
        self._left = left
        with database.refusals():
            connection.execute("CREATE TEMP TABLE gonefamily (each PRIMARY KEY) WITHOUT ROWID")
            connection.executemany(
                "INSERT INTO gonefamily VALUES (?)", ((each,) for each in sorted(set(left.families)))
            )
            connection.execute("CREATE TEMP TABLE goneentry (each INTEGER PRIMARY KEY)")
            connection.execute(
                "INSERT INTO goneentry SELECT DISTINCT entry FROM familyentry"
                " WHERE family IN (SELECT each FROM gonefamily)"
            )
            if left.is_of_nobody_too:
                also = [(key,) for key in of_nobody(connection) if not left.keep(key)]
                connection.executemany("INSERT OR IGNORE INTO goneentry VALUES (?)", also)
            keys = [key for (key,) in connection.execute("SELECT each FROM goneentry ORDER BY each")]
        self._told = erasure_acts(journal.placed(keys), left.reason, left.authority, left.order)

    def told(self) -> Sequence[Act]:
        """Return the acts that tell of the erasure, to be appended first under the new key."""
        return self._told

    def fill(self, connection: Connection) -> None:
        """Make every table and index in the new file, attached as `copy`, and fill them with what comes along."""
        text = (
            "SELECT name, sql FROM main.sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
            " ORDER BY rowid"
        )
        for name, sql in connection.execute(text, ("table",)).fetchall():
            connection.execute(_MAKES.sub(r"CREATE \1 copy.", sql, count=1))
            for rows in self._sources(name):
                connection.execute(f'INSERT INTO copy."{name}" {rows}')  # names of the file itself
        for _, sql in connection.execute(text, ("index",)).fetchall():  # once over everything, not at every row
            connection.execute(_MAKES.sub(r"CREATE \1 copy.", sql, count=1))

    def counts(self) -> dict[str, int]:
        """Return how many rows each table of the new file has to have, by name, counted in the old one."""
        execute = self._connection.execute
        with database.refusals():
            names = [
                name for (name,) in execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name")
            ]
            return {
                name: sum(execute(f"SELECT count(*) FROM ({text})").fetchone()[0] for text in self._sources(name))  # noqa: S608  # texts of this room
                for name in names
            }

    def _sources(self, name: str) -> Iterator[str]:
        """Yield the queries whose rows a table of the new file is filled with."""
        left = self._left
        if name == name_of(tables.Entry):
            yield (
                "SELECT id, header, leaf, signature, CASE WHEN each IS NULL THEN salt END,"
                " CASE WHEN each IS NULL THEN body END FROM main.entry LEFT JOIN goneentry ON each = id ORDER BY id"
            )
        elif left.is_of_nobody_too and name in {table.name for table in projected()}:
            return  # made anew from what came along
        elif name == name_of(tables.Tombstone):
            yield "SELECT entry FROM main.tombstone UNION SELECT each FROM goneentry"
        elif name in {*(table.name for table in about_family()), name_of(tables.LocalDraft)}:
            yield f'SELECT * FROM main."{name}" WHERE family NOT IN (SELECT each FROM gonefamily)'  # noqa: S608  # as above
        elif name == name_of(tables.LocalSecret):
            yield f"SELECT * FROM main.localsecret WHERE purpose NOT IN ({_listed(left.secrets)})"  # noqa: S608  # quoted
        elif name == name_of(tables.LocalNote):
            yield f"SELECT * FROM main.localnote WHERE name NOT IN ({_listed(left.notes)})"  # noqa: S608  # quoted
        elif name == name_of(tables_deliveries.LocalOriginal):
            if not left.has_originals:
                yield f"SELECT * FROM main.localoriginal WHERE delivery NOT IN ({_listed(left.originals)})"  # noqa: S608  # quoted
        else:
            yield f'SELECT * FROM main."{name}"'  # noqa: S608  # as above


def of_nobody(connection: Connection) -> Sequence[int]:
    """Return the keys of entries that may hold somebody's words though no family is named, sorted."""
    kinds = [kind.kind.encode("ascii") for kind in CATALOGUE.values() if _may_name_nobody(kind)]
    marks = ", ".join("?" * len(kinds))
    with database.refusals():
        rows = connection.execute(
            f"SELECT id FROM entry WHERE body IS NOT NULL AND substr(header, {KIND_FROM_BYTE}) IN ({marks})"  # noqa: S608  # a number, question marks
            " AND id NOT IN (SELECT entry FROM familyentry) ORDER BY id",
            kinds,
        ).fetchall()
    return [key for (key,) in rows]


def _listed(names: Sequence[str]) -> str:
    """Return names as SQL spells them: purposes and names of notes, all of them ours."""
    return ", ".join("'" + each.replace("'", "''") + "'" for each in names)


def _may_name_nobody(kind: type[Act]) -> bool:
    told = kind.model_fields.get("family")
    return told is not None and type(None) in getattr(told.annotation, "__args__", ())
