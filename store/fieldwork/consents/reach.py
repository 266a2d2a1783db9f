"""Who may be contacted again and whose answers may be linked, over every family of a store at once.

Owns that reading of the projected table, which holds where each question stands: to read it is to SELECT it. Refuses to
own when a yes counts: the projection says that, by `merging.stands`.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from store.agreement.purposes import Purpose
from store.ids import FamilyId, PersonId


@dataclass(frozen=True, slots=True)
class Reach:
    """What all consents come to.

    Attributes:
        families: Those with a live yes to contact for wave 2.
        people: By linkage, those with a live yes to it.
    """

    families: frozenset[FamilyId]
    people: dict[str, frozenset[PersonId]]


def read_reach(connection: Any, suspended: Collection[PersonId] = ()) -> Reach:
    """Return what all consents of a store come to.

    Args:
        connection: A reader's.
        suspended: Of whom a back-check failed that is not settled.

    Source:
        Clauses 4.2, 4.4, 7.2e: only a live "given" is a yes.
    """
    families: set[FamilyId] = set()
    people: defaultdict[str, set[PersonId]] = defaultdict(set)
    rows = connection.execute(
        "SELECT family, person, purpose, target FROM consent WHERE is_live AND purpose IN (?, ?)",
        (Purpose.RECONTACT.value, Purpose.LINKAGE.value),
    )
    for family, person, purpose, target in rows:
        if person in suspended:
            continue
        if purpose == Purpose.RECONTACT:
            families.add(family)
        else:
            people[target].add(person)
    return Reach(frozenset(families), {target: frozenset(found) for target, found in people.items()})
