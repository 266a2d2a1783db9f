"""Which cells of tables are hidden: those on few cases, and as many others as it takes that nobody works them out.

Owns primary and complementary suppression. Pure. Refuses to own the tables' shape (tables) and whether what is left is
of any use (coarsening).

How it holds. Whoever reads the tables knows every published figure, that rows and columns add up, and that no count is
below nought. A hidden cell is safe from them as long as other tables, with the same published figures, give it quite
another value. For each cell on few cases one such table is found: six cases more stand in that cell (with a limit of
five), and what that upsets is evened out along a rectangle of hidden cells, six fewer here, six more there. So whatever
the cell holds, it may as well hold more than five, and its feasible interval is at least six wide. Cells that are
hidden for its sake lie on a rectangle too, and theirs is as wide. Hiding more never takes such a table away, so cells
are dealt with one after the other.

A total is a cell like any other, but for its sign: where a row's cell grows, either another shrinks or its total grows.
Totals that several tables share change in all of them at once, so a rectangle through a shared total goes through a row
of each.

Source: agreement 12.1a; L. H. Cox, "Suppression methodology and statistical disclosure control", Journal of the
American Statistical Association 75 (1980).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from store.exchange.suppression.tables import Hidden, Tables, with_total

_NEVER: Final = 1 << 40
"""More than any cost: a figure that cannot change that way."""

_CELL, _ROW_TOTAL, _SHARED_TOTAL = 64, 640, 6400
"""What it costs to hide a figure, beside its size: a total serves more readers than a cell."""


def suppress(tables: Tables, up_to: int) -> Hidden:
    """Return what is not to be published of some tables.

    Args:
        tables: Of the same cases; whatever else was ever published of them is not thought of.
        up_to: A figure on this many unweighted cases or fewer is hidden, nought among them.
    """
    return _Suppression(tables, up_to).hidden()


class _Grid:
    """Figures in rows, the row's total last, and what it costs to move cases into or out of each.

    Seen with its total turned round, a row adds up to nought whatever is moved within it: `more` is the cost of a cell
    that grows or of a total that shrinks, `fewer` of the opposite. What is hidden costs nothing.
    """

    def __init__(self, rows: list[list[int]], width: int, costs: tuple[int, int], *, is_shared: bool = False) -> None:
        self.values = rows
        self.more: list[list[int]] = []
        self.fewer: list[list[int]] = []
        self.hidden = [[value < width for value in row] for row in rows]
        of_cell, of_total = costs
        for row in rows:
            growing = [of_cell + value.bit_length() for value in row]
            growing[-1] += of_total - of_cell
            shrinking = [each if value >= width else _NEVER for each, value in zip(growing, row, strict=True)]
            growing = [each if value >= width else 0 for each, value in zip(growing, row, strict=True)]
            # a cell is of its row's sign, the total of the other one; in the row of shared totals it is the reverse
            cells, totals = (shrinking, growing) if is_shared else (growing, shrinking)
            self.more.append([*cells[:-1], totals[-1]])
            self.fewer.append([*totals[:-1], cells[-1]])

    def hide(self, row: int, column: int) -> bool:
        """Hide a figure, and say whether it was not hidden before."""
        if self.hidden[row][column]:
            return False
        self.hidden[row][column] = True
        self.more[row][column] = self.fewer[row][column] = 0
        return True


class _Suppression:
    """Tables while their cells are being hidden."""

    def __init__(self, tables: Tables, up_to: int) -> None:
        self._width = up_to + 1
        self._total = len(tables.columns)
        self._grids = [
            _Grid([with_total(row) for row in table.cells], self._width, (_CELL, _ROW_TOTAL)) for table in tables.tables
        ]
        shared = [with_total(tables.totals)]
        self._shared = _Grid(shared, self._width, (_SHARED_TOTAL, 2 * _SHARED_TOTAL), is_shared=True)
        self._others = [0] * (len(self._grids) + 1)

    def hidden(self) -> Hidden:
        few = [sum(map(sum, grid.hidden)) for grid in (*self._grids, self._shared)]
        for place, row, column in list(self._to_protect()):
            self._protect(place, row, column)
        return Hidden(
            totals=tuple(self._shared.hidden[0]),
            tables=tuple(tuple(map(tuple, grid.hidden)) for grid in self._grids),
            few_count=tuple(few),
            others_count=tuple(self._others),
        )

    def _to_protect(self) -> Iterator[tuple[int, int, int]]:
        """Yield where figures on few cases stand: shared totals first, for they bind every table."""
        for place in (len(self._grids), *range(len(self._grids))):
            for row, line in enumerate(self._grid(place).hidden):
                for column in (self._total, *range(self._total)):
                    if line[column]:
                        yield place, row, column

    def _grid(self, place: int) -> _Grid:
        return self._grids[place] if place < len(self._grids) else self._shared

    def _protect(self, place: int, row: int, column: int) -> None:
        """Hide what it takes for a figure to be able to hold `width` cases more than it does."""
        is_cell = column != self._total
        if place == len(self._grids):
            self._hide_through_totals(column, is_cell, {})
            return
        if is_cell and self._has_room(self._grids[place], row, column):
            return
        cost, found = self._rectangle(self._grids[place], row, column, is_cell)
        if cost >= _SHARED_TOTAL and self._hide_through_totals(column, is_cell, {place: row}, cost):
            return
        partner, other = found
        for at, where in ((row, partner), (other, column), (other, partner)):
            self._others[place] += self._grids[place].hide(at, where)

    def _has_room(self, grid: _Grid, row: int, column: int) -> bool:
        """Say whether hidden cells alone, taken together, let a cell grow by `width`."""
        room = {
            where: self._width if where == self._total else grid.values[row][where]
            for where, is_hidden in enumerate(grid.hidden[row])
            if is_hidden and where != column
        }
        missing = self._width
        for at, line in enumerate(grid.hidden):
            left = grid.values[at][column] if line[column] and at != row else 0
            if not left:
                continue
            for where, most in room.items():
                if most and line[where]:
                    moved = min(most, left, grid.values[at][where] if where == self._total else left)
                    room[where] -= moved
                    left -= moved
                    missing -= moved
                    if missing <= 0:
                        return True
                    if not left:
                        break
        return False

    def _rectangle(self, grid: _Grid, row: int, column: int, is_cell: bool) -> tuple[int, tuple[int, int]]:
        """Return the cheapest rectangle within one table, as its other column and its other row, and what it costs."""
        same, opposite = (grid.more, grid.fewer) if is_cell else (grid.fewer, grid.more)
        partners = sorted((cost, at) for at, cost in enumerate(opposite[row]) if at != column and cost < _NEVER)
        others = sorted((line[column], at) for at, line in enumerate(opposite) if at != row and line[column] < _NEVER)
        best, found = _NEVER, (-1, -1)
        for first, partner in partners:
            if not others or first + others[0][0] >= best:
                break
            for second, other in others:
                if first + second >= best:
                    break
                cost = first + second + same[other][partner]
                if cost < best:
                    best, found = cost, (partner, other)
        return best, found

    def _hide_through_totals(self, column: int, is_cell: bool, rows: Mapping[int, int], at_most: int = _NEVER) -> bool:
        """Hide the cheapest rectangle that goes through shared totals and one row of each table.

        Args:
            column: Of the figure that is to grow.
            is_cell: Whether that is no total of a row.
            rows: By table, the row that has to be the one.
            at_most: Nothing is hidden where it costs as much.
        """
        same, opposite = (1, -1) if is_cell else (-1, 1)
        best, found = at_most, None
        for partner in range(self._total + 1):
            if partner == column:
                continue
            cost = self._way(self._shared, opposite)[0][column] + self._way(self._shared, same)[0][partner]
            through: list[int] = []
            for place, grid in enumerate(self._grids):
                if cost >= best:
                    break
                into, out_of = self._way(grid, same), self._way(grid, opposite)
                candidates = (rows[place],) if place in rows else range(len(into))
                each, row = min((into[row][column] + out_of[row][partner], row) for row in candidates)
                cost += each
                through.append(row)
            if cost < best:
                best, found = cost, (partner, through)
        if found is None:
            return False
        partner, through = found
        for where in (column, partner):
            self._others[-1] += self._shared.hide(0, where)
            for place, row in enumerate(through):
                self._others[place] += self._grids[place].hide(row, where)
        return True

    @staticmethod
    def _way(grid: _Grid, way: int) -> list[list[int]]:
        return grid.more if way > 0 else grid.fewer
