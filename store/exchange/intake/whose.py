"""Whose families a delivery names: another council's, under another name, would be visited in spite of their refusals.

Owns seeing that. Refuses to own which names are near each other (identity): here it is the rows that say so.

Source: agreement 7.2a: whoever refused is not visited, under whatever name of their council they come.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from store.errors import OtherCouncilsFamiliesError
from store.exchange.intake.identity import Identities, council_id
from store.exchange.intake.known import councils
from store.keeping.store import Store

_LOOKED_AT: Final = 200
_ENOUGH_COUNT: Final = 5
"""Fewer families than this may have the same number and the same postcode by chance: councils count from 1."""


def hold_own(store: Store, council: str, rows: Iterable[tuple[str, str]]) -> None:
    """Make sure that a delivery is not of families that another council supplied.

    Args:
        store: Base's.
        council: Whose delivery it is said to be.
        rows: References and postcodes; the first of them are looked at.

    Raises:
        OtherCouncilsFamiliesError: At least half of those came from another one, under the same reference and postcode.
    """
    looked_at = list(islice(rows, _LOOKED_AT))
    for other in councils(store):
        if council_id(other) == council_id(council):
            continue
        identities = Identities(store, other)
        there = {(identities.family(reference), postcode) for reference, postcode in looked_at}
        held = store.rows(
            f"SELECT family, postcode FROM family WHERE family IN ({', '.join('?' * len(there))})",  # noqa: S608  # marks
            [family for family, _ in there],
        )
        same = sum((family, postcode) in there for family, postcode in held)
        if same >= _ENOUGH_COUNT and 2 * same >= len(there):
            raise OtherCouncilsFamiliesError(other)
