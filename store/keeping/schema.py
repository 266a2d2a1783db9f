"""The tables as they are made: in a new file, and anew for a replay.

Owns the statements that make and drop them, and which tables there are of a kind. Refuses to own the tables themselves
(tables and its neighbours), and rows (projection).
"""

from collections import defaultdict
from functools import cache
from typing import Final

from sqlalchemy import ClauseElement, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable
from sqlmodel import SQLModel

from store.keeping import tables, tables_clocks, tables_custody, tables_deliveries, tables_fieldwork
from store.keeping.database import PROJECTION, Connection

DECLARED = (tables, tables_clocks, tables_custody, tables_deliveries, tables_fieldwork)
"""Every module that declares tables: one that is not loaded would be left out of a new file."""

LOCAL: Final = "local"
"""Begins the name of every local table, and of no other."""


def create_tables(connection: Connection) -> None:
    """Make every table in a new file."""
    for table in SQLModel.metadata.sorted_tables:
        for text in _making(table):
            connection.execute(text)


def make_anew(connection: Connection) -> None:
    """Empty every projected table, for this release's shape of them; make what other tables are new.

    One of another shape is dropped and made: for one of the same shape that takes several times as long as emptying it.
    One that this release does not know is dropped: nobody would erase from it. A local one of a later release stays,
    for nothing gives back what stands in it, such as a secret.
    """
    there: defaultdict[str, set[str]] = defaultdict(set)
    for name, text in connection.execute("SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall():
        there[name].add(text.strip())
    for table in (*_tables_of(tables.Kept), *_tables_of(tables.Local)):
        if there[table.name] != _shape(table):
            for text in _making(table, if_not_exists=True):
                connection.execute(text)
    staying = ("sqlite_", LOCAL) if _is_of_later_release(connection) else "sqlite_"
    for name in there.keys() - SQLModel.metadata.tables.keys():
        if not name.startswith(staying):
            connection.execute(f'DROP TABLE "{name}"')
    for table in _tables_of(tables.Projected):
        if there[table.name] == _shape(table):
            connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608  # a name of ours
            continue
        connection.execute(_dropping(table))
        for text in _making(table):
            connection.execute(text)


def _is_of_later_release(connection: Connection) -> bool:
    said = connection.execute("SELECT value FROM localnote WHERE name = 'projection'").fetchone()
    return said is not None and int(said[0]) > PROJECTION


def about_family() -> list[Table]:
    """Return the tables whose rows come from one family's bodies alone."""
    return _tables_of(tables.AboutFamily)


def projected() -> list[Table]:
    """Return the tables that a replay makes anew."""
    return _tables_of(tables.Projected)


def _tables_of(kind: type[SQLModel]) -> list[Table]:
    """Return the tables of one kind, in the order they were declared."""
    found: list[Table] = []
    for model in kind.__subclasses__():
        found += [model.__table__] if hasattr(model, "__table__") else _tables_of(model)
    return found


@cache  # a table is declared once and never changed: to spell one out takes longer than to make it
def _making(table: Table, *, if_not_exists: bool = False) -> tuple[str, ...]:
    indexes = (CreateIndex(index, if_not_exists=if_not_exists) for index in table.indexes)
    return _text(CreateTable(table, if_not_exists=if_not_exists)), *map(_text, indexes)


@cache
def _shape(table: Table) -> set[str]:
    """Return what SQLite keeps of the statements that make a table: their words."""
    return {text.strip() for text in _making(table)}


@cache
def _dropping(table: Table) -> str:
    return _text(DropTable(table, if_exists=True))


def _text(clause: ClauseElement) -> str:
    return str(clause.compile(dialect=sqlite.dialect()))
