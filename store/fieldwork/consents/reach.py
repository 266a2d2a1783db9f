"""Who may be contacted again and whose answers may be linked, over every family of a store at once.

Owns that reading of the projected table, which holds where each question stands: to read it is to SELECT it. Refuses to
own when a yes counts: the projection says that, by `merging.stands`.
"""

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


def read_states(connection: Any) -> list[tuple[PersonId, str, str, str, int]]:
    """Return where every question to everybody stands.

    Args:
        connection: A reader's.

    Shape:
        Person, purpose, target (empty without one), state and whether it is a live yes, as the words of `Purpose` and
        `State`; in no order. Whoever was never asked has no row.
    """
    rows: list[tuple[PersonId, str, str, str, int]] = connection.execute(
        "SELECT person, purpose, target, state, is_live FROM consent"
    ).fetchall()
    return rows


def read_reach(connection: Any, suspended: Collection[PersonId] = ()) -> Reach:
    """Return what all consents of a store come to.

    Args:
        connection: A reader's.
        suspended: Of whom a back-check failed that is not settled.

    Source:
        Clauses 4.2, 4.4, 7.2e: only a live "given" is a yes.
    """
    recontact, linkage = Purpose.RECONTACT.value, Purpose.LINKAGE.value
    rows = connection.execute(
        "SELECT family, person, purpose, target FROM consent WHERE is_live AND purpose IN (?, ?)", (recontact, linkage)
    ).fetchall()
    if suspended:
        rows = [row for row in rows if row[1] not in suspended]
    linked = [(target, person) for _, person, purpose, target in rows if purpose == linkage]
    return Reach(
        families=frozenset(family for family, _, purpose, _ in rows if purpose == recontact),
        people={
            each: frozenset(person for target, person in linked if target == each)
            for each in {target for target, _ in linked}
        },
    )
