"""Tables of counts with their totals, linked where they share the totals of their columns. Pure.

Owns their shape, and what was hidden of them. Refuses to own which cells those are (protecting) and how a table looks
(shown).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store.errors import TablesDisagreeError


@dataclass(frozen=True, slots=True)
class Table:
    """Cases by row and column.

    Attributes:
        rows_by: What the rows tell apart.
        rows: What each is called.
        cells: Unweighted cases: for each row, one count for each column of the tables it is linked with.
    """

    rows_by: str
    rows: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables of the same cases that tell the same columns apart, so that they share one row of totals.

    Without a table it is a one-way table: the totals alone.

    Attributes:
        columns_by: What the columns tell apart.
        columns: What each is called.
        totals: Cases of each column.
    """

    columns_by: str
    columns: tuple[str, ...]
    totals: tuple[int, ...] = field(repr=False)
    tables: tuple[Table, ...] = ()

    def __post_init__(self) -> None:
        """Hold every table against the totals.

        Raises:
            TablesDisagreeError: A count is missing or below nought, or the columns of a table do not add up.
        """
        lines = [self.totals, *(line for table in self.tables for line in table.cells)]
        is_whole = all(len(line) == len(self.columns) and min(line, default=0) >= 0 for line in lines)
        if not is_whole or any(len(table.rows) != len(table.cells) for table in self.tables):
            raise TablesDisagreeError
        for table in self.tables:
            if tuple(map(sum, zip(*table.cells, strict=True))) != self.totals:
                raise TablesDisagreeError

    @property
    def base(self) -> int:
        """How many cases there are."""
        return sum(self.totals)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not published of some tables.

    Attributes:
        totals: For each column, and last for the whole, whether it is hidden.
        tables: For each table and each of its rows likewise; last in a row is the row's own total.
        few_count: How many figures are hidden because they rest on few cases.
        others_count: How many are hidden so that nobody works those out.
    """

    totals: tuple[bool, ...]
    tables: tuple[tuple[tuple[bool, ...], ...], ...]
    few_count: tuple[int, ...]
    others_count: tuple[int, ...]


def with_total(line: Sequence[int]) -> list[int]:
    """Return some counts with their sum at the end."""
    return [*line, sum(line)]
