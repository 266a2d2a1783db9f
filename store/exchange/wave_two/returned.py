"""What has to come back of a resupply: every id that went, once, and no other; and a status of the list. Pure.

Owns the three refusals about ids, each in its own sentence, and the list of statuses. Refuses to own who is of wave 2:
what comes back is the same whoever that is.

Source: agreement 7.2d, 7.2e.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from store.errors import (
    StatusUnknownError,
    UpdatesDoubledError,
    UpdatesMissingError,
    UpdatesNewError,
)
from store.exchange.intake.identity import as_compared
from store.keeping.acts.terms.families import ProgrammeStatus

_STATUSES: Final = {each.value: each for each in ProgrammeStatus}


def hold_all_returned(sent: Iterable[str], returned: Sequence[str], *, is_settled: bool) -> frozenset[str]:
    """Make sure that each id that went came back once.

    Args:
        sent: The council's ids that went.
        returned: Those of the rows that came back, in any order; empty where a row has none.
        is_settled: Whether somebody said what becomes of those that did not come back.

    Returns:
        Those, as `as_compared` compares them.

    Raises:
        UpdatesNewError: An id was never sent, or a row has none.
        UpdatesDoubledError: An id stands in several rows: nobody knows which is meant.
        UpdatesMissingError: An id did not come back, and nobody said what becomes of it.
    """
    went = set(map(as_compared, sent))
    counted = Counter(map(as_compared, returned))
    if new := sum(count for key, count in counted.items() if key not in went):
        raise UpdatesNewError(new)
    if doubled := sum(count > 1 for count in counted.values()):
        raise UpdatesDoubledError(doubled)
    missing = went - counted.keys()
    if missing and not is_settled:
        raise UpdatesMissingError(len(missing))
    return frozenset(missing)


def status_of(cell: str) -> ProgrammeStatus | None:
    """Return where a family stands with the programme; None where nothing is said.

    Raises:
        StatusUnknownError: It is none of the list.
    """
    said = re.sub("[^a-z0-9]+", "_", cell.casefold()).strip("_")
    if not said:
        return None
    if said not in _STATUSES:
        raise StatusUnknownError(1)
    return _STATUSES[said]


def hold_statuses(cells: Iterable[str]) -> None:
    """Make sure that every status is one of the list.

    Raises:
        StatusUnknownError: Some are not; it says how many.
    """
    unknown = 0
    for cell in cells:
        try:
            status_of(cell)
        except StatusUnknownError:
            unknown += 1
    if unknown:
        raise StatusUnknownError(unknown)
