"""Whose families a delivery names: another council's, under another name, would be visited in spite of their refusals.

Owns seeing that, and taking somebody's word that two councils are one by now. Refuses to own which names are near each
other (identity): here it is the rows that say so.

Source: agreement 7.2a: whoever refused is not visited, under whatever name of their council they come.
"""

from collections.abc import Iterable, Sequence, Set
from typing import Final

from store.exchange.intake.arriving import Arrival
from store.exchange.intake.identity import Identities, council_id, joined_with
from store.exchange.intake.known import councils
from store.exchange.intake.locking import lock_everywhere
from store.exchange.intake.sorting import standing_refusals
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.store import Store

LOOKED_AT: Final = 200
"""So many rows say whose a delivery is, where they are taken from all over it: it may be sorted by council."""

_ENOUGH_COUNT: Final = 5
"""Fewer families than this may have the same number and the same postcode by chance: councils count from 1."""


def other_councils(store: Store, council: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return the councils that together supplied at least half of a delivery's families before, as they were written.

    Each of them may have supplied few: a council that three became has a third of its families from each.

    Args:
        store: Base's.
        council: Whose delivery it is said to be; those it was joined with are looked for no more.
        rows: References and postcodes, `LOOKED_AT` of them at most.
    """
    looked_at = set(rows)
    own = {council_id(each) for each in (council, *joined_with(store, council))}
    found, known = [], set[tuple[str, str]]()
    for other in councils(store):
        if council_id(other) in own:
            continue
        identities = Identities(store, other, is_alone=True)
        there = {(identities.family(reference), postcode): (reference, postcode) for reference, postcode in looked_at}
        held = store.rows(
            f"SELECT family, postcode FROM family WHERE family IN ({', '.join('?' * len(there))})",  # noqa: S608  # marks
            [family for family, _ in there],
        )
        same = {there[each] for each in map(tuple, held) if each in there}
        if len(same) >= _ENOUGH_COUNT:
            found.append(other)
            known |= same
    return found if 2 * len(known) >= len(looked_at) else []


def join(store: Store, arrival: Arrival, others: Iterable[str], reason: str) -> None:
    """Take somebody's word that other councils' families come under this one's name; doing it again changes nothing.

    From here on a family is known under any of these names: it is not taken in a second time, and whoever refused under
    one is left in peace under each.
    """
    council = arrival.asked.council
    known = {council_id(each) for each in joined_with(store, council)}
    new = [each for each in others if council_id(each) not in known]
    if new:
        store.record(
            *(
                acts.CouncilsJoined(delivery=arrival.delivery, council=council, other_council=each, reason=reason)
                for each in new
            )
        )


def unnamed(store: Store, council: str, families: Sequence[FamilyId], named: Set[FamilyId]) -> list[FamilyId]:
    """Return families that a delivery names under none of the ids that they have, with each name of joined councils."""
    identities, wanted = Identities(store, council), set(families)
    rows = store.rows("SELECT family, council_reference FROM family WHERE council_reference <> ''")
    found = {family for family, reference in rows if family in wanted and named & set(identities.every(reference))}
    return [each for each in families if each not in found]


def lock_refused_elsewhere(store: Store, council: str) -> int:
    """Lock whoever is here under one name of joined councils and refused under another; return how many laptops have.

    Source:
        Agreement 7.2a.
    """
    others = joined_with(store, council)
    if not others:
        return 0
    names = {council_id(each) for each in (council, *others)}
    refused, identities = standing_refusals(store), Identities(store, council)
    rows = store.rows(
        "SELECT family.family, council_reference, council FROM family JOIN supplied USING (family)"
        " JOIN delivery ON delivery.delivery = supplied.delivery WHERE council IS NOT NULL AND council_reference <> ''"
    )
    found = [
        FamilyId(family)
        for family, reference, of in rows
        if council_id(of) in names and any(each in refused for each in identities.every(reference))
    ]
    return lock_everywhere(store, found, FamilyLockCause.CONTACT_WISH, {})


def lock_refused_since(store: Store) -> None:
    """Lock whoever is here a second time, under another name of joined councils, and refused under one since.

    A family that both had supplied when they were joined is here twice: a door tells of one of them. One that was ever
    opened again stays as base left it.

    Args:
        store: Base's, a supervisor signed in.

    Raises:
        StoreError: As `Store.record`.

    Source:
        Agreement 7.2a.
    """
    supplied = dict(store.rows("SELECT family, council FROM supplied JOIN delivery USING (delivery)"))
    decided = {family for (family,) in store.rows("SELECT family FROM lockset")}
    of_each: dict[str, Identities] = {}
    found: dict[FamilyId, None] = {}
    for family, reference in store.rows(
        "SELECT family, council_reference FROM lockset JOIN family USING (family)"
        " WHERE lock = ? AND cause = ? AND council_reference <> ''",
        (FamilyLock.LOCKED, FamilyLockCause.CONTACT_WISH),
    ):
        council = supplied.get(family)
        if council is not None:
            identities = of_each.get(council) or of_each.setdefault(council, Identities(store, council))
            found |= dict.fromkeys(
                each for each in identities.every(reference) if each in supplied and each not in decided
            )
    lock_everywhere(store, list(found), FamilyLockCause.CONTACT_WISH, {})
