"""How coarsely tables have to be told before enough of them is left to be of use. Pure.

Owns the choice among levels that somebody offers. Refuses to own what a level tells apart, and what is hidden of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from store.exchange.suppression.successive import Told, suppress_after
from store.exchange.suppression.tables import Hidden, Tables
from store.keeping.acts.terms.exchange import Geography

SHOWN_AT_LEAST: Final = Fraction(2, 3)
"""Of the figures of each table, for it to be of use. Our own choice: the agreement says "useful" and no more."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to tell the same cases."""

    geography: Geography
    tables: Tables


def first_useful(
    levels: Iterable[Level],
    up_to: int,
    before: Sequence[Told] = (),
    fits: Callable[[Tables, Hidden], bool] = lambda _tables, _hidden: True,
) -> tuple[Level, Hidden] | None:
    """Return the first level of use and what is hidden of it; the last one that can be told where none is.

    Args:
        levels: The finest first; at least one.
        up_to: As `suppress`.
        before: What was let out of the same cases, as `suppress_after`.
        fits: Whether tables may stand beside others of the same report, with what is hidden of them.

    Returns:
        None where no level can be told after what was told before, or none fits.

    Source:
        Agreement 12.1b: the lowest geography that is of use.
    """
    found: tuple[Level, Hidden] | None = None
    for level in levels:
        left = suppress_after(level.tables, up_to, before)
        if left is not None and fits(*left):
            found = Level(level.geography, left[0]), left[1]
            if is_useful(left[1]):
                break
    return found


def is_useful(hidden: Hidden) -> bool:
    """Say whether every total that tables share is left, and enough of each table."""
    if any(hidden.totals):
        return False
    return all(sum(map(sum, table)) <= (1 - SHOWN_AT_LEAST) * sum(map(len, table)) for table in hidden.tables)
