"""How coarsely tables have to be told before enough of them is left to be of use. Pure.

Owns the choice among levels that somebody offers. Refuses to own what a level tells apart, and what is hidden of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from store.exchange.suppression.protecting import suppress
from store.exchange.suppression.tables import Hidden, Tables
from store.keeping.acts.terms.exchange import Geography

SHOWN_AT_LEAST: Final = Fraction(2, 3)
"""Of the figures of each table, for it to be of use. Our own choice: the agreement says "useful" and no more."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to tell the same cases."""

    geography: Geography
    tables: Tables


def first_useful(levels: Iterable[Level], up_to: int) -> tuple[Level, Hidden]:
    """Return the first level of use and what is hidden of it; the last one where none is.

    Args:
        levels: The finest first; at least one.
        up_to: As `suppress`.

    Source:
        Agreement 12.1b: the lowest geography that is of use.
    """
    found: tuple[Level, Hidden] | None = None
    for level in levels:
        found = level, suppress(level.tables, up_to)
        if is_useful(found[1]):
            break
    assert found is not None
    return found


def is_useful(hidden: Hidden) -> bool:
    """Say whether every total that tables share is left, and enough of each table."""
    if any(hidden.totals):
        return False
    return all(sum(map(sum, table)) <= (1 - SHOWN_AT_LEAST) * sum(map(len, table)) for table in hidden.tables)
