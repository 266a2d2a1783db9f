"""A delivered table, whatever it was written by: rows of texts, read as often as needed.

Owns telling a workbook from text, and how large a table may be. Refuses to own what a column means (columns), and
cleaning: a value is here as it came.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from store.errors import TableUnreadableError
from store.exchange.containers.limits import LIMIT_BYTES
from store.exchange.containers.opening import is_zip

COLUMNS_AT_MOST: Final = 200
ROWS_AT_MOST: Final = 500_000
"""More than every council together supplies."""

_TOO_WIDE: Final = f"it has more than {COLUMNS_AT_MOST} columns"
_TOO_MANY: Final = f"it has more than {ROWS_AT_MOST:,} rows"

CELL_CHARS_AT_MOST: Final = 100_000
CHARS_AT_MOST: Final = 2 * LIMIT_BYTES
"""Of all cells together; a text that lies in a container once cannot come to more than that holds."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts.

    Attributes:
        read: Begins anew, and yields every row that says anything, in order.
        is_text: Whether it says nothing twice: then its container bounds it.
        read_lines: As `read`, each row as the text has it: cells parted by commas, none of which needs quotation marks;
            None where it is not to be had so.
    """

    read: Callable[[], Iterator[Row]] = field(repr=False)
    is_text: bool = False
    read_lines: Callable[[], Iterator[str]] | None = field(default=None, repr=False)

    def rows(self) -> Iterator[Row]:
        """Yield its rows, from the first; rows of nothing but blanks are left out.

        Raises:
            TableUnreadableError: It is too large, or stops being a table on the way.
        """
        count, chars, is_text = 0, 0, self.is_text
        for row in self.read():
            if len(row) > COLUMNS_AT_MOST:
                raise TableUnreadableError(_TOO_WIDE)
            chars += 0 if is_text else sum(map(len, row))
            if chars > CHARS_AT_MOST:  # cells of a workbook may all refer to one long text
                raise TableUnreadableError("it holds more text than is ever read")
            says = row[0] if row else ""
            if not (says and not says.isspace()) and not any(cell and not cell.isspace() for cell in row):
                continue
            count += 1
            if count > ROWS_AT_MOST:
                raise TableUnreadableError(_TOO_MANY)
            yield row

    def lines(self) -> Iterator[str] | None:
        """Return its rows as `read_lines` has them, and otherwise as `rows`; None where they are not to be had so."""
        return None if self.read_lines is None else _counted(self.read_lines())


def _counted(lines: Iterator[str]) -> Iterator[str]:
    count = 0
    for line in lines:
        if line.count(",") >= COLUMNS_AT_MOST:
            raise TableUnreadableError(_TOO_WIDE)
        if not (line[:1].isalnum() or line.replace(",", "").strip()):
            continue
        count += 1
        if count > ROWS_AT_MOST:
            raise TableUnreadableError(_TOO_MANY)
        yield line


def table_in(content: bytes) -> Table:
    """Return the table in the one file of a container.

    Raises:
        TableUnreadableError: It is none.
    """
    from store.exchange.intake import sheets, texts

    return sheets.table_in(content) if is_zip(content) else texts.table_in(content)
