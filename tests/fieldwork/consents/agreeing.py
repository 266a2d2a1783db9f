"""Who agreed to what, worked out anew from every record: what the projected table is held against."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from store.agreement.purposes import Purpose
from store.fieldwork.consents.state import Told, stands
from store.ids import FamilyId, PersonId
from store.keeping.causality import Ancestry


@dataclass(frozen=True, slots=True)
class OfFamily:
    """One record, and whose family it is about."""

    family: FamilyId
    told: Told


def wave_two_families(
    told: Iterable[OfFamily], ancestry: Ancestry, suspended: Collection[PersonId] = ()
) -> frozenset[FamilyId]:
    """Return the families that may be contacted again: those with a live yes to it, and no other.

    Args:
        told: Every record of every family, in any order.
        ancestry: Of the branches they stand in.
        suspended: Of whom a back-check failed that is not settled.

    Source:
        Clauses 4.4, 7.2e.
    """
    return frozenset(family for family, _ in _saying_yes(told, ancestry, Purpose.RECONTACT, None, suspended))


def linked_people(
    told: Iterable[OfFamily], ancestry: Ancestry, target: str, suspended: Collection[PersonId] = ()
) -> frozenset[PersonId]:
    """Return the people whose answers may be linked with some named records: those with a live yes to just that.

    Args:
        told: Every record of every family, in any order.
        ancestry: Of the branches they stand in.
        target: Which records, as the agreement calls them.
        suspended: As `wave_two_families`.

    Source:
        Clause 4.2.
    """
    return frozenset(person for _, person in _saying_yes(told, ancestry, Purpose.LINKAGE, target, suspended))


def _saying_yes(
    told: Iterable[OfFamily], ancestry: Ancestry, purpose: Purpose, target: str | None, suspended: Collection[PersonId]
) -> set[tuple[FamilyId, PersonId]]:
    by_family: defaultdict[FamilyId, list[Told]] = defaultdict(list)
    for each in told:
        by_family[each.family].append(each.told)
    return {
        (family, stand.question.person)
        for family, records in by_family.items()
        for stand in stands(records, ancestry)
        if (stand.question.purpose, stand.question.target) == (purpose, target)
        and stand.is_live
        and stand.question.person not in suspended
    }
