"""Attempts and interviews by week, for a board: counted by the database, a row a week.

Owns which week something belongs to. Refuses to own what an attempt came to, and how it is drawn.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from store.keeping.acts.terms.attempts import AttemptResult

_WEEK: Final = timedelta(weeks=1)
_FIRST_MONDAY: Final = date(1970, 1, 5)
"""The first one of the epoch that instants are counted from."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week from Monday to Sunday in London.

    Attributes:
        attempts: Made in it, without those taken back.
        interviews: Those of them that came to one, complete or partial.
    """

    begins_on: date
    attempts: int
    interviews: int


def by_week(connection: Any, count: int) -> list[Week]:
    """Return the last weeks up to the newest attempt, in order; a week without any attempt is among them.

    Args:
        connection: A reader's.
        count: How many at most.
    """
    week_ms = _WEEK // timedelta(milliseconds=1)
    monday_ms = (_FIRST_MONDAY - date(1970, 1, 1)) // timedelta(milliseconds=1)
    rows = connection.execute(
        "SELECT (at_ms + utc_offset_min * 60000 - ?) / ? AS week, count(*), sum(result IN (?, ?)) FROM attempt"
        " WHERE NOT is_taken_back GROUP BY week ORDER BY week",
        (monday_ms, week_ms, AttemptResult.COMPLETE_INTERVIEW, AttemptResult.PARTIAL_INTERVIEW),
    ).fetchall()
    counted = {week: (attempts, interviews) for week, attempts, interviews in rows}
    if not counted:
        return []
    last = max(counted)
    first = max(min(counted), last - count + 1)
    return [Week(_FIRST_MONDAY + week * _WEEK, *counted.get(week, (0, 0))) for week in range(first, last + 1)]
