"""Who is of wave 2, and who is destroyed: every family of a council is one or the other.

Owns the rule, which is pure, and which families are a council's. Refuses to own where each consent stands (fieldwork).

Source: agreement 4.4, 7.2e; clauses, "Faults": not agreeing includes the never-reached: only a live yes keeps a family.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from store.exchange.intake.identity import council_id
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.kinds import acts_of
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """Every family of a council, each in one of two lists, by id.

    Attributes:
        selected: Those of wave 2.
        remainder: The others, of whom nothing stays.
    """

    selected: tuple[FamilyId, ...]
    remainder: tuple[FamilyId, ...]


def choose(
    families: Iterable[FamilyId],
    agreeing: Collection[FamilyId],
    unwilling: Collection[FamilyId],
    removed: Collection[FamilyId],
) -> Chosen:
    """Part the families of a council in two. Pure.

    Args:
        families: All of them.
        agreeing: With a live yes to being contacted again.
        unwilling: Who wished for no contact at all, whatever they once agreed to.
        removed: Of whom it was said that they go, since their council names them no more.
    """
    every = sorted(set(families))
    kept = set(agreeing).difference(unwilling, removed)
    return Chosen(tuple(each for each in every if each in kept), tuple(each for each in every if each not in kept))


def families_of_council(store: Store, council: str, delivery: str = "") -> set[FamilyId]:
    """Return the families a council supplied of which anything is held, and the households that split off them.

    Args:
        store: Base's.
        council: Its name.
        delivery: One of its own that is arriving.
    """
    own = council_id(council)
    found = {
        FamilyId(family)
        for family, of, came_in in store.rows(
            "SELECT family, council, delivery FROM supplied LEFT JOIN delivery USING (delivery)"
        )
        if came_in == delivery or (of is not None and council_id(of) == own)
    }
    splits = [held.act for held in acts_of(store, acts.FamilySplit)]  # in the order in which they happened
    for split in splits:
        if isinstance(split, acts.FamilySplit) and split.family in found:
            found.add(split.new_family)
    return found
