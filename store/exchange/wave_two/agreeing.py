"""Which families are kept at an update, as it stands now: who agrees, wished for no end of it, and was not let go.

Owns putting the three together. Refuses to own each of them, and what becomes of the others.

Source: agreement 4.4, 7.2e; clauses, "Faults": only a live yes keeps a family.
"""

from store.exchange.intake.sorting import standing_refusals
from store.fieldwork.consents.reach import read_reach
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import RowDecision
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def agreeing_families(store: Store) -> frozenset[FamilyId]:
    """Return them, of every council."""
    with store.reader() as connection:
        yes = read_reach(connection).families
    return yes.difference(standing_refusals(store), removed_families(store))


def removed_families(store: Store) -> frozenset[FamilyId]:
    """Return the families of which it was said that they go, since their council names them no more."""
    said: dict[FamilyId, RowDecision] = {}
    for held in acts_of(store, acts.AbsencesSettled):
        if isinstance(held.act, acts.AbsencesSettled):
            said |= dict.fromkeys(held.act.families, held.act.decision)
    return frozenset(family for family, decision in said.items() if decision is RowDecision.REMOVE)
