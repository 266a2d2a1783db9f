"""Attempts and interviews by week: Mondays of London, gaps included, and what was taken back left out."""

from datetime import UTC, date, datetime
from typing import Any

from store.clock import to_ms
from store.fieldwork.by_week import Week, by_week
from store.keeping.store import Store


class Rows:
    """A connection over a table of attempts alone."""

    def __init__(self, *rows: tuple[datetime, int, str, bool]) -> None:
        import sqlite3

        self.connection: Any = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE attempt (at_ms, utc_offset_min, result, is_taken_back)")
        self.connection.executemany(
            "INSERT INTO attempt VALUES (?, ?, ?, ?)", [(to_ms(at), *others) for at, *others in rows]
        )


def test_a_week_is_londons_and_one_without_attempts_is_among_them() -> None:
    rows = Rows(
        (datetime(2015, 10, 18, 22, 59, tzinfo=UTC), 60, "no_contact", False),  # Sunday, 23:59 in London
        (datetime(2015, 10, 18, 23, 30, tzinfo=UTC), 60, "complete_interview", False),  # Monday, 00:30
        (datetime(2015, 11, 2, 9, tzinfo=UTC), 0, "partial_interview", False),
        (datetime(2015, 11, 2, 9, tzinfo=UTC), 0, "complete_interview", True),
    )

    assert by_week(rows.connection, 26) == [
        Week(date(2015, 10, 12), 1, 0),
        Week(date(2015, 10, 19), 1, 1),
        Week(date(2015, 10, 26), 0, 0),
        Week(date(2015, 11, 2), 1, 1),
    ]
    assert [week.begins_on.day for week in by_week(rows.connection, 2)] == [26, 2]


def test_where_nothing_was_done_there_is_no_week(store: Store) -> None:
    with store.reader() as connection:
        assert by_week(connection, 26) == []
