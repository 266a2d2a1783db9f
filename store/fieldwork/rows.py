"""Rows of one family, as its readers ask for them.

Owns the shape of asking. Refuses to own any query.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Rows(Protocol):
    """Returns rows of one table about one family."""

    def __call__(self, table: str, columns: str, where: str = "1") -> list[Any]:
        """Return the columns of the rows that meet a condition, which may end in an order."""


def maybe(kind: Callable[[Any], T], value: str | None) -> T | None:
    """Return a value of its kind, or None where there is none."""
    return None if value is None else kind(value)
