"""Which families are kept at an update, as it stands now: who agrees, wished for no end of it, and was not let go.

Owns putting the three together. Refuses to own each of them, and what becomes of the others.

Source: agreement 4.4, 7.2e; clauses, "Faults": only a live yes keeps a family.
"""

from store.exchange.intake.parting import named_by_others
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
    """Return the families of which it was said that they go, since their council names them no more.

    What was said of a delivery of a council that theirs was parted from since says nothing of them.
    """
    said: dict[FamilyId, RowDecision] = {}
    told = [held.act for held in acts_of(store, acts.AbsencesSettled)]
    others = named_by_others(store) if told else {}
    for act in told:
        if isinstance(act, acts.AbsencesSettled):
            families = set(act.families).difference(others.get(act.delivery, ()))
            said |= dict.fromkeys(families, act.decision)
    return frozenset(family for family, decision in said.items() if decision is RowDecision.REMOVE)
