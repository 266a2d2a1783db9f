"""Instants for tests: a naive one, and strategies for aware ones."""

from datetime import UTC, datetime

from hypothesis import strategies as st

NAIVE = datetime.fromisoformat("2016-07-01T12:00")
"""An instant without a zone, which everything refuses."""


def instants(first: str, last: str) -> st.SearchStrategy[datetime]:
    """Draw aware instants in UTC between two days."""
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=st.just(UTC))
