"""The tables by their names alone, for whoever writes rows of them.

Owns what stands for a table that is not declared yet: to a type checker it is the table. Refuses to own the tables
themselves (tables and its neighbours), and making them (schema): what declares them takes longer to load, and more
memory, than everything else of the store, and a laptop that writes rows never needs it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from store.keeping import tables as tables
    from store.keeping import tables_clocks as tables_clocks
    from store.keeping import tables_custody as tables_custody
    from store.keeping import tables_deliveries as tables_deliveries
    from store.keeping import tables_fieldwork as tables_fieldwork

    Table = type[SQLModel]
else:

    class _ByName:
        """Gives a table, which is no more than its name; the same one each time."""

        def __getattr__(self, name: str) -> type:
            table = type(name, (), {})
            setattr(self, name, table)
            return table

    tables = tables_clocks = tables_custody = tables_deliveries = tables_fieldwork = _ByName()
    Table = type


def name_of(table: Table) -> str:
    """Return what a table is called in the file, whether or not it is declared; as SQLModel calls it."""
    return table.__name__.lower()
