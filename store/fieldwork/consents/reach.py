"""Who may be contacted again and whose answers may be linked, over every family of a store at once.

Owns that reading of the projected table: one look at each row. Refuses to own when a yes counts: the projection says
that, by `merging.stands`.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from store.agreement.purposes import Purpose
from store.ids import FamilyId, PersonId

COLUMNS: Final = "family, person, purpose, target, is_live"


@dataclass(frozen=True, slots=True)
class Reach:
    """What all consents come to.

    Attributes:
        families: Those with a live yes to contact for wave 2.
        people: By linkage, those with a live yes to it.
        answers_count: Questions that were looked at.
    """

    families: frozenset[FamilyId]
    people: dict[str, frozenset[PersonId]]
    answers_count: int


def read_reach(connection: Any, suspended: Collection[PersonId] = ()) -> Reach:
    """Return what all consents of a store come to.

    Args:
        connection: A reader's.
        suspended: Of whom a back-check failed that is not settled.

    Source:
        Clauses 4.2, 4.4, 7.2e: only a live "given" is a yes.
    """
    recontact, linkage = Purpose.RECONTACT.value, Purpose.LINKAGE.value
    families: set[FamilyId] = set()
    people: defaultdict[str, set[PersonId]] = defaultdict(set)
    count = 0
    for family, person, purpose, target, is_live in connection.execute(f"SELECT {COLUMNS} FROM consent"):  # noqa: S608  # names above
        count += 1
        if not is_live or person in suspended:
            continue
        if purpose == recontact:
            families.add(family)
        elif purpose == linkage:
            people[target].add(person)
    return Reach(frozenset(families), {target: frozenset(found) for target, found in people.items()}, count)
