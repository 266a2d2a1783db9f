"""What a laptop does in a day: 60 families looked at and called on, 300 acts.

Four families are interviewed, more than anybody manages: two people in each give three answers. Twelve have a detail
corrected.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from store.ids import FamilyId, new_id
from store.keeping.acts import Act, DetailsCorrected
from store.keeping.acts.terms.families import DetailField, DetailSource
from tests.benchmarks.bundles import attempt, consents
from tests.benchmarks.stores import view

FAMILIES = 60


def day(families: Sequence[FamilyId]) -> Iterator[Act]:
    """Yield the acts of one day: 204 views, 60 attempts, 12 corrections and 24 consents for 60 families."""
    for place, family in enumerate(families):
        yield view(family)
        yield attempt(family)
        if place % 5 == 0:
            yield correction(family)
        if place % 15 == 0:
            for _ in range(3):
                yield from consents(family)
        if place % 5 in (1, 2):
            yield view(family)
        yield view(family)
        yield view(family)


def correction(family: FamilyId) -> Act:
    return DetailsCorrected(
        correction=new_id(),
        undoes=None,
        family=family,
        person=None,
        field=DetailField.DIRECTIONS,
        entry=None,
        old=None,
        new="Behind the chapel; the lane floods.",
        source=DetailSource.RESPONDENT,
        known_on="2015-11-02",
        is_odd=False,
    )


def families_of(laptop: int) -> list[FamilyId]:
    """Return the families of one made-up laptop, nobody else's, the same each time."""
    return [FamilyId(sha256(f"{laptop}/{place}".encode()).hexdigest()[:32]) for place in range(FAMILIES)]
